import { consoleId } from '../../src/sessions/kinds/console.ts';
import { sessionId } from '../../src/sessions/kinds/identityCenter.ts';
import { CORP, type World } from './World.ts';

/** One row: how an operation comes about, and what it is about. */
interface Operation {
  /** As the local Identity Center names it. */
  readonly operation: string;
  /** As `World.asked` names it; the operation, if not stated. */
  readonly asked?: string;
  /** What is done for it. */
  readonly by: string;
  /** What has happened before. */
  readonly before: (world: World) => Promise<unknown>;
  readonly run: (world: World) => Promise<unknown>;
  /** Whether the session is signed in. */
  readonly isSignedIn: (world: World) => boolean;
  /** What becomes of the session: a sign-in that works begins it, and a sign-out ends it. */
  readonly session: 'begins' | 'goes on' | 'ends';
  /** What it is about is there in one region only. */
  readonly isOfOneRegion?: true;
}

const ID = sessionId(CORP);
const CONSOLE_ID = consoleId({ arn: 'arn:aws:iam::111122223333:user/alice' });
const ROLE = { session: ID, accountId: '111122223333', roleName: 'ReadOnlyAccess' };
const CHAINED = { session: ID, accountId: '444455556666', roleName: 'Deploy', profile: 'deploy' };
const HOUR_MS = 3_600_000;

const sso = {
  session: 'goes on' as const,
  before: (world: World) => world.settle(world.signIn('deviceAuthorization')),
  isSignedIn: (world: World) => world.sessions.find(ID) !== undefined,
};
const signIn = {
  session: 'begins' as const,
  before: () => Promise.resolve(),
  isSignedIn: sso.isSignedIn,
};
const byCode = { ...signIn, run: (world: World) => world.signIn('deviceAuthorization') };
const signOut = async (world: World): Promise<void> => {
  await world.sessions.signOut(ID);
  // The service is told behind the person's back.
  await new Promise((resolve) => setTimeout(resolve, 60_000));
};

export const OPERATIONS = {
  RegisterClient: { ...byCode, operation: 'RegisterClient', by: 'sign-in with a code' },
  StartDeviceAuthorization: { ...byCode, operation: 'StartDeviceAuthorization', by: 'sign-in with a code' },
  'CreateToken, device code': {
    ...byCode,
    operation: 'CreateToken',
    asked: 'CreateToken device_code',
    by: 'sign-in with a code, approved',
  },
  'CreateToken, authorization code': {
    ...signIn,
    operation: 'CreateToken',
    asked: 'CreateToken authorization_code',
    by: 'sign-in in the browser, approved',
    run: (world: World) => world.signIn('authorizationCode'),
  },
  'CreateToken, refresh token': {
    ...sso,
    operation: 'CreateToken',
    asked: 'CreateToken refresh_token',
    by: 'a token that has expired is asked for',
    async before(world: World) {
      await sso.before(world);
      // The machine slept, so that nothing was renewed ahead.
      world.clock.setSystemTime(Date.now() + HOUR_MS + 1);
    },
    run: (world: World) => world.sessions.fresh(ID),
  },
  Logout: { ...sso, session: 'ends', operation: 'Logout', by: 'sign-out', run: signOut },
  ListAccounts: {
    ...sso,
    operation: 'ListAccounts',
    by: 'the view is opened',
    run: (world: World) => world.directory.accounts(ID),
  },
  ListAccountRoles: {
    ...sso,
    operation: 'ListAccountRoles',
    by: 'an account is opened',
    run: (world: World) => world.directory.roles(ID, ROLE.accountId),
  },
  GetRoleCredentials: {
    ...sso,
    operation: 'GetRoleCredentials',
    by: 'a role is used',
    run: (world: World) => world.roles.get(ROLE),
  },
  AssumeRole: {
    ...sso,
    operation: 'AssumeRole',
    by: 'a role over that role is used',
    run: (world: World) => world.roles.get(CHAINED),
    isOfOneRegion: true,
  },
  'CreateOAuth2Token, authorization code': {
    operation: 'CreateOAuth2Token',
    asked: 'CreateOAuth2Token authorization_code',
    by: 'sign-in to the console, approved',
    session: 'begins',
    before: () => Promise.resolve(),
    run: (world: World) => world.signInWithConsole(),
    isSignedIn: (world: World) => world.consoles.find(CONSOLE_ID) !== undefined,
    isOfOneRegion: true,
  },
  'CreateOAuth2Token, refresh token': {
    operation: 'CreateOAuth2Token',
    asked: 'CreateOAuth2Token refresh_token',
    by: 'credentials that have expired are asked for',
    session: 'goes on',
    async before(world: World) {
      await world.settle(world.signInWithConsole());
      world.clock.setSystemTime(Date.now() + HOUR_MS);
    },
    run: (world: World) => world.consoles.fresh(CONSOLE_ID),
    isSignedIn: (world: World) => world.consoles.find(CONSOLE_ID) !== undefined,
    isOfOneRegion: true,
  },
} as const satisfies Record<string, Operation>;

export type OperationName = keyof typeof OPERATIONS;
export const operationNames = Object.keys(OPERATIONS) as OperationName[];
export const operation = (name: OperationName): Operation => OPERATIONS[name];
