import { standingOf, withUserCode } from './state/deviceAuthorization.ts';
import type { Instance } from './instance.ts';
import type { Standing } from './state/deviceAuthorization.ts';

export type Decision = 'approved' | 'denied';

/** Settles a device authorization as a person wants it, or tells why it is not there to be settled. */
export function decide(
  { store, settings }: Instance,
  userCode: string,
  decision: Decision,
): 'decided' | 'unknown' | Exclude<Standing, 'pending'> {
  const authorization = withUserCode(store, userCode);
  if (!authorization) return 'unknown';
  const standing = standingOf(authorization, settings.clock());
  if (standing !== 'pending') return standing;
  authorization.decision = decision;
  return 'decided';
}
