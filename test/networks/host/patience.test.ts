import { situations } from './situation.ts';

situations('Nothing answers in time', (situation, center) => {
  const healthy = () => Promise.resolve(center().url);

  situation(
    'an answer stalls after its head',
    async (world) => {
      const front = await world.front({ authority: 'system' });
      front.spoiling = 'stall';
      return {
        endpoint: `https://127.0.0.1:${front.port}`,
        kind: 'timeout',
        says: /didn’t respond in time/,
        by: 'editor',
        heal: () => {
          front.spoiling = undefined;
          return Promise.resolve();
        },
      };
    },
    { isSlow: true },
  );

  situation(
    'the connection is taken, and TLS not answered',
    async (world) => {
      const { port } = await world.silentServer();
      return {
        endpoint: `https://127.0.0.1:${port}`,
        kind: 'timeout',
        says: /didn’t respond in time/,
        heal: healthy,
      };
    },
    { isSlow: true },
  );

  situation(
    'the connection is not taken',
    async (world) => {
      const { port } = await world.blackHole();
      return {
        endpoint: `https://127.0.0.1:${port}`,
        kind: 'timeout',
        says: /didn’t respond in time/,
        heal: healthy,
      };
    },
    { isSlow: true },
  );
});
