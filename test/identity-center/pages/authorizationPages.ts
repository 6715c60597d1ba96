import { AuthorizationError, UntrustedRequest } from '../services/authorization/authorizationError.ts';
import { answerConsent, openConsent } from '../services/authorization/consent.ts';
import { oidcAuthorizationRequest } from '../services/oidc/authorize.ts';
import { signinAuthorizationRequest } from '../services/signin/authorize.ts';
import { redirectAnswer } from '../wire/answer.ts';
import { consentPage, problemPage, signinPage } from './authorizationViews.ts';
import { decisions } from './decisions.ts';
import { languageOf } from './Language.ts';
import type { Instance } from '../instance.ts';
import type { Route } from '../route.ts';
import type { Answer } from '../wire/answer.ts';
import type { ReceivedRequest } from '../wire/receivedRequest.ts';

/** The authorization endpoints of RFC 6749 section 3.1: of sso-oidc, and of AWS Sign-In. */
export const authorizationPageRoutes: readonly Route[] = [
  { method: 'GET', path: '/authorize', handle: show(oidcConsent) },
  { method: 'POST', path: '/authorize', handle: settle },
  { method: 'GET', path: '/v1/authorize', handle: show(signinConsent) },
  { method: 'POST', path: '/v1/authorize', handle: settle },
];

function oidcConsent(instance: Instance, received: ReceivedRequest): Answer {
  const request = oidcAuthorizationRequest(instance, received.query);
  return consentPage(languageOf(received), request, openConsent(instance, request));
}

function signinConsent(instance: Instance, received: ReceivedRequest): Answer {
  const request = signinAuthorizationRequest(instance, received);
  const { consoleSessions } = instance.settings;
  return signinPage(languageOf(received), request, openConsent(instance, request), consoleSessions);
}

function show(consent: Route['handle']): Route['handle'] {
  return (instance, received) => {
    try {
      return consent(instance, received);
    } catch (error) {
      if (error instanceof AuthorizationError) return redirectAnswer(error.location);
      if (error instanceof UntrustedRequest) return problemPage(languageOf(received), 400, error.reason);
      throw error;
    }
  };
}

function settle(instance: Instance, received: ReceivedRequest): Answer {
  const language = languageOf(received);
  const form = new URLSearchParams(received.body);
  const decision = decisions.get(form.get('decision'));
  if (!decision) return problemPage(language, 400, 'Neither Allow nor Deny was chosen.');
  const answered = answerConsent(instance, form.get('consent') ?? '', decision, form.get('session'));
  if (answered === 'gone')
    return problemPage(language, 410, 'The page has been waiting for too long, or was never opened.');
  if (answered === 'no such session') return problemPage(language, 400, 'No session was chosen.');
  return redirectAnswer(answered.location);
}
