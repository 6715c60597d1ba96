import { PortalException } from '../../wire/portalException.ts';
import type { Instance } from '../../instance.ts';
import type { Account } from './directory.ts';

/** The account that `account_id` of the query names. */
export function accountOf({ settings }: Instance, query: URLSearchParams): Account {
  const accountId = query.get('account_id') ?? '';
  if (!/^\d{12}$/.test(accountId)) throw new PortalException('InvalidRequestException');
  const account = settings.accounts.find((candidate) => candidate.accountId === accountId);
  if (!account) throw new PortalException('ResourceNotFoundException', 'Account not found');
  return account;
}
