import { writeFileSync } from 'node:fs';
import { machineName, proxiedName } from '../names.ts';
import { launch } from './launch.ts';
import { situations } from './situation.ts';
import type { World } from './World.ts';

/** Has the editor follow a PAC file, as one on a desktop does whose system is told to. */
async function follow(world: World, proxyPort: number): Promise<void> {
  const lines = [
    `function FindProxyForURL(url, host) {`,
    `  if (dnsDomainIs(host, '${proxiedName}')) return 'PROXY 127.0.0.1:${proxyPort}';`,
    `  return 'DIRECT';`,
    `}`,
  ];
  writeFileSync(launch.pacFile, lines.join('\n'));
  await world.set({ useLocalProxyConfiguration: true });
}

situations('A PAC file of the system', (situation) => {
  situation('it names a proxy', async (world) => {
    const gate = await world.gate(launch.openPort);
    const { port } = await world.front({ authority: 'system' });
    await follow(world, gate.port);
    return { endpoint: `https://${proxiedName}:${port}`, by: 'editor' };
  });

  situation('it names a proxy that is not there', async (world) => {
    const gate = await world.gate(launch.openPort);
    const { port } = await world.front({ authority: 'system' });
    await follow(world, gate.port);
    await gate.close();
    return {
      endpoint: `https://${proxiedName}:${port}`,
      kind: 'proxy',
      says: /proxy/,
      heal: async () => void (await gate.open()),
    };
  });

  situation(
    'it names none for the host',
    async (world) => {
      const { port } = await world.front({ authority: 'system' });
      await follow(world, await world.closedPort());
      return { endpoint: `https://${machineName}:${port}`, by: 'editor' };
    },
    { needs: 'names' },
  );
});
