import * as v from 'valibot';
import type { Signin } from '../../aws/services/Signin.ts';
import type { Log } from '../../base/Log.ts';
import { claimTelling } from './claimTelling.ts';
import {
  type ConsoleConfig,
  type ConsoleEndReason,
  consoleId,
  consoleLabel,
  type ConsoleRecord,
  ConsoleRecordSchema,
  type ConsoleTokens,
  type EndedConsole,
  endedConsole,
  isOwnDecisionOfConsole,
  isSignedInConsole,
  isUsableConsole,
  type SignedInConsole,
} from '../kinds/ConsoleSession.ts';
import { CONSOLE_SESSION, refreshedConsole } from '../kinds/consoleSessionKind.ts';
import { Failures } from './Failures.ts';
import type { Lock } from '../windows/Lock.ts';
import type { OtherWindows } from '../windows/OtherWindows.ts';
import { recordExchange } from '../windows/recordExchange.ts';
import type { StoredRecords } from '../store/RecordStore.ts';
import { Renewal } from './Renewal.ts';
import { SessionRecords, type SharedFiles } from './SessionRecords.ts';
import { changeBetween, type Change } from './change.ts';
import { nextRevision } from '../kinds/SsoSession.ts';

/** What windows say to each other about console sessions. */
const RECORDS = 'consoleRecords';
const Message = v.object({ kind: v.literal(RECORDS), records: v.array(ConsoleRecordSchema) });

export type ConsoleFiles = SharedFiles<ConsoleConfig, SignedInConsole, EndedConsole> & {
  /** Takes back what was shared, because the user no longer wants it. Does not reject. */
  withdraw(session: SignedInConsole): Promise<void>;
};

export interface ConsoleSessionsWorld {
  readonly store: StoredRecords<ConsoleRecord>;
  readonly sharing: ConsoleFiles;
  readonly lock: Lock;
  readonly otherWindows: OtherWindows;
  /** AWS Sign-In at the address in force. @throws AwsSsoError `InvalidRequest` when that cannot be used. */
  readonly signin: (region: string) => Promise<Signin>;
  /** Those of the AWS config file, as far as they are shared with the AWS CLI. Does not reject. */
  readonly shared: () => Promise<readonly ConsoleConfig[]>;
  /** Told after every change of the signed-in sessions, and only then. */
  readonly onChange: (change: Change<SignedInConsole>) => void;
  /** Told when there are sessions that have ended without the person knowing. */
  readonly onEnded: () => void;
  readonly log: Log;
}

/**
 * The AWS console sessions that this person lets the editor use, by AWS Sign-In: which there are, their credentials, and
 * signing out. Kept, renewed and shared between windows as the sessions of IAM Identity Center are.
 */
export class ConsoleSessions {
  readonly #world: ConsoleSessionsWorld;
  readonly #records: SessionRecords<ConsoleConfig, SignedInConsole, EndedConsole, ConsoleEndReason>;
  readonly #renewal: Renewal<ConsoleConfig, SignedInConsole, EndedConsole, ConsoleEndReason>;
  /** Those that were signed in when the world was last told. */
  #announced: ReadonlyMap<string, SignedInConsole> = new Map();
  #shared: readonly ConsoleConfig[] = [];
  #loaded: Promise<void> | undefined;

