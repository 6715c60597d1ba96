import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { install, type Clock } from '@sinonjs/fake-timers';
import { CacheSharing } from '../../../src/sessions/engine/CacheSharing.ts';
import { Records } from '../../../src/sessions/engine/Records.ts';
import { nextRevision, renewedRevision } from '../../../src/sessions/engine/revisions.ts';
import { endedRecord, isSignedIn, type SessionRecord } from '../../../src/sessions/engine/SessionKind.ts';
import { supersedes } from '../../../src/sessions/engine/supersedes.ts';
import { type IdentityCenter, sessionId } from '../../../src/sessions/kinds/identityCenter.ts';
import { IDENTITY_CENTER } from '../../../src/sessions/kinds/identityCenterRules.ts';
import { RecordStore } from '../../../src/sessions/store/RecordStore.ts';
import { memoryLog } from '../support/memoryLog.ts';
import { MemorySecrets } from '../support/MemorySecrets.ts';
import { MemoryWindows } from '../support/memoryWindows.ts';
import { CORP } from '../support/openSessions.ts';

type Kept = SessionRecord<IdentityCenter>;

const ID = sessionId(CORP);
const HOSTS = 2;
const WINDOWS = 4;
const HOUR_MS = 3_600_000;
const log = memoryLog();

/** Extension hosts that share a secret store and nothing else, each with windows that tell each other. */
class Hosts {
  readonly secrets = new MemorySecrets();
  readonly #hosts = Array.from({ length: HOSTS }, () => new MemoryWindows());
  readonly #windows: { records: Records<IdentityCenter>; close(): void }[];
  /** Every record that anybody has made. */
  readonly made: Kept[] = [];
  /** What the person has decided last. */
  decided: 'in' | 'out' | undefined;
  /** Whether AWS has ended it since. */
  isEndedByAws = false;
  #tokens = 0;

  constructor() {
    this.#windows = Array.from({ length: WINDOWS }, (_, index) => this.#open(index));
  }

  /** Opens the window anew, as after a crash: what it had in memory is gone. */
  async restart(index: number): Promise<void> {
    this.#windows[index]?.close();
    this.#windows[index] = this.#open(index);
    await this.at(index).load([ID]);
  }

  at(index: number): Records<IdentityCenter> {
    const window = this.#windows[index];
    assert.ok(window);
    return window.records;
  }

  async signIn(index: number): Promise<void> {
    const revision = nextRevision(await this.at(index).newest(ID));
    this.decided = 'in';
    this.isEndedByAws = false;
    await this.#put(index, this.#signedIn(revision));
  }

  async renew(index: number): Promise<void> {
    const now = await this.at(index).newest(ID);
    if (isSignedIn<IdentityCenter>(now)) {
      await this.#put(index, this.#signedIn(renewedRevision(now)));
    }
  }

  /** Begins a renewal, whose answer comes when something else has happened. */
  async renewLate(index: number, meanwhile: () => Promise<void>): Promise<void> {
    const now = await this.at(index).newest(ID);
    await meanwhile();
    if (isSignedIn<IdentityCenter>(now)) {
      await this.#put(index, this.#signedIn(renewedRevision(now)));
    }
  }

  async signOut(index: number): Promise<void> {
    const now = this.at(index).get(ID);
    if (isSignedIn<IdentityCenter>(now)) {
      this.decided = 'out';
      await this.#enforce(index, endedRecord(IDENTITY_CENTER, now, 'signedOut'));
    }
  }

  async endByAws(index: number): Promise<void> {
    const now = await this.at(index).newest(ID);
    if (isSignedIn<IdentityCenter>(now)) {
      this.isEndedByAws = true;
      await this.#enforce(index, endedRecord(IDENTITY_CENTER, now, 'sessionOver'));
    }
  }

  #signedIn(revision: number): Kept {
    return {
      ...{ ...CORP, revision, accessToken: `token ${++this.#tokens}`, refreshToken: 'r' },
      ...{ receivedAt: Date.now(), expiresAt: Date.now() + HOUR_MS },
      ...{ clientId: 'c', clientSecret: 's', registrationExpiresAt: 0 },
    };
  }

  async #put(index: number, record: Kept): Promise<void> {
    this.made.push(record);
    await this.at(index).put(record);
  }

  async #enforce(index: number, record: Kept): Promise<void> {
    this.made.push(record);
    await this.at(index).enforce(record);
  }

  #open(index: number): { records: Records<IdentityCenter>; close(): void } {
    const host = this.#hosts[index % HOSTS];
    assert.ok(host);
    const others = host.seenBy((message) => {
      const { records: told } = message as { records: Kept[] };
      return Promise.resolve({ records: records.receive(told) });
    });
    const records = new Records<IdentityCenter>({
      rules: IDENTITY_CENTER,
      store: new RecordStore(this.secrets, IDENTITY_CENTER, log),
      otherWindows: others,
      sharing: new CacheSharing({ isOn: () => false, files: () => [], rules: IDENTITY_CENTER, log }),
      configs: () => new Map([[ID, CORP]]),
      onUpdate: () => undefined,
      log,
    });
    return { records, close: () => others.close() };
  }
}

