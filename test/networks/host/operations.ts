import assert from 'node:assert/strict';
import { waitFor } from '../../editor/waitFor.ts';
import { api, signOut } from '../../host/support.ts';
import { type IdentityCenter, madeUpAccounts } from '../../identity-center/server.ts';

export const accounts = madeUpAccounts(3, 1);

/** What is tried in each situation, with the session `corp` signed in. */
export async function listAccounts(): Promise<void> {
  const listed = await (await api()).listAccounts({ session: 'corp' });
  assert.equal(listed.length, accounts.length);
}

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
