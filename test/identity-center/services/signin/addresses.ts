import type { Instance } from '../../instance.ts';
import type { ReceivedRequest } from '../../wire/receivedRequest.ts';

/** What a client with an endpoint override says about where it sends a request. */
type Sent = Pick<ReceivedRequest, 'headers'>;

/** The token endpoint, as the client of this request addresses it. */
export function tokenAddress(instance: Instance, sent: Sent): string {
  return `${baseUrl(instance, sent)}/v1/token`;
}

/** The page that shows a code, as the client may have put it into `redirect_uri`; the browser may come another way. */
export function isConfirmationAddress(instance: Instance, sent: Sent, address: string): boolean {
  return [instance.origin, baseUrl(instance, sent)].some((base) => address === `${base}${confirmationPath}`);
}

export const confirmationPath = '/v1/sessions/confirmation';

/** The same page, seen from the address of the authorization page, under whatever path that is served. */
export const relativeConfirmationPath = 'sessions/confirmation';

function baseUrl({ origin, settings }: Instance, { headers }: Sent): string {
  return settings.baseUrl !== null || headers.host === undefined ? origin : `http://${headers.host}`;
}
