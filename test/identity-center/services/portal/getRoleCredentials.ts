import { assumedRoleArn, issueAwsCredentials } from '../../state/awsCredentials.ts';
import { jsonAnswer } from '../../wire/answer.ts';
import { PortalException } from '../../wire/portalException.ts';
import { accountOf } from './accountOf.ts';
import { requireAccountAccess } from './operation.ts';
import type { PortalOperation } from './operation.ts';

/** GetRoleCredentials of the portal API. The expiration is in milliseconds, unlike every other time of these services. */
export const getRoleCredentials: PortalOperation = (instance, token, { query }) => {
  requireAccountAccess(token);
  const { store, settings } = instance;
  const roleName = query.get('role_name');
  if (!roleName) throw new PortalException('InvalidRequestException');
  const { accountId, roles } = accountOf(instance, query);
  if (!roles.includes(roleName)) throw new PortalException('ForbiddenException');
  const expiration = settings.clock() + settings.roleCredentialsLifetime * 1000;
  const owner = { arn: assumedRoleArn(accountId, roleName), expiresAt: expiration };
  return jsonAnswer(200, { roleCredentials: { ...issueAwsCredentials(store, owner), expiration } });
};
