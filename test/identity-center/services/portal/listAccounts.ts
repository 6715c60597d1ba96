import { jsonAnswer } from '../../wire/answer.ts';
import { requireAccountAccess } from './operation.ts';
import { pageOf } from './page.ts';
import type { PortalOperation } from './operation.ts';

/** ListAccounts of the portal API. */
export const listAccounts: PortalOperation = ({ store, settings }, token, { query }) => {
  requireAccountAccess(token);
  const { items, nextToken } = pageOf(store, 'accounts', settings.accounts, query);
  const accountList = items.map(({ accountId, accountName, emailAddress }) => ({
    accountId,
    accountName,
    emailAddress,
  }));
  return jsonAnswer(200, { nextToken, accountList });
};
