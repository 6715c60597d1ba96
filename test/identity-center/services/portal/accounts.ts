export interface Account {
  readonly accountId: string;
  readonly accountName?: string;
  readonly emailAddress: string;
}

/** What the person is assigned. The service leaves `accountName` out where an account has none. */
export const accounts: readonly Account[] = [
  { accountId: '444455556666', accountName: 'Production', emailAddress: 'production@example.com' },
  { accountId: '111122223333', accountName: 'Sandbox', emailAddress: 'sandbox@example.com' },
  { accountId: '777788889999', accountName: 'Shared Services', emailAddress: 'shared@example.com' },
  { accountId: '123456789012', emailAddress: 'new-account@example.com' },
];