  constructor(world: ConsoleSessionsWorld) {
    this.#world = world;
    const records = new SessionRecords({
      ...world,
      kind: CONSOLE_SESSION,
      exchange: recordExchange(world.otherWindows, RECORDS, ConsoleRecordSchema),
      configs: () => new Map(this.known().map((config) => [consoleId(config), config])),
      onUpdate: () => this.#update(),
    });
    this.#records = records;
    this.#renewal = new Renewal({
      ...world,
      ...{ kind: CONSOLE_SESSION, records },
      // Credentials live too short for windows to spare each other an attempt.
      failures: new Failures<SignedInConsole>(() => undefined, consoleId),
      refresh: async (session, signal) =>
        refreshedConsole(await world.signin(session.region), session, signal),
    });
  }

  /** Those that can be used without the person: their credentials are good, or others can be had. */
  signedIn(): readonly SignedInConsole[] {
    return this.stored().filter(isUsableConsole);
  }

  /** Everything that a sign-out can remove. */
  stored(): readonly SignedInConsole[] {
    return this.#records.all().filter((record) => isSignedInConsole(record));
  }

  /** The session of that id, if it is signed in. */
  find(id: string): SignedInConsole | undefined {
    return this.signedIn().find((session) => consoleId(session) === id);
  }

  /** Those of the records that were not left on purpose, and those of the AWS config file. */
  known(): readonly ConsoleConfig[] {
    const kept = this.#records
      .all()
      .filter((record) => isSignedInConsole(record) || !isOwnDecisionOfConsole(record.ended));
    const arns = new Set(kept.map(({ arn }) => arn));
    return [...kept, ...this.#shared.filter(({ arn }) => !arns.has(arn))];
  }

  /** The region of the last sign-in to the session, or, without an ARN, of any. */
  regionOf(arn?: string): string | undefined {
    const records = [...this.#records.all()].sort((one, other) => other.revision - one.revision);
    return [...records, ...this.#shared].find((one) => arn === undefined || one.arn === arn)?.region;
  }

  /** Reads the secret store and asks the other windows, once; later calls wait for the same reading. */
  load(): Promise<void> {
    this.#loaded ??= this.#load().catch((error: unknown) => {
      this.#loaded = undefined;
      throw error;
    });
    return this.#loaded;
  }

  /** Reads the secret store again, because it may have changed. What cannot be read now stays as it was. */
  async reload(): Promise<void> {
    await this.#records.readStore([]);
  }

  /** Looks at the AWS CLI's files again, because they may have changed. */
  async takeShared(): Promise<void> {
    this.#shared = await this.#world.shared();
    await this.#records.takeShared(this.known().map(consoleId));
  }

  /** Hands the sessions to the AWS CLI, or takes them back: the user has just changed their mind about it. */
  async share(isOn: boolean): Promise<void> {
    const { sharing } = this.#world;
    await this.takeShared();
    await Promise.all(
      this.stored().map((session) => (isOn ? sharing.write(session) : sharing.withdraw(session))),
    );
  }

  /**
   * Stores what a sign-in has brought before anybody hears of it.
   *
   * @throws AwsSsoError `Service` when the secret storage does not take it, `NotSignedIn` when somebody signed out in this
   * very moment; the signal's reason when aborted. Nothing is changed then.
   */
  async add(config: ConsoleConfig, tokens: ConsoleTokens, signal: AbortSignal): Promise<SignedInConsole> {
    await this.load();
    const { lock, log } = this.#world;
    const id = consoleId(config);
    // Not while a refresh of the session before it is under way, which would come to be the newer one.
    return lock.hold(`session-${id}`, signal, async () => {
      const revision = nextRevision(await this.#records.newest(id));
      signal.throwIfAborted();
      await this.#records.put({ ...config, ...tokens, revision });
      const session = this.#records.get(id);
      if (!isSignedInConsole(session)) {
        throw CONSOLE_SESSION.notSignedIn(session);
      }
      log.info(`Signed in to the console session ${consoleLabel(session)}.`);
      return session;
    });
  }

  /** The session, if its credentials are good without waiting for anything. */
  current(id: string): SignedInConsole | undefined {
    return this.#renewal.current(id);
  }

  /**
   * The session with credentials that are good now.
   *
   * @throws AwsSsoError `NotSignedIn` with the reason when the session has ended; `Network`, `Throttled`, `Service` or
   * `InvalidRequest` when it goes on, but none can be had at the moment.
   */
  fresh(id: string): Promise<SignedInConsole> {
    return this.#renewal.fresh(id);
  }

  /**
   * Signs out, here and in the other windows. There is nothing to revoke at the service.
   *
   * @returns the session as it was stored, if it was.
   * @throws AwsSsoError `Service` when the editor's secret storage does not forget it; it is out of use all the same.
   */
  async signOut(id: string): Promise<SignedInConsole | undefined> {
    await this.load();
    // What the AWS CLI has got itself since would outlive the sign-out, and bring the session back.
    await this.#records.takeShared([id]);
    const session = this.#records.get(id);
    if (!isSignedInConsole(session)) {
      return undefined;
    }
    await this.#records.enforce(endedConsole(session, 'signedOut'));
    this.#world.log.info(`Signed out of the console session ${consoleLabel(session)}.`);
    return session;
  }

  /** The sessions that have ended without the person having been told. */
  endedUntold(): readonly EndedConsole[] {
    return this.#records
      .all()
      .filter((record) => !isSignedInConsole(record) && !record.isTold) as EndedConsole[];
  }

  /** Whether it falls to this window to tell the person. True for one window only. */
  claimTelling(id: string): Promise<boolean> {
    return claimTelling(CONSOLE_SESSION, this.#records, this.#world.lock, id);
  }

  /** Answers another window; undefined where the message is about something else. */
  answer(text: unknown): unknown {
    const message = v.safeParse(Message, text);
    return message.success ? { records: this.#records.receive(message.output.records) } : undefined;
  }

  dispose(): void {
    this.#renewal.dispose();
  }

  async #load(): Promise<void> {
    this.#shared = await this.#world.shared();
    if (!(await this.#records.load(this.#shared.map(consoleId)))) {
      this.#loaded = undefined;
    }
  }

  /** Tells the world what has changed since the last time. */
  #update(): void {
    this.#renewal.schedule();
    const before = this.#announced;
    const now = new Map(this.signedIn().map((session) => [consoleId(session), session]));
    this.#announced = now;
    const change = changeBetween(before, now, CONSOLE_SESSION.tokenOf);
    if (change) {
      this.#world.onChange(change);
    }
    if (this.endedUntold().length > 0) {
      this.#world.onEnded();
    }
  }
}
