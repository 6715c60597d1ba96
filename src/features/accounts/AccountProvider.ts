import type * as vscode from 'vscode';
import { isAwsSsoError, messageOf } from '../../base/errors.ts';
import type { Log } from '../../base/Log.ts';
import { within } from '../../base/within.ts';
import type { Change } from '../../sessions/engine/change.ts';
import type { CreateSessionErrors } from './CreateSessionErrors.ts';
import type { Provider, ProviderChangeEmitter } from './providerOnDemand.ts';

/** The editor queues every request behind one, so what takes its time must not hold the others up. */
const PATIENCE_MS = 5_000;

export interface AccountProviderOptions {
  readonly changed: Pick<ProviderChangeEmitter, 'fire'>;
  readonly errors: CreateSessionErrors;
  readonly log: Log;
}

/**
 * What the authentication providers have in common. `Wanted` is what scopes ask for, `Account` what the editor lists as an
 * account.
 */
export abstract class AccountProvider<Wanted, Account> implements Provider {
  protected readonly changed: Pick<ProviderChangeEmitter, 'fire'>;
  readonly #errors: CreateSessionErrors;
  readonly #log: Log;

  constructor({ changed, errors, log }: AccountProviderOptions) {
    this.changed = changed;
    this.#errors = errors;
    this.#log = log;
  }

  /** @throws AwsSsoError `InvalidRequest` for scopes that are none of this provider. */
  protected abstract parse(scopes: readonly string[]): Wanted;
  /** Resolves when the accounts are known. */
  protected abstract load(): Promise<void>;
  /** Those that serve what is wanted; without anything wanted, those to list. */
  protected abstract serving(wanted: Wanted | undefined): readonly Account[];
  /** Those of them that are meant for certain. */
  protected abstract unambiguous(
    accounts: readonly Account[],
    wanted: Wanted | undefined,
  ): readonly Account[];
  /** Makes sure that what the account hands out is good, as far as that can be had. */
  protected abstract renew(account: Account): Promise<unknown>;
  /** Whether what the account hands out has not expired. */
  protected abstract isGood(account: Account): boolean;
  /** The account's label, by which the editor knows it: it never changes. */
  protected abstract labelOf(account: Account): string;
  /** The session that the editor hands out; undefined while there is nothing to hand out. */
  protected abstract show(account: Account): vscode.AuthenticationSession | undefined;
  /** Has the person sign in, to the account of that label where the editor names one. */
  protected abstract signIn(wanted: Wanted, label: string | undefined): Promise<vscode.AuthenticationSession>;
  abstract removeSession(id: string): Promise<void>;

  /**
   * Shows nothing, and does not wait for long. Without scopes, all sessions. Who asks for one is given nothing that has
   * expired; but the editor, which only lists the accounts, must not take those for ended that cannot be renewed at the moment.
   */
  async getSessions(
    scopes: readonly string[] | undefined,
    { account }: vscode.AuthenticationProviderSessionOptions = {},
  ): Promise<vscode.AuthenticationSession[]> {
    let wanted: Wanted | undefined;
    try {
      wanted = scopes?.length ? this.parse(scopes) : undefined;
    } catch {
      return [];
    }
    await this.#inTime(this.load(), 'The secret storage');
    const found = (): readonly Account[] =>
      this.unambiguous(
        this.serving(wanted).filter((one) => account === undefined || this.labelOf(one) === account.label),
        wanted,
      );
    if (scopes) {
      // Nobody is given a secret when the editor only lists the accounts.
      await this.#inTime(Promise.allSettled(found().map((one) => this.renew(one))), 'AWS');
    }
    return found()
      .filter((one) => !scopes || this.isGood(one))
      .flatMap((one) => this.show(one) ?? []);
  }

  /** Lets a person sign in. @throws AwsSsoError `InvalidRequest`, `Cancelled`, or what the sign-in throws. */
  async createSession(
    scopes: readonly string[],
    { account }: vscode.AuthenticationProviderSessionOptions = {},
  ): Promise<vscode.AuthenticationSession> {
    try {
      await this.load();
      return await this.signIn(this.parse(scopes), account?.label);
    } catch (error) {
      if (isAwsSsoError(error)) {
        this.#errors.remember(error);
      }
      throw error;
    }
  }

  /** Tells the editor what has become of the accounts. */
  protected tell({ added, changed, removed }: Omit<Change<Account>, 'replaced'>): void {
    const shown = (accounts: readonly Account[]): vscode.AuthenticationSession[] =>
      accounts.flatMap((one) => this.show(one) ?? []);
    this.changed.fire({ added: shown(added), changed: shown(changed), removed: shown(removed) });
  }

  async #inTime(promise: Promise<unknown>, who: string): Promise<void> {
    const inTime = await within(PATIENCE_MS, promise).catch((error: unknown) => {
      this.#log.error(messageOf(error));
      return true;
    });
    if (!inTime) {
      this.#log.warn(`${who} has not answered yet. The accounts will change when it does.`);
    }
  }
}
