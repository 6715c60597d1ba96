import { randomBytes } from 'node:crypto';
import { page } from '../pages/document.ts';
import { html } from '../pages/html.ts';
import { languageOf } from '../pages/Language.ts';
import { issue } from '../state/store.ts';
import { emptyAnswer, jsonAnswer } from '../wire/answer.ts';
import type { Route } from '../route.ts';

/** The federation endpoint of AWS Sign-In, which opens the console with credentials (IAM User Guide, custom identity broker). */
export const federationRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/federation',
    operation: 'getSigninToken',
    handle: ({ store, settings }, { body }) => {
      const { sessionId, sessionKey, sessionToken } = sessionIn(new URLSearchParams(body).get('Session'));
      const known = store.awsCredentials.get(String(sessionId));
      if (
        !known ||
        known.secretAccessKey !== sessionKey ||
        known.sessionToken !== sessionToken ||
        settings.clock() >= known.expiresAt
      ) {
        return emptyAnswer(400);
      }
      const token = issue(store, randomBytes(60).toString('base64url'));
      store.signinTokens.set(token, known.arn);
      return jsonAnswer(200, { SigninToken: token });
    },
  },
  {
    method: 'GET',
    path: '/federation',
    handle: ({ store }, request) => {
      const arn = store.signinTokens.get(request.query.get('SigninToken') ?? '');
      if (arn === undefined) return emptyAnswer(400);
      const language = languageOf(request);
      const { t } = language;
      const content = html`<p>${t('You use the console as {0}.', html`<strong>${arn}</strong>`)}</p>`;
      return page(language, t('AWS console'), content);
    },
  },
];

function sessionIn(text: string | null): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text ?? '') as Record<string, unknown>;
  } catch {
    return {};
  }
}
