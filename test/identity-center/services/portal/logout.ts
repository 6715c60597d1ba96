import { emptyAnswer } from '../../wire/answer.ts';
import type { PortalOperation } from './operation.ts';

/** Logout of the portal API: ends the session of the token, and with it every token of that session. */
export const logout: PortalOperation = ({ settings }, { session }) => {
  session.endsAt = settings.clock();
  return emptyAnswer();
};
