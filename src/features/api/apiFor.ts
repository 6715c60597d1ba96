import * as l10n from '@vscode/l10n';
import type * as vscode from 'vscode';
import type { AwsSsoApi, SsoAccount } from '../../../api/src/index.ts';
import type { SsoPortal } from '../../aws/services/SsoPortal.ts';
import { AwsSsoError } from '../../base/errors.ts';
import { collect } from '../../base/collect.ts';
import { NEVER } from '../../base/never.ts';
import { within } from '../../base/within.ts';
import { isBuilderId, noRolesOfBuilderId } from '../../sessions/kinds/builderId.ts';
import type { AtPortal } from '../../sessions/portal/portalAccess.ts';
import type { RoleCredentialsCache } from '../../sessions/portal/RoleCredentialsCache.ts';
import type { IdentityCenterSessions } from '../../sessions/kinds/IdentityCenterSessions.ts';
import { sessionId } from '../../sessions/kinds/identityCenter.ts';
import { accountOption, environmentOptions, loudOptions, roleOptions, tokenOptions } from './apiOptions.ts';
import { accessTokens } from './accessTokens.ts';
import { CallingExtension } from './CallingExtension.ts';
import { HandedOut } from './HandedOut.ts';
import type { ProcessEnvironment } from './ProcessEnvironment.ts';
import { asIdentity, type GivenCredentials, type IsConfirmed, roleCredentials } from './roleCredentials.ts';
import type { CreateSessionErrors } from '../accounts/CreateSessionErrors.ts';
import type { PublicSessions } from '../accounts/PublicSessions.ts';
import type { SignIn } from '../signIn/SignIn.ts';

const SILENT_PATIENCE_MS = 5_000;

/** What the API is made of. */
export interface ApiOptions {
  readonly sessions: IdentityCenterSessions;
  readonly atPortal: AtPortal;
  readonly publicSessions: PublicSessions;
  readonly signIn: Pick<SignIn, 'run' | 'choose'>;
  readonly roles: RoleCredentialsCache;
  readonly isRoleConfirmed: IsConfirmed;
  readonly processes: Pick<ProcessEnvironment, 'live' | 'expiring'>;
  readonly errors: CreateSessionErrors;
}

/**
 * The API for one caller. Whatever is secret comes with the consent that the editor asks for in the caller's name; what
 * was handed out once is handed out again from memory. Frozen, and without a prototype that callers share: none of them
 * can put itself between the API and another.
 */
export function apiFor(namespace: Pick<typeof vscode, 'authentication'>, options: ApiOptions): AwsSsoApi {
  const { sessions, publicSessions, signIn, processes, errors } = options;
  const caller = new CallingExtension(namespace, errors);
  const tokens = new HandedOut({ caller, sessions, kind: accessTokens(sessions) });
  const credentials = new HandedOut({ caller, sessions, kind: roleCredentials(options) });

  /** Who may not have the token of a session does not learn what it opens. */
  async function atPortal<Item extends object>(
    session: string | undefined,
    list: (portal: SsoPortal, accessToken: string) => AsyncIterable<Item>,
  ): Promise<readonly Item[]> {
    const { id = '' } = (await tokens.get(tokenOptions(session === undefined ? {} : { session }))) ?? {};
    const signedIn = sessions.find(id);
    if (signedIn && isBuilderId(signedIn)) {
      throw noRolesOfBuilderId();
    }
    const items = await options.atPortal(id, (...portal) => collect(list(...portal)));
    return Object.freeze(items.map((item) => Object.freeze(item)));
  }

  // Its overloads say when the answer can be undefined.
  const getAccessToken = (async (options) => {
    const wanted = tokenOptions(options);
    // Not awaited, so that whoever has a token already waits for one promise only.
    const given = tokens.given(wanted) ?? (await inTime(wanted.silent, tokens.get(wanted)));
    return given?.token;
  }) as AwsSsoApi['getAccessToken'];

  const getRoleCredentials = (async (options) => {
    const wanted = roleOptions(options);
    const given = await inTime(wanted.silent, credentials.get(wanted));
    return given && asIdentity(given);
  }) as AwsSsoApi['getRoleCredentials'];

  /** What the caller may have of that role now, whichever sessions there are besides its own. */
  async function againOf({ role }: GivenCredentials): Promise<GivenCredentials | undefined> {
    const session = sessions.find(role.session)?.name;
    return session === undefined ? undefined : credentials.get({ ...role, session, silent: true });
  }

  const getEnvironment = (async (options) => {
    const [wanted, region] = environmentOptions(options);
    const given = await inTime(wanted.silent, credentials.get(wanted));
    return given && processes.live({ caller, given, ask: () => againOf(given) }, region);
  }) as AwsSsoApi['getEnvironment'];

  return Object.freeze<AwsSsoApi>({
    get sessions() {
      return publicSessions.list();
    },
    get onDidChangeSessions() {
      return publicSessions.onDidChange;
    },
    async signIn(options) {
      const name = loudOptions(options);
      await sessions.load();
      const [only, ...others] = sessions.serving(name, []);
      if (only && others.length === 0) {
        return publicSessions.describe(only);
      }
      const config = await signIn.choose(name);
      const isSignedIn = sessions.find(sessionId(config)) !== undefined;
      return publicSessions.describe(isSignedIn ? config : await signIn.run(config));
    },
    getAccessToken,
    async listAccounts(options) {
      const listed = await atPortal(loudOptions(options), (portal, accessToken) =>
        portal.listAccounts(accessToken, NEVER),
      );
      return listed as readonly SsoAccount[];
    },
    async listAccountRoles(options) {
      const accountId = accountOption(options);
      const listed = await atPortal(loudOptions(options), (portal, accessToken) =>
        portal.listAccountRoles(accessToken, accountId, NEVER),
      );
      return Object.freeze(listed.map(({ roleName }) => Object.freeze({ accountId, roleName })));
    },
    getRoleCredentials,
    tokenProvider(options) {
      tokenOptions(options);
      return async () => {
        const { token, expiration } = (await getAccessToken(options)) ?? nothingSilently();
        return { token, expiration };
      };
    },
    credentialProvider(options) {
      roleOptions(options);
      return async () => (await getRoleCredentials(options)) ?? nothingSilently();
    },
    getEnvironment,
  });
}

/** Nobody else's trouble keeps a silent caller waiting: that of AWS, or of another window that renews the session. */
async function inTime<Value>(silent: boolean, asking: Promise<Value>): Promise<Value | undefined> {
  return silent ? (await within(SILENT_PATIENCE_MS, asking))?.value : asking;
}

function nothingSilently(): never {
  throw new AwsSsoError(
    'NotSignedIn',
    l10n.t('You’re not signed in, or haven’t allowed the use of the session, and the request is silent.'),
  );
}
