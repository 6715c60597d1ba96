import { AuthorizationError } from './services/authorization/authorizationError.ts';
import { locationAfter } from './services/authorization/consent.ts';
import { oidcAuthorizationRequest } from './services/oidc/authorize.ts';
import { signinAuthorizationRequest } from './services/signin/authorize.ts';
import type { Decision } from './decide.ts';
import type { Instance } from './instance.ts';

/** Does at once what a person does who opens an authorization address and presses a button of the page. */
export function authorize(
  instance: Instance,
  address: string,
  decision: Decision,
  consoleSession: string | undefined = instance.settings.consoleSessions[0],
): string {
  const url = new URL(address);
  const { searchParams: query, host, pathname } = url;
  try {
    const request = pathname.endsWith('/v1/authorize')
      ? signinAuthorizationRequest(instance, { query, headers: { host } })
      : oidcAuthorizationRequest(instance, query);
    return new URL(locationAfter(instance, request, decision, consoleSession), url).href;
  } catch (error) {
    if (error instanceof AuthorizationError) return new URL(error.location, url).href;
    throw error;
  }
}
