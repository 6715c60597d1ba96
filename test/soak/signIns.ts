import { sessionId } from '../../src/sessions/kinds/identityCenter.ts';
import { CORP, World } from '../faults/World.ts';
import type { Part } from './Part.ts';
import { SILENT } from './silent.ts';

/** What one call takes is measured over that many. */
const READS = 1_000;

/** Sign-ins with a code, and sign-outs, one after the other, over real HTTP. */
export async function signIns(): Promise<Part> {
  const world = await World.open(1, SILENT);
  const step = async (): Promise<readonly number[]> => {
    const started = performance.now();
    const signedIn = await world.settle(world.signIn('deviceAuthorization'));
    const took = performance.now() - started;
    if (signedIn.status === 'rejected') {
      throw signedIn.reason;
    }
    await world.settle(world.sessions.signOut(sessionId(CORP)));
    await world.pass(1_000);
    // What the stand-in remembers is not what is measured.
    world.asked.length = 0;
    world.center.empty();
    return [took];
  };
  return {
    name: 'device sign-ins',
    unit: 'sign-in',
    count: 10_000,
    perStep: 1,
    step,
    end: () => world.close(),
  };
}

/** Reads of a token that is good, with a renewal now and then. */
export async function tokenReads(): Promise<Part> {
  const world = await World.open(1, SILENT);
  await world.settle(world.signIn('deviceAuthorization'));
  const step = async (): Promise<readonly number[]> => {
    const started = performance.now();
    for (let reads = 0; reads < READS; reads++) {
      await world.sessions.fresh(sessionId(CORP));
    }
    return [(performance.now() - started) / READS];
  };
  return {
    name: 'token reads',
    unit: 'read',
    count: 1_000_000,
    perStep: READS,
    step,
    end: () => world.close(),
  };
}
