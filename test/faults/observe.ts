import { isAwsSsoError } from '../../src/base/errors.ts';
import { fault, type FaultName } from './faults.ts';
import { operation, type OperationName } from './operations.ts';
import { type Outcome, SENTENCES, type Told } from './Outcome.ts';
import { World } from './World.ts';

/** Does it, under the fault, and once more when that is over. Undefined where the two have nothing to do with each other. */
export async function observe(name: OperationName, faultName: FaultName): Promise<Outcome | undefined> {
  const { before, run, isSignedIn, ...row } = operation(name);
  const { begin, isHeld, isOfRegions } = fault(faultName);
  if (isOfRegions && row.isOfOneRegion) {
    return undefined;
  }
  const world = await World.open(isOfRegions ? 2 : 1);
  try {
    await before(world);
    const end = await begin(world, row.operation);
    const from = world.asked.length;
    const result = await world.settle(run(world), isHeld && (() => world.center.healthy()));
    const requests = world.asked.slice(from).filter((asked) => asked === (row.asked ?? row.operation)).length;
    const meanwhile = [...new Set(world.meanwhile.map(toldBy))];
    if (meanwhile.length > 1) {
      throw new Error(`More than one thing is told meanwhile: ${meanwhile.join(', ')}`);
    }
    const signedIn = isSignedIn(world);
    await end();
    await world.pass(60_000);
    const next = await world.settle(run(world));
    const told = result.status === 'rejected' ? toldBy(result.reason) : 'works';
    const shown = meanwhile[0] && ` (${meanwhile[0]})`;
    const then = next.status === 'rejected' && `, then ${toldBy(next.reason)}`;
    return { cell: `${told} ${requests}${shown || ''}${then || ''}`, isSignedIn: signedIn };
  } finally {
    await world.close();
  }
}

function toldBy(error: unknown): Told {
  if (!isAwsSsoError(error)) {
    throw error;
  }
  const sentence = error.message.replace(/127\.0\.0\.1(:\d+)?|oidc\.example/g, '{host}');
  const [found] = Object.entries(SENTENCES).find(([, part]) => sentence.includes(part)) ?? [];
  if (found === undefined) {
    throw new Error(`No sentence of the table: ${sentence}`, { cause: error });
  }
  return found as Told;
}
