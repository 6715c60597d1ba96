import { closedName, machineName, proxiedName, proxyPassword, proxyUser } from '../names.ts';
import { launch } from './launch.ts';
import { basic, credentials, proxyAt } from './proxyAddress.ts';
import { situations } from './situation.ts';

situations('A proxy in the settings', (situation, center) => {
  const healthy = () => Promise.resolve(center().url);

  situation('`http.proxy`', async (world) => {
    const gate = await world.gate(launch.openPort);
    const { port } = await world.front({ authority: 'system' });
    await world.set({ proxy: proxyAt(gate) });
    return { endpoint: `https://${proxiedName}:${port}`, by: 'editor' };
  });

  situation('`http.proxy`, the authority of the server only in `AWS_CA_BUNDLE`', async (world) => {
    const gate = await world.gate(launch.openPort);
    const { port } = await world.front({ authority: 'awsBundle' });
    await world.set({ proxy: proxyAt(gate) });
    return { endpoint: `https://${proxiedName}:${port}`, by: 'second' };
  });

  situation('`http.proxy` with user name and password', async (world) => {
    const gate = await world.gate(launch.lockedPort);
    const { port } = await world.front({ authority: 'system' });
    await world.set({ proxy: proxyAt(gate, credentials) });
    return { endpoint: `https://${proxiedName}:${port}`, by: 'editor' };
  });

  situation(
    '`http.proxy` with user name and password, the authority of the server only in `NODE_EXTRA_CA_CERTS`',
    async (world) => {
      const gate = await world.gate(launch.lockedPort);
      const { port } = await world.front({ authority: 'nodeExtra' });
      await world.set({ proxy: proxyAt(gate, credentials) });
      return { endpoint: `https://${proxiedName}:${port}`, by: 'second' };
    },
  );

  situation('`http.proxy`, with the password in `http.proxyAuthorization`', async (world) => {
    const gate = await world.gate(launch.lockedPort);
    const { port } = await world.front({ authority: 'system' });
    await world.set({ proxy: proxyAt(gate), proxyAuthorization: basic(proxyUser, proxyPassword) });
    return { endpoint: `https://${proxiedName}:${port}`, by: 'second' };
  });

  situation('`http.proxy`, which wants a password and gets none', async (world) => {
    const gate = await world.gate(launch.lockedPort);
    const { port } = await world.front({ authority: 'system' });
    await world.set({ proxy: proxyAt(gate) });
    return {
      endpoint: `https://${proxiedName}:${port}`,
      kind: 'proxyAuthentication',
      says: /password/,
      heal: () => world.set({ proxy: proxyAt(gate, credentials) }),
    };
  });

  situation('`http.proxy` with a wrong password', async (world) => {
    const gate = await world.gate(launch.lockedPort);
    const { port } = await world.front({ authority: 'system' });
    await world.set({ proxy: proxyAt(gate, `${proxyUser}:wrong`) });
    return {
      endpoint: `https://${proxiedName}:${port}`,
      kind: 'proxyAuthentication',
      says: /password/,
      heal: () => world.set({ proxy: proxyAt(gate, credentials) }),
    };
  });

  situation('`http.proxy`, which does not open the way', async (world) => {
    const gate = await world.gate(launch.openPort);
    const { port } = await world.front({ authority: 'system' });
    await world.set({ proxy: proxyAt(gate) });
    return {
      endpoint: `https://${closedName}:${port}`,
      kind: 'proxy',
      says: /proxy/,
      heal: () => Promise.resolve(`https://${proxiedName}:${port}`),
    };
  });

  situation('`http.proxy`, which is not there', async (world) => {
    const gate = await world.gate(launch.openPort);
    const { port } = await world.front({ authority: 'system' });
    await world.set({ proxy: proxyAt(gate) });
    await gate.close();
    return {
      endpoint: `https://${proxiedName}:${port}`,
      kind: 'proxy',
      says: /proxy/,
      heal: async () => void (await gate.open()),
    };
  });

  situation('a captive portal in place of the proxy', async (world) => {
    const portal = await world.captivePortal('redirect');
    const { port } = await world.front({ authority: 'system' });
    await world.set({ proxy: proxyAt(portal) });
    return { endpoint: `https://${proxiedName}:${port}`, kind: 'proxy', says: /proxy/, heal: healthy };
  });

  situation('`http.proxy` by TLS, with a certificate that the store of the system trusts', async (world) => {
    const gate = await world.tlsGate(launch.openPort, 'system');
    const { port } = await world.front({ authority: 'system' });
    await world.set({ proxy: `https://127.0.0.1:${gate.port}` });
    return { endpoint: `https://${proxiedName}:${port}`, by: 'editor' };
  });

  situation(
    '`http.proxy` by TLS, with a certificate that nobody trusts, and `http.proxyStrictSSL` off',
    async (world) => {
      const gate = await world.tlsGate(launch.openPort, 'nobody');
      const { port } = await world.front({ authority: 'system' });
      await world.set({ proxy: `https://127.0.0.1:${gate.port}`, proxyStrictSSL: false });
      return { endpoint: `https://${proxiedName}:${port}`, by: 'second' };
    },
  );

  situation('a proxy that intercepts TLS, its authority only in `AWS_CA_BUNDLE`', async (world) => {
    const proxy = await world.interceptingProxy('awsBundle');
    const { port } = await world.front({ authority: 'nobody' });
    await world.set({ proxy: proxyAt(proxy) });
    return { endpoint: `https://${proxiedName}:${port}`, by: 'second' };
  });

  situation('a proxy that intercepts TLS, its authority trusted by nobody', async (world) => {
    const proxy = await world.interceptingProxy('nobody');
    const { port } = await world.front({ authority: 'system' });
    await world.set({ proxy: proxyAt(proxy) });
    return {
      endpoint: `https://${proxiedName}:${port}`,
      kind: 'certificate',
      says: /Test authority nobody/,
      heal: async () => world.set({ proxy: proxyAt(await world.gate(launch.openPort)) }),
    };
  });

  situation(
    '`http.noProxy` names the host',
    async (world) => {
      const { port } = await world.front({ authority: 'system' });
      const proxy = `http://127.0.0.1:${await world.closedPort()}`;
      await world.set({ proxy, noProxy: [machineName] });
      return { endpoint: `https://${machineName}:${port}`, by: 'editor' };
    },
    { needs: 'names' },
  );

  situation(
    '`http.noProxy` names the host, the authority of the server only in `AWS_CA_BUNDLE`',
    async (world) => {
      const { port } = await world.front({ authority: 'awsBundle' });
      const proxy = `http://127.0.0.1:${await world.closedPort()}`;
      await world.set({ proxy, noProxy: [machineName] });
      return { endpoint: `https://${machineName}:${port}`, by: 'second' };
    },
    { needs: 'names' },
  );

  situation(
    '`http.proxySupport` is off, the authority of the server only in `AWS_CA_BUNDLE`',
    async (world) => {
      const { port } = await world.front({ authority: 'awsBundle' });
      const proxy = `http://127.0.0.1:${await world.closedPort()}`;
      await world.set({ proxy, proxySupport: 'off' });
      return { endpoint: `https://${machineName}:${port}`, by: 'second' };
    },
    { needs: 'names' },
  );
});
