import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { waitFor } from '../../editor/waitFor.ts';
import { api, configure, signOutOfAll } from '../../host/support.ts';
import { type IdentityCenter, startIdentityCenter } from '../../identity-center/server.ts';
import type { NetworkFailureKind } from '../../../src/base/errors.ts';
import type { Row } from '../Row.ts';
import { extensionLog } from './extensionLog.ts';
import { hurry } from './hurry.ts';
import { launch } from './launch.ts';
import { accounts, listAccounts } from './operations.ts';
import type { Way } from './Sightings.ts';
import { signInAsAwsCli } from './signInAsAwsCli.ts';
import { World } from './World.ts';

export interface Works {
  /** What `awsSso.endpoints` says. */
  endpoint: string;
  /** The way that every request comes by. */
  by: Way;
}

export interface Fails {
  endpoint: string;
  kind: NetworkFailureKind;
  /** What the runtime calls it, for the log. */
  errno?: string;
  /** What the sentence says, among other things. */
  says: RegExp;
  /** The way by which requests reach whatever answers them all the same. */
  by?: Way;
  /** Ends the fault. Resolves to what `awsSso.endpoints` is to say then, where that changes. */
  heal: () => Promise<string | void>;
}

type Expected = Works | Fails;
const isFailure = (expected: Expected): expected is Fails => 'heal' in expected;

interface Options {
  /** It needs a name that the machine itself knows. */
  needs?: 'names';
  /** It takes as long as the extension has patience, which is shortened. */
  isSlow?: boolean;
}

export type DefineSituation = (
  name: string,
  make: (world: World) => Promise<Expected>,
  options?: Options,
) => void;

const paths: Record<Way, string> = { editor: 'the editor’s', second: 'second' };

/** The Identity Center of a suite, with `corp` signed in to it. */
export function useSignedInSession(): () => IdentityCenter {
  let center: IdentityCenter | undefined;
  before(async function () {
    this.timeout(60_000);
    center = await startIdentityCenter({ interval: 0.2, accounts, refreshTokenGrace: 600 });
    const { oidc, portal, startUrl, region } = center;
    await configure({
      endpoints: { oidc, portal },
      sessions: [
        { name: 'corp', startUrl, region },
        { name: 'lab', startUrl: `${startUrl}/`, region },
      ],
    });
    await signInAsAwsCli(center, 'corp');
    // Asks for consent, once.
    await (await api()).getAccessToken({ session: 'corp' });
  });
  after(async () => {
    await signOutOfAll();
    await center?.stop();
  });
  return () => {
    assert.ok(center, 'The Identity Center runs inside tests only.');
    return center;
  };
}

/**
 * Tries a request in each situation of a group, and whether nothing is left of it afterwards. What a failure does to
 * each operation, unit tests show.
 */
export function situations(
  group: string,
  define: (situation: DefineSituation, center: () => IdentityCenter) => void,
): void {
  describe(group, () => {
    const center = useSignedInSession();
    define((name, make, { needs, isSlow = false } = {}) => {
      describe(name, () => {
        let world: World;
        let expected: Expected;
        let slowDown = (): void => undefined;

        before(async function () {
          if (needs === 'names' && !launch.hasOwnNames) {
            console.log('      Skipped: a hosts file of one’s own takes root, or user namespaces, on Linux.');
            this.skip();
          }
          world = new World(center());
          expected = await make(world);
          await useEndpoint(expected.endpoint);
          if (isSlow) slowDown = hurry();
        });
        after(async () => {
          slowDown();
          await useEndpoint(center().url);
          await world?.dispose();
        });

        it('a request', () => assertOutcome({ group, situation: name }, world, expected));

        it('all of it afterwards', async () => {
          if (!isFailure(expected)) return assertLog(expected);
          await useEndpoint((await expected.heal()) ?? expected.endpoint);
          await worksAgain();
        });
      });
    }, center);
  });
}

export function record(row: Row): void {
  appendFileSync(launch.rows, `${JSON.stringify(row)}\n`);
}

export const pathsOf = (ways: readonly Way[]): string => ways.map((way) => paths[way]).join(', then ');

export async function useEndpoint(endpoint: string): Promise<void> {
  await configure({ endpoints: { oidc: endpoint, portal: endpoint } });
}

async function assertOutcome(
  row: Pick<Row, 'group' | 'situation'>,
  { sightings }: World,
  expected: Expected,
): Promise<void> {
  const before = sightings.count;
  const failure = await listAccounts().then(
    () => undefined,
    (error: unknown) => error as Error & { code?: string; network?: { kind: string; errno?: string } },
  );
  const ways = sightings.since(before);
  const sentence = failure?.message ?? '';
  const { host } = new URL(expected.endpoint);
  record({
    ...row,
    path: pathsOf(ways),
    failure: sentence.replaceAll(host, 'HOST').replace(/(https?:\/\/)?127\.0\.0\.1:\d+/, 'PROXY'),
  });
  if (!isFailure(expected)) {
    if (failure) throw failure;
    assert.deepEqual(ways, [expected.by]);
    return;
  }
  assert.equal(failure?.code, 'Network', sentence);
  assert.equal(failure.network?.kind, expected.kind, sentence);
  if (expected.errno) assert.equal(failure.network.errno, expected.errno, sentence);
  assert.match(sentence, expected.says);
  assert.deepEqual(ways, expected.by ? [expected.by] : []);
  // Nothing of this ends a session.
  const corp = (await api()).sessions.find(({ name }) => name === 'corp');
  assert.equal(corp?.signedIn, true);
}

/** The log names the way where it is not the first, and once. */
function assertLog({ endpoint, by }: Works): void {
  const lines = linesAbout(new URL(endpoint).host);
  if (by === 'editor') return assert.deepEqual(lines, []);
  assert.equal(lines.length, 1, lines.join('\n'));
  assert.match(lines[0] ?? '', /\[info\] \S+ is reached by the second path: by the editor's own, [\w ]+\.$/);
}

const linesAbout = (host: string): string[] =>
  extensionLog()
    .split('\n')
    .filter((line) => line.includes(` ${host} is reached by `));

async function worksAgain(): Promise<void> {
  let last: unknown;
  await waitFor(
    () => `it to work again: ${String(last)}`,
    () =>
      listAccounts().then(
        () => true,
        (error: unknown) => {
          last = error;
          return false;
        },
      ),
    { everyMs: 200 },
  );
}
