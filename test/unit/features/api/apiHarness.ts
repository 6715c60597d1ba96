import type { Clock } from '@sinonjs/fake-timers';
import type * as vscode from 'vscode';
import type { SsoSessionsChangeEvent } from '../../../../api/src/index.ts';
import { CreateSessionErrors } from '../../../../src/features/accounts/CreateSessionErrors.ts';
import { PublicSessions } from '../../../../src/features/accounts/PublicSessions.ts';
import { RoleProvider } from '../../../../src/features/accounts/RoleProvider.ts';
import { SsoProvider } from '../../../../src/features/accounts/SsoProvider.ts';
import { exportedApi } from '../../../../src/features/api/exportedApi.ts';
import { ProcessEnvironment } from '../../../../src/features/api/ProcessEnvironment.ts';
import { AwsFiles } from '../../../../src/aws/config/AwsFiles.ts';
import type { SessionConfig } from '../../../../src/sessions/kinds/identityCenter.ts';
import { cancelled } from '../../../../src/features/ui/cancellation.ts';
import { RoleCredentialsCache } from '../../../../src/sessions/portal/RoleCredentialsCache.ts';
import { memoryLog } from '../../support/memoryLog.ts';
import { CORP, LAB, openSessions, registered, started, token } from '../../support/openSessions.ts';

export type GetSession = (
  providerId: string,
  scopes: readonly string[],
  options: vscode.AuthenticationGetSessionOptions,
) => Promise<vscode.AuthenticationSession | undefined>;

const HOUR_MS = 3_600_000;

/** The exported API over sessions, providers, and an editor that agrees to everything, in silence only to what it has. */
export function apiHarness(
  clock: Clock,
  configured: readonly SessionConfig[] = [CORP, LAB],
  env: Readonly<Record<string, string>> = {},
) {
  const listeners = new Set<(event: SsoSessionsChangeEvent) => void>();
  const events: SsoSessionsChangeEvent[] = [];
  let fetched = 0;
  let signedIn = 0;
  const opened = openSessions(clock, {
    configured,
    onChange(change) {
      sso.onChange(change);
      role.onChange(change);
      publicSessions.onChange(change);
      processes.onChange(change);
    },
  });
  const { sessions, aws } = opened;
  const portal = {
    getRoleCredentials: () =>
      Promise.resolve({
        accessKeyId: `ASIA${++fetched}`,
        secretAccessKey: `secret ${fetched}`,
        sessionToken: 's',
        expiration: Date.now() + HOUR_MS,
      }),
    async *listAccounts(accessToken: string) {
      await Promise.resolve();
      yield { accountId: '111122223333', accountName: `seen with ${accessToken}` };
    },
  };
  const atPortal = async <Result>(id: string, action: (...args: never[]) => Promise<Result>) => {
    const { accessToken } = await sessions.fresh(id);
    return action(...([portal, accessToken] as never[]));
  };
  const roles = new RoleCredentialsCache(atPortal);
  const errors = new CreateSessionErrors();
  const quiet = { changed: { fire: () => undefined }, errors, log: memoryLog() };
  const signInTo = (config: SessionConfig) => {
    aws.next('/client/register', registered('c'));
    aws.next('/device_authorization', started()).next('/token', token(`t${++signedIn}`));
    return opened.signIn(config);
  };
  const signIn = {
    run: (config: SessionConfig) => signInTo(config),
    choose: (name?: string) => Promise.resolve(name === undefined ? CORP : sessions.named(name)),
  };
  const state = new Map<string, unknown>();
  const person = { agrees: true };
  const sso: SsoProvider = new SsoProvider({ ...quiet, sessions, signIn });
  const role: RoleProvider = new RoleProvider({
    ...quiet,
    sessions,
    roles,
    signIn,
    accountName: () => Promise.resolve(undefined),
    confirm: () => (person.agrees ? Promise.resolve() : Promise.reject(cancelled())),
    memory: {
      get: (key: string) => state.get(key),
      update: (key, value) => Promise.resolve(void state.set(key, value)),
    },
  });
  const publicSessions: PublicSessions = new PublicSessions({
    sessions,
    changed: {
      fire: (event) => {
        events.push(event);
        listeners.forEach((listener) => listener(event));
      },
      event: (listener) => {
        listeners.add(listener);
        return { dispose: () => void listeners.delete(listener) };
      },
    },
  });
  const regions: Record<string, string> = {};
  const log = memoryLog();
  const processes: ProcessEnvironment = new ProcessEnvironment({
    roles,
    awsFiles: new AwsFiles(),
    env: { HOME: '/nowhere', ...env },
    regionChosen: (accountId) => regions[accountId],
    defaultRegion: () => regions['default'],
    log,
  });
  const exports = exportedApi({
    ...{ sessions, atPortal, publicSessions, signIn, roles, processes, errors },
    isRoleConfirmed: (session, wanted) => role.isConfirmed({ session, role: wanted }),
  });
  const secretOf = (providerId: string, id: string) =>
    providerId === 'aws-sso-role' ? role.secretOf(id) : sessions.find(id)?.accessToken;

  /** What the editor was asked, with the manner of it. */
  const asked: { providerId: string; scopes: readonly string[]; how: string; account?: string }[] = [];
  const editor: GetSession = async (providerId, scopes, { silent, account }) => {
    asked.push({
      providerId,
      scopes,
      how: silent ? 'silent' : 'asks',
      ...(account ? { account: account.label } : {}),
    });
    const provider = providerId === 'aws-sso' ? sso : role;
    const options = account ? { account } : {};
    const [only] = await provider.getSessions(scopes, options);
    return only ?? (silent ? undefined : provider.createSession(scopes, options));
  };
  const apiFor = (getSession: GetSession) =>
    exports.getAPI(1, { authentication: { getSession } } as unknown as typeof vscode);
  return {
    ...opened,
    exports,
    publicSessions,
    roles,
    errors,
    events,
    asked,
    editor,
    apiFor,
    signInTo,
    secretOf,
    person,
    portal,
    processes,
    regions,
    processLog: log,
  };
}
