import { newConsentId } from '../../state/identifiers.ts';
import { AuthorizationError, addressWith } from './authorizationError.ts';
import { grantCode } from './authorizationCode.ts';
import type { Decision } from '../../decide.ts';
import type { Instance } from '../../instance.ts';
import type { AuthorizationRequest } from '../../state/store.ts';

/** How long somebody may look at the page, in milliseconds. The AWS CLI waits as long for an answer. */
const patience = 600_000;
/** How much longer a code lives that a person has to copy. */
const carriedByHand = 10;

/** Opens a page of its own for a request. Only its id can answer it, so no other site can (RFC 6749 section 10.12). */
export function openConsent({ store, settings }: Instance, request: AuthorizationRequest): string {
  const id = newConsentId();
  store.consents.set(id, { request, expiresAt: settings.clock() + patience });
  return id;
}

/** What a button of the page does, and where the browser goes then. */
export function answerConsent(
  instance: Instance,
  id: string,
  decision: Decision,
  consoleSession: string | null,
): { location: string } | 'gone' | 'no such session' {
  const consent = instance.store.consents.get(id);
  if (!consent || instance.settings.clock() >= consent.expiresAt) return 'gone';
  const { request } = consent;
  const needsSession = request.service === 'signin' && decision === 'approved';
  if (needsSession && !instance.settings.consoleSessions.includes(consoleSession ?? '')) {
    return 'no such session';
  }
  consent.location ??= locationAfter(instance, request, decision, consoleSession ?? undefined);
  return { location: consent.location };
}

/** RFC 6749 section 4.1.2 for one who allowed, and 4.1.2.1 for one who did not. */
export function locationAfter(
  { store, settings }: Instance,
  request: AuthorizationRequest,
  decision: Decision,
  consoleSession: string | undefined,
): string {
  const { service, returnTo, redirectUri, state } = request;
  if (decision === 'denied') {
    return new AuthorizationError('access_denied', 'The request was denied', returnTo, state).location;
  }
  const byHand = returnTo !== redirectUri;
  const lifetime = settings.authorizationCodeLifetime * 1000 * (byHand ? carriedByHand : 1);
  const subject = service === 'signin' ? consoleSession : undefined;
  const code = grantCode(store, request, subject, settings.clock() + lifetime);
  return addressWith(returnTo, { code, state });
}