const window = fc.integer({ min: 0, max: WINDOWS - 1 });
const what = fc.constantFrom(
  'sign in',
  'renew',
  'renew',
  'sign out',
  'end',
  'crash',
  'read',
  'late sign-out',
);
const steps = fc.array(fc.record({ what, window, other: window }), { minLength: 1, maxLength: 25 });

/** Lets what is under way come to its end. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function run(
  clock: Clock,
  history: readonly { what: string; window: number; other: number; jump?: number; isLost?: boolean }[],
): Promise<Hosts> {
  const hosts = new Hosts();
  for (let index = 0; index < WINDOWS; index++) {
    await hosts.at(index).load([ID]);
  }
  for (const { what, window, other, jump = 0, isLost = false } of history) {
    clock.setSystemTime(Date.now() + 60_000 + jump);
    if (isLost) {
      hosts.secrets.values.clear();
    }
    switch (what) {
      case 'sign in':
        await hosts.signIn(window);
        break;
      case 'renew':
        await hosts.renew(window);
        break;
      case 'sign out':
        await hosts.at(window).readStore([ID]);
        await hosts.signOut(window);
        break;
      case 'late sign-out':
        await hosts.renewLate(window, async () => {
          clock.setSystemTime(Date.now() + 1_000);
          await hosts.at(other).readStore([ID]);
          await hosts.signOut(other);
        });
        break;
      case 'end':
        await hosts.endByAws(window);
        break;
      case 'crash':
        await hosts.restart(window);
        break;
      default:
        await hosts.at(window).readStore([ID]);
    }
    await settled();
  }
  for (let index = 0; index < 2 * WINDOWS; index++) {
    await hosts.at(index % WINDOWS).readStore([ID]);
    await settled();
  }
  return hosts;
}

function newestOf(records: readonly Kept[]): Kept | undefined {
  return records.reduce<Kept | undefined>(
    (newest, record) => (supersedes(IDENTITY_CENTER, record, newest) ? record : newest),
    undefined,
  );
}

describe('The records of windows', () => {
  let clock: Clock;
  beforeEach(() => (clock = install({ now: Date.UTC(2026, 0, 1), toFake: ['Date'] })));
  afterEach(() => clock.uninstall());

  it('keep the newest token, and let the last decision of the person win, in every window', () =>
    fc.assert(
      fc.asyncProperty(steps, async (history) => {
        const hosts = await run(clock, history);
        const wanted = newestOf(hosts.made);
        for (let index = 0; index < WINDOWS; index++) {
          assert.deepEqual(hosts.at(index).get(ID), wanted, `Window ${index} has another record`);
        }
        const isIn = isSignedIn<IdentityCenter>(wanted);
        assert.ok(hosts.decided !== 'out' || !isIn, 'A sign-out does not hold');
        assert.ok(hosts.decided !== 'in' || isIn || hosts.isEndedByAws, 'It ended without AWS’s word');
      }),
      { numRuns: 150 },
    ));

  it('agree though the clock jumps and the store is lost, and end only by who may end them', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            ...{ what, window, other: window },
            jump: fc.constantFrom(0, 0, 0, 24 * HOUR_MS, -24 * HOUR_MS, -HOUR_MS),
            isLost: fc.constantFrom(false, false, false, true),
          }),
          { minLength: 1, maxLength: 25 },
        ),
        async (history) => {
          const hosts = await run(clock, history);
          const first = hosts.at(0).get(ID);
          for (let index = 1; index < WINDOWS; index++) {
            assert.deepEqual(hosts.at(index).get(ID), first, `Window ${index} has another record`);
          }
          assert.ok(
            first === undefined || hosts.made.some((one) => isDeepStrictEqual(one, first)),
            'It is a record that nobody made',
          );
          const mayEnd = history.some(({ what }) => /out|end/.test(what));
          assert.ok(isSignedIn<IdentityCenter>(first) || first === undefined || mayEnd);
        },
      ),
      { numRuns: 150 },
    ));

  it('are in one order, whoever compares them', () => {
    const revision = fc.integer({ min: 1, max: 3 });
    const record = fc.oneof(
      fc.record({
        ...{ revision, expiresAt: fc.constantFrom(1, 2), accessToken: fc.constantFrom('a', 'b') },
        ...{ refreshToken: fc.constantFrom('r', undefined), isAnswerLost: fc.constantFrom(true, undefined) },
      }),
      fc.record({ revision, ended: fc.constant('signedOut'), isTold: fc.boolean() }),
    ) as unknown as fc.Arbitrary<Kept>;
    const isAfter = (one: Kept, other: Kept): boolean => supersedes(IDENTITY_CENTER, one, other);
    fc.assert(
      fc.property(record, record, record, (one, two, three) => {
        assert.ok(!(isAfter(one, two) && isAfter(two, one)), 'Each is after the other');
        assert.ok(
          !isAfter(one, two) || !isAfter(two, three) || isAfter(one, three),
          'It goes round in a circle',
        );
        assert.deepEqual({ ...newestOf([one, two, three]) }, { ...newestOf([three, one, two]) });
      }),
      { numRuns: 2_000 },
    );
  });
});
