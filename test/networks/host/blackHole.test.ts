import { situations } from './situation.ts';

situations('Nothing answers in time', (situation, center) => {
  situation(
    'the connection is not taken',
    async (world) => {
      const { port } = await world.blackHole();
      return {
        endpoint: `https://127.0.0.1:${port}`,
        kind: 'timeout',
        says: /did not answer in time/,
        heal: () => Promise.resolve(center().url),
      };
    },
    { isSlow: true },
  );
});
