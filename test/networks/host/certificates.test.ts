import { situations } from './situation.ts';

situations('No proxy', (situation, center) => {
  const healthy = () => Promise.resolve(center().url);

  situation('the authority is in the store of the system', async (world) => {
    const { port } = await world.front({ authority: 'system' });
    return { endpoint: `https://127.0.0.1:${port}`, by: 'editor' };
  });

  situation('the authority is only in `NODE_EXTRA_CA_CERTS`', async (world) => {
    const { port } = await world.front({ authority: 'nodeExtra' });
    return { endpoint: `https://127.0.0.1:${port}`, by: 'second' };
  });

  situation('the authority is only in `AWS_CA_BUNDLE`', async (world) => {
    const { port } = await world.front({ authority: 'awsBundle' });
    return { endpoint: `https://127.0.0.1:${port}`, by: 'second' };
  });

  situation('nobody trusts the authority', async (world) => {
    const { port } = await world.front({ authority: 'nobody' });
    return {
      endpoint: `https://127.0.0.1:${port}`,
      kind: 'certificate',
      says: /Test authority nobody/,
      heal: healthy,
    };
  });

  situation('the certificate has expired', async (world) => {
    const { port } = await world.front({ authority: 'system', expired: true });
    return {
      endpoint: `https://127.0.0.1:${port}`,
      kind: 'certificate',
      errno: 'CERT_HAS_EXPIRED',
      says: /certificate of \S+ is out of date/,
      heal: healthy,
    };
  });

  situation('the certificate is for another name', async (world) => {
    const { port } = await world.front({ authority: 'system' }, '127.0.0.2');
    return {
      endpoint: `https://127.0.0.2:${port}`,
      kind: 'certificate',
      says: /certificate/,
      heal: healthy,
    };
  });
});
