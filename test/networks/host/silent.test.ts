import { situations } from './situation.ts';

situations('Nothing answers in time', (situation, center) => {
  situation(
    'the connection is taken, and TLS not answered',
    async (world) => {
      const { port } = await world.silentServer();
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
