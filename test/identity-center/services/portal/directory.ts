/** An account that the person is assigned, with the roles they have there. */
export interface Account {
  /** Twelve digits. */
  readonly accountId: string;
  /** The service leaves it out where an account has none; likewise the address. */
  readonly accountName?: string;
  readonly emailAddress?: string;
  readonly roles: readonly string[];
}

export const defaultAccounts: readonly Account[] = [
  {
    accountId: '444455556666',
    accountName: 'Production',
    emailAddress: 'production@example.com',
    roles: ['ReadOnlyAccess', 'Support+Billing'],
  },
  {
    accountId: '111122223333',
    accountName: 'Sandbox',
    emailAddress: 'sandbox@example.com',
    roles: ['AdministratorAccess', 'PowerUserAccess', 'ReadOnlyAccess'],
  },
  {
    accountId: '777788889999',
    accountName: 'Shared Services',
    emailAddress: 'shared@example.com',
    roles: ['ReadOnlyAccess'],
  },
  { accountId: '123456789012', emailAddress: 'new-account@example.com', roles: ['AdministratorAccess'] },
  { accountId: '555566667777', accountName: 'Archive', roles: ['ReadOnlyAccess'] },
];

/** A large organization, for tests of paging and throttling. */
export function madeUpAccounts(count: number, rolesEach = 5): Account[] {
  const roles = Array.from({ length: rolesEach }, (_, role) => `Role${role + 1}`);
  return Array.from({ length: count }, (_, account) => ({
    accountId: String(100_000_000_000 + account),
    accountName: `Account ${account + 1}`,
    emailAddress: `account-${account + 1}@example.com`,
    roles,
  }));
}
