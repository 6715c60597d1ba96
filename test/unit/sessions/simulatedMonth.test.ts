import { useFakeClock } from '../support/fakeClock.ts';
import { SeededRandom } from '../support/seededRandom.ts';
import { SimulatedMonth } from '../support/SimulatedMonth.ts';

const DAYS = 30;

/** To repeat what a run has found: `SEED=123`, or several, with commas between them. */
const GIVEN = process.env['SEED']?.split(',').map(Number);
const BY_CHANCE = Math.floor(Math.random() * 1e9);

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

  for (const [index, variant] of VARIANTS.entries()) {
    const { isStoreShared, isStrict, isShared } = variant;
    const title = [
      isStoreShared ? 'one secret storage for all windows' : 'a secret storage for each window',
      isStrict ? 'refresh tokens that work once' : 'refresh tokens that survive a lost answer',
      isShared ? 'the AWS CLI beside it' : 'no AWS CLI',
    ].join(', ');
    for (const seed of GIVEN ?? [index + 1, BY_CHANCE]) {
      it(`with ${title}: seed ${seed}`, async () => {
        Math.random = new SeededRandom(seed).next;
        await new SimulatedMonth({ clock: clock(), seed, days: DAYS, ...variant }).run();
      });
    }
  }
});
