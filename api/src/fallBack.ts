import type * as vscode from 'vscode';
import { bridgeOf } from './bridge.ts';
import type { Options } from './Options.ts';
import { nothing } from './fail.ts';
import { revive } from './json.ts';
import type {
  AccessToken,
  AwsCredentialIdentity,
  AwsSsoApi,
  EnvironmentVariables,
  SsoSession,
  SsoSessionsChangeEvent,
} from './types.ts';
import { tooOld, whyUnavailable } from './unavailable.ts';

/**
 * The API for a caller in another extension host than the extension, over the extension's command and the caller's own
 * `authentication`.
 *
 * @throws Error by its `code`: `Disabled`, `NotInstalled`, `TooOld`; or what the extension answered.
 */
export async function fallBack(caller: typeof vscode): Promise<AwsSsoApi> {
  const call = bridgeOf(caller);
  const first = await call('sessions').catch((error: Error) => whyUnavailable(caller, error));
  if (!first) {
    tooOld();
  }

  /** Nothing is an answer only for who asked for silence. */
  const calling =
    <Value>(method: string) =>
    async (options?: Options): Promise<Value> => {
      const answer = await call(method, options);
      return answer ? revive<Value>(answer) : options?.silent ? (undefined as Value) : nothing();
    };

  let { sessions } = revive<Sessions>(first);
  const changed = new caller.EventEmitter<SsoSessionsChangeEvent>();
  let updated: Promise<void> | undefined;
  /** One after the other, so that an older answer never replaces a newer one. Without an answer they stay as they are. */
  const update = (): Promise<void> => {
    const next = async (): Promise<void> => {
      await updated;
      try {
        const now = await calling<Sessions>('sessions')({ before: sessions });
        ({ sessions } = now);
        if (now.change) {
          changed.fire(now.change);
        }
      } catch {
        // The next time they may be there.
      }
    };
    return (updated = next());
  };
  // Whatever it is about: it comes rarely, and asking costs little.
  caller.authentication.onDidChangeSessions(update);
  caller.workspace.onDidChangeConfiguration(update);
  // For what changed before anybody listened.
  void update();

  const getAccessToken = calling<AccessToken>('getAccessToken');
  const getRoleCredentials = calling<AwsCredentialIdentity>('getRoleCredentials');

  return Object.freeze<AwsSsoApi>({
    get sessions() {
      return sessions;
    },
    onDidChangeSessions: changed.event,
    async signIn(options) {
      const session = await calling<SsoSession>('signIn')(options);
      await update();
      return session;
    },
    getAccessToken,
    listAccounts: calling('listAccounts'),
    listAccountRoles: calling('listAccountRoles'),
    getRoleCredentials,
    getEnvironment: calling<EnvironmentVariables>('getEnvironment'),
    tokenProvider: (options) => () =>
      getAccessToken(options).then(({ token, expiration } = nothing()) => ({ token, expiration })),
    credentialProvider: (options) => async () => (await getRoleCredentials(options)) ?? nothing(),
  });
}

/** What the method `sessions` answers. */
interface Sessions {
  readonly sessions: readonly SsoSession[];
  /** Since those that came with the question. */
  readonly change?: SsoSessionsChangeEvent;
}
