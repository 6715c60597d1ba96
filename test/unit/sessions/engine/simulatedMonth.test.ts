import { useFakeClock } from '../../support/fakeClock.ts';
import { SeededRandom } from '../../support/seededRandom.ts';
import { simulateMonth } from '../../support/simulated-month/simulateMonth.ts';

const DAYS = 30;

/**
 * Which months there are. Others by `SEED=123`, or several with commas between them: that is how to look for what nobody
 * has thought of, and how to repeat it. The usual run is the same each time, so that it fails for a reason only.
 */
const SEEDS = process.env['SEED']?.split(',').map(Number) ?? [1, 511_388_126];

const VARIANTS = [true, false].flatMap((isStoreShared) =>
  [true, false].flatMap((isStrict) =>
    [true, false].map((isShared) => ({ isStoreShared, isStrict, isShared })),
  ),
);

describe('A simulated month', function () {
  this.timeout(60_000);
  const clock = useFakeClock();
  const { random } = Math;
  afterEach(() => (Math.random = random));

  for (const variant of VARIANTS) {
    const { isStoreShared, isStrict, isShared } = variant;
    const title = [
      isStoreShared ? 'one secret storage for all windows' : 'a secret storage for each window',
      isStrict ? 'refresh tokens that work once' : 'refresh tokens that survive a lost answer',
      isShared ? 'the AWS CLI beside it' : 'no AWS CLI',
    ].join(', ');
    for (const seed of SEEDS) {
      it(`with ${title}: seed ${seed}`, async () => {
        Math.random = new SeededRandom(seed).next;
        await simulateMonth({ clock: clock(), seed, days: DAYS, ...variant });
      });
    }
  }
});
