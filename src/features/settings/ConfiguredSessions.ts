import * as vscode from 'vscode';
import type { AwsConfigSession, AwsConfigSessions, FilePlace } from '../../aws/config/awsConfigSessions.ts';
import type { CacheKey } from '../../aws/cache/cacheKey.ts';
import type { Log } from '../../base/Log.ts';
import { type SessionConfig, sessionId } from '../../sessions/kinds/identityCenter.ts';
import { importsAwsConfig, onDidChangeSettings, userSettings, workspaceSettings } from './settings.ts';
import { watchFile } from './watchFile.ts';

interface ConfiguredSession extends SessionConfig {
  /** Absent for sessions that only the settings know. */
  readonly cacheKeys?: readonly CacheKey[];
}

export interface SessionProblems {
  readonly settings: readonly string[];
  readonly awsConfig: readonly string[];
  /** The file to look at. */
  readonly file: string;
}

/**
 * The sessions that are written down somewhere: in the user's settings, in the AWS config file, or in a trusted
 * workspace. The same portal in the first two is one session, with the name and the scopes of the settings.
 */
export class ConfiguredSessions {
  readonly #read: () => Promise<AwsConfigSessions>;
  readonly #log: Log;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #subscriptions: vscode.Disposable[];
  #listed: readonly ConfiguredSession[] | undefined;
  /** By the files that they watch. */
  readonly #watchers = new Map<string, vscode.Disposable>();
  #awsConfig: AwsConfigSessions = { file: '', files: [], sessions: [], problems: [] };
  #loaded: Promise<void> | undefined;
  #lastReading: Promise<void> = Promise.resolve();

  /** @param read reads the AWS config file. */
  constructor(read: () => Promise<AwsConfigSessions>, log: Log) {
    this.#read = read;
    this.#log = log;
    this.#subscriptions = [
      this.#changed,
      onDidChangeSettings(['sessions'], () => this.#tell()),
      onDidChangeSettings(['importAwsConfig'], () => void this.#readAwsConfig()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#tell()),
    ];
  }

  /** Reads the AWS config file once, and from then on when it changes. */
  load(): Promise<void> {
    this.#loaded ??= this.#load().catch((error: unknown) => {
      this.#loaded = undefined;
      throw error;
    });
    return this.#loaded;
  }

  /** Reads the AWS config file again: the editor notices changes a moment later than a person in a hurry. */
  async refresh(): Promise<void> {
    await this.load();
    await this.#readAwsConfig();
  }

  /** Read once, and again when something has changed. */
  list(): readonly ConfiguredSession[] {
    return (this.#listed ??= this.#list());
  }

  #list(): readonly ConfiguredSession[] {
    const written: ConfiguredSession[] = [...userSettings().sessions];
    for (const imported of this.#awsConfig.sessions) {
      merge(written, imported);
    }
    for (const suggested of workspaceSettings()) {
      if (!written.some((session) => session.name === suggested.name || isSamePortal(session, suggested))) {
        written.push({ ...suggested, isSuggested: true });
      }
    }
    return written;
  }

  /** Whether the session is one that only the workspace suggests. */
  isSuggested(config: SessionConfig): boolean {
    const session = this.#find(config);
    return session?.isSuggested === true && isSamePortal(session, config);
  }

  /** Whether the user's settings have it. */
  isInSettings(id: string): boolean {
    return userSettings().sessions.some((session) => sessionId(session) === id);
  }

  /** Where the AWS config file has it; undefined for one that the user's settings have, too, or that neither has. */
  placeOf(config: SessionConfig): FilePlace | undefined {
    const id = sessionId(config);
    return this.isInSettings(id)
      ? undefined
      : this.#awsConfig.sessions.find((session) => sessionId(session) === id)?.place;
  }

  cacheKeysOf(config: SessionConfig): readonly CacheKey[] {
    const { name: sessionName, startUrl, region, registrationScopes: scopes } = config;
    const { cacheKeys } = this.#find(config) ?? {};
    const isAnothers = this.#awsConfig.sessions.some(({ name }) => name === sessionName);
    return cacheKeys ?? (isAnothers ? [] : [{ sessionName, startUrl, region, scopes }]);
  }

  problems(): SessionProblems {
    const { file, problems } = this.#awsConfig;
    return { settings: userSettings().problems, awsConfig: problems, file };
  }

  dispose(): void {
    vscode.Disposable.from(...this.#subscriptions, ...this.#watchers.values()).dispose();
  }

  #find(config: SessionConfig): ConfiguredSession | undefined {
    return this.list().find((session) => sessionId(session) === sessionId(config));
  }

  async #load(): Promise<void> {
    await this.#readAwsConfig();
  }

  /** A link may lead to another file from now on. */
  #watch(files: readonly string[]): void {
    for (const [file, watcher] of this.#watchers) {
      if (!files.includes(file)) {
        watcher.dispose();
        this.#watchers.delete(file);
      }
    }
    for (const file of files.filter((one) => !this.#watchers.has(one))) {
      this.#watchers.set(
        file,
        watchFile(file, () => void this.#readAwsConfig()),
      );
    }
  }

  /** One reading after the other, so that the last one holds. */
  #readAwsConfig(): Promise<void> {
    const reading = this.#lastReading.then(() => this.#readOnce());
    this.#lastReading = reading.then(
      () => undefined,
      () => undefined,
    );
    return reading;
  }

  async #readOnce(): Promise<void> {
    const read = await this.#read();
    this.#watch(read.files);
    const before = JSON.stringify(this.#awsConfig);
    this.#awsConfig = importsAwsConfig() ? read : { ...read, sessions: [], problems: [] };
    if (JSON.stringify(this.#awsConfig) !== before) {
      this.#awsConfig.problems.forEach((problem) => this.#log.warn(problem));
      for (const { name } of this.#awsConfig.sessions.filter((imported) => isShadowed(imported))) {
        this.#log.info(
          `The sso-session “${name}” of the AWS config file is not used: settings have one of that name.`,
        );
      }
      this.#tell();
    }
  }

  #tell(): void {
    this.#listed = undefined;
    this.#changed.fire();
  }
}

function merge(written: ConfiguredSession[], imported: AwsConfigSession): void {
  const same = written.findIndex((session) => isSamePortal(session, imported) && !session.cacheKeys);
  const named = written.findIndex((session) => session.name === imported.name);
  const at = named >= 0 && isSamePortal(written[named]!, imported) ? named : same;
  if (at >= 0) {
    written[at] = { ...written[at]!, cacheKeys: imported.cacheKeys };
  } else if (named < 0) {
    written.push(imported);
  }
}

/** Whether the settings have another portal under the same name. */
function isShadowed(imported: AwsConfigSession): boolean {
  const { sessions } = userSettings();
  return sessions.some((session) => session.name === imported.name && !isSamePortal(session, imported));
}

function isSamePortal(one: SessionConfig, other: SessionConfig): boolean {
  return one.startUrl === other.startUrl && one.region === other.region;
}
