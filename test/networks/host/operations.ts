import assert from 'node:assert/strict';
import { waitFor } from '../../editor/waitFor.ts';
import { api, signOut } from '../../host/support.ts';
import { type IdentityCenter, madeUpAccounts } from '../../identity-center/server.ts';
import type { OperationName } from '../Row.ts';

/** Enough for each request to be for a role of its own: nobody asks twice for credentials that are good still. */
export const accounts = madeUpAccounts(200, 1);
let nextAccount = 0;

/** What is tried in each situation, with the session `corp` signed in, and `lab` not. */
export const operations: Record<OperationName, (center: IdentityCenter) => Promise<void>> = {
  async 'sign-in'(center) {
    await signInToLab(center, async () => {
      center.approve(await codeOf(center));
    });
  },

  async refresh() {
    const aws = await api();
    const { token } = await aws.getAccessToken({ session: 'corp' });
    const renewed = await aws.getAccessToken({ session: 'corp', forceRefresh: true });
    assert.notEqual(renewed.token, token);
  },

  async ListAccounts() {
    const listed = await (await api()).listAccounts({ session: 'corp' });
    assert.equal(listed.length, accounts.length);
  },

  async GetRoleCredentials() {
    const account = accounts[nextAccount++];
    assert.ok(account, 'There are accounts enough.');
    const { accountId } = account;
    const aws = await api();
    const credentials = await aws.getRoleCredentials({ session: 'corp', accountId, roleName: 'Role1' });
    assert.equal(credentials?.accountId, accountId);
  },
};

/** Signs in, has `person` do their part meanwhile, and signs out. */
export async function signInToLab(center: IdentityCenter, person: () => Promise<void>): Promise<void> {
  const signingIn = (await api()).signIn({ session: 'lab' });
  await Promise.race([signingIn, Promise.all([signingIn, person()])]);
  assert.equal((await signingIn).signedIn, true);
  const loggedOut = countOf(center, 'Logout');
  await signOut('lab');
  await waitFor('the end of the session', () => countOf(center, 'Logout') > loggedOut);
}

export const codeOf = (center: IdentityCenter): Promise<string> =>
  waitFor('a code', () => center.pendingUserCodes[0], { seconds: 120 });

export const countOf = (center: IdentityCenter, operation: string): number =>
  center.requests.filter((request) => request.operation === operation && request.status !== 0).length;
