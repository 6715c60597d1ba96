import { randomBytes } from 'node:crypto';
import { page } from '../pages/document.ts';
import { html } from '../pages/html.ts';
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
    handle: ({ store }, { query }) => {
      const arn = store.signinTokens.get(query.get('SigninToken') ?? '');
      return arn === undefined
        ? emptyAnswer(400)
        : page('AWS console', html`<p>You use the console as <strong>${arn}</strong>.</p>`);
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
