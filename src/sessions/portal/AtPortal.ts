import type { SsoPortal } from '../../aws/services/SsoPortal.ts';

/** Does something at the access portal of a session, by its id: `Sessions.atPortal`. */
export type AtPortal = <Result>(
  session: string,
  action: (portal: SsoPortal, accessToken: string) => Promise<Result>,
) => Promise<Result>;
