import { situations } from './situation.ts';

situations('Nothing answers in time', (situation) => {
  situation(
    'an answer stalls after its head',
    async (world) => {
      const front = await world.front({ authority: 'system' });
      front.spoiling = 'stall';
      return {
        endpoint: `https://127.0.0.1:${front.port}`,
        kind: 'timeout',
        says: /did not answer in time/,
        by: 'editor',
        heal: () => {
          front.spoiling = undefined;
          return Promise.resolve();
        },
      };
    },
    { isSlow: true },
  );
});
