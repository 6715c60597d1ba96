import { jsonAnswer } from '../../wire/answer.ts';
import { accountOf } from './accountOf.ts';
import { requireAccountAccess } from './operation.ts';
import { pageOf } from './page.ts';
import type { PortalOperation } from './operation.ts';

/** ListAccountRoles of the portal API. */
export const listAccountRoles: PortalOperation = (instance, token, { query }) => {
  requireAccountAccess(token);
  const { accountId, roles } = accountOf(instance, query);
  const { items, nextToken } = pageOf(instance.store, `roles of ${accountId}`, roles, query);
  return jsonAnswer(200, { nextToken, roleList: items.map((roleName) => ({ roleName, accountId })) });
};
