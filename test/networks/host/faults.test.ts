import { machineName, unknownName } from '../names.ts';
import { situations } from './situation.ts';

situations('Nothing, or something else, answers', (situation, center) => {
  const healthy = () => Promise.resolve(center().url);

  situation('the name is not resolved', (world) => {
    void world;
    return Promise.resolve({
      endpoint: `https://${unknownName}`,
      kind: 'name',
      says: /Couldn’t resolve/,
      heal: healthy,
    });
  });

  situation('nothing listens there', async (world) => {
    const front = await world.front({ authority: 'system' });
    await front.close();
    return {
      endpoint: `https://127.0.0.1:${front.port}`,
      kind: 'refused',
      says: /refused/,
      heal: async () => void (await front.open()),
    };
  });

  situation('a captive portal answers with its page', async (world) => {
    const { port } = await world.captivePortal('page');
    return {
      endpoint: `http://127.0.0.1:${port}`,
      kind: 'foreign',
      says: /Something other than AWS/,
      by: 'editor',
      heal: healthy,
    };
  });

  situation('a captive portal answers with the way to its page', async (world) => {
    const { port } = await world.captivePortal('redirect');
    return {
      endpoint: `http://127.0.0.1:${port}`,
      kind: 'foreign',
      says: /Something other than AWS/,
      by: 'editor',
      heal: healthy,
    };
  });

  situation('a captive portal answers by TLS with its page, with a trusted certificate', async (world) => {
    const { port } = await world.captivePortal('page', { authority: 'system' });
    return {
      endpoint: `https://127.0.0.1:${port}`,
      kind: 'foreign',
      says: /Something other than AWS/,
      by: 'editor',
      heal: healthy,
    };
  });

  situation(
    'a captive portal answers by TLS with the way to its page, with a trusted certificate',
    async (world) => {
      const { port } = await world.captivePortal('redirect', { authority: 'system' });
      return {
        endpoint: `https://127.0.0.1:${port}`,
        kind: 'foreign',
        says: /Something other than AWS/,
        by: 'editor',
        heal: healthy,
      };
    },
  );

  situation(
    'a captive portal answers by TLS, with a certificate that only `AWS_CA_BUNDLE` trusts',
    async (world) => {
      const { port } = await world.captivePortal('page', { authority: 'awsBundle' });
      return {
        endpoint: `https://127.0.0.1:${port}`,
        kind: 'foreign',
        says: /Something other than AWS/,
        by: 'second',
        heal: healthy,
      };
    },
  );

  situation('a captive portal answers by TLS, with a certificate that nobody trusts', async (world) => {
    const { port } = await world.captivePortal('page', { authority: 'nobody' });
    return {
      endpoint: `https://127.0.0.1:${port}`,
      kind: 'certificate',
      says: /Test authority nobody/,
      heal: healthy,
    };
  });

  situation('the connection is reset in the middle of an answer', async (world) => {
    const front = await world.front({ authority: 'system' });
    front.spoiling = 'reset';
    return {
      endpoint: `https://127.0.0.1:${front.port}`,
      kind: 'broken',
      errno: 'ECONNRESET',
      says: /The connection to \S+ failed/,
      by: 'editor',
      heal: () => {
        front.spoiling = undefined;
        return Promise.resolve();
      },
    };
  });

  situation(
    'the server has an IPv4 and an IPv6 address, and answers at the second only',
    async (world) => {
      const { port } = await world.front({ authority: 'system' }, '::1');
      return { endpoint: `https://${machineName}:${port}`, by: 'editor' };
    },
    { needs: 'names' },
  );
});
