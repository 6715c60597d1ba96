import { machineName, proxiedName } from '../names.ts';
import { situations } from './situation.ts';

// HTTPS_PROXY names the proxy that wants a password, with one; NO_PROXY the name that the machine knows.
situations('A proxy in the environment', (situation) => {
  situation('`HTTPS_PROXY` with user name and password', async (world) => {
    const { port } = await world.front({ authority: 'system' });
    return { endpoint: `https://${proxiedName}:${port}`, by: 'editor' };
  });

  situation('`HTTPS_PROXY`, the authority of the server only in `AWS_CA_BUNDLE`', async (world) => {
    const { port } = await world.front({ authority: 'awsBundle' });
    return { endpoint: `https://${proxiedName}:${port}`, by: 'second' };
  });

  situation(
    '`NO_PROXY` names the host',
    async (world) => {
      const { port } = await world.front({ authority: 'system' });
      return { endpoint: `https://${machineName}:${port}`, by: 'editor' };
    },
    { needs: 'names' },
  );

  situation(
    '`NO_PROXY`, the authority of the server only in `AWS_CA_BUNDLE`',
    async (world) => {
      const { port } = await world.front({ authority: 'awsBundle' });
      return { endpoint: `https://${machineName}:${port}`, by: 'second' };
    },
    { needs: 'names' },
  );
});
