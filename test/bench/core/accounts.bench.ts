import { paginateListAccountRoles, paginateListAccounts, SSOClient } from '@aws-sdk/client-sso';
import { Retries } from '../../../src/aws/services/retries.ts';
import { isListing, SsoPortal } from '../../../src/aws/services/SsoPortal.ts';
import { WaitingSignIns } from '../../../src/features/signIn/waiting/WaitingSignIns.ts';
import { AccountTree } from '../../../src/features/view/AccountTree.ts';
import { fetchClient } from '../../../src/http/client/fetchClient.ts';
import { pacedClient } from '../../../src/http/client/pacedClient.ts';
import { AccountDirectory } from '../../../src/sessions/portal/AccountDirectory.ts';
import type { SignedInSession } from '../../../src/sessions/kinds/identityCenter.ts';
import { type IdentityCenter, madeUpAccounts, startIdentityCenter } from '../../identity-center/server.ts';
import type { Benchmark, Figure } from '../Figure.ts';
import { packageWithVersion } from '../peers.ts';
import { signedIn } from './signedIn.ts';

const ACCOUNTS = 1_000;
/** What a person opens in the view. */
const EXPANDED = [0, 17, 500];
const PAGE_SIZE = 100;

interface Calls {
  readonly calls: number;
  readonly refused: number;
  readonly ms: number;
}

/** What it takes to find a role among thousands at a service that takes 20 calls a second. */
export const benchmark: Benchmark = {
  name: 'accounts',
  async run(): Promise<readonly Figure[]> {
    const ours = await counted(expandSome);
    const theirs = await counted(listAll);
    const peer = `all listed by ${packageWithVersion('@aws-sdk/client-sso')}`;
    const note = `${ACCOUNTS} accounts with 5 roles each, of which a person opens ${EXPANDED.length}; the local Identity Center takes 20 calls a second. The peer makes five calls at once, and repeats what is refused.`;
    return [
      {
        what: 'Calls to find a role among 1,000 accounts',
        unit: 'calls',
        ...{ ours: ours.calls, peer, theirs: theirs.calls, target: { atMost: 0.99 }, note },
      },
      {
        what: 'Calls besides the pages of accounts and the accounts opened',
        unit: 'calls',
        ours: ours.calls - ACCOUNTS / PAGE_SIZE - EXPANDED.length,
        ...{ isAbsolute: true, target: { atMost: 0 } },
      },
      {
        what: 'Calls refused for being too many',
        unit: 'requests refused',
        ...{ ours: ours.refused, peer, theirs: theirs.refused },
      },
      {
        what: 'Time to find a role among 1,000 accounts',
        unit: 'ms',
        ...{ ours: ours.ms, peer, theirs: theirs.ms, note },
      },
    ];
  },
};

async function counted(
  list: (center: IdentityCenter, session: SignedInSession) => Promise<unknown>,
): Promise<Calls> {
  const center = await startIdentityCenter({
    ...{ accounts: madeUpAccounts(ACCOUNTS), portalCallsPerSecond: 20, interval: 0.1 },
  });
  try {
    const session = await signedIn(center);
    const before = center.requests.length;
    const started = performance.now();
    await list(center, session);
    const ms = performance.now() - started;
    const requests = center.requests.slice(before);
    return { calls: requests.length, refused: requests.filter(({ status }) => status === 429).length, ms };
  } finally {
    await center.stop();
  }
}

/** As the view does it. */
async function expandSome(center: IdentityCenter, session: SignedInSession): Promise<void> {
  const portal = new SsoPortal(pacedClient(fetchClient(), isListing), center.portal, new Retries());
  const tree = new AccountTree({
    sessions: { load: () => Promise.resolve(), known: () => [session], find: () => session },
    consoles: { load: () => Promise.resolve(), known: () => [], find: () => undefined },
    waiting: new WaitingSignIns(),
    isInSettings: () => false,
    favourites: { of: () => [], isPinned: () => false },
    directory: new AccountDirectory((_, action) => action(portal, session.accessToken)),
    onChange: () => undefined,
  });
  const [root] = await tree.children();
  const accounts = await tree.children(root);
  const opened = await Promise.all(EXPANDED.map((at) => tree.children(accounts[at])));
  if (accounts.length !== ACCOUNTS || opened.some((roles) => roles.length !== 5)) {
    throw new Error(
      `Listed ${accounts.length} accounts, with ${opened.map((roles) => roles.length).join()} roles.`,
    );
  }
}

/** As a tool does it that shows everything. */
async function listAll(center: IdentityCenter, { accessToken }: SignedInSession): Promise<void> {
  const client = new SSOClient({
    ...{ region: center.region, endpoint: center.portal, maxAttempts: 20 },
  });
  const left: string[] = [];
  for await (const { accountList = [] } of paginateListAccounts(
    { client, pageSize: PAGE_SIZE },
    { accessToken },
  )) {
    left.push(...accountList.flatMap(({ accountId }) => accountId ?? []));
  }
  let roles = 0;
  const work = async (): Promise<void> => {
    for (let accountId = left.pop(); accountId !== undefined; accountId = left.pop()) {
      for await (const { roleList = [] } of paginateListAccountRoles(
        { client },
        { accessToken, accountId },
      )) {
        roles += roleList.length;
      }
    }
  };
  await Promise.all(Array.from({ length: 5 }, work));
  client.destroy();
  if (roles !== ACCOUNTS * 5) {
    throw new Error(`Listed ${roles} roles.`);
  }
}
