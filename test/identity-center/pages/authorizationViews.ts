import { signinClients } from '../services/signin/clients.ts';
import { page } from './document.ts';
import { decisionButtons } from './decisions.ts';
import { html } from './html.ts';
import { permissions } from './permissions.ts';
import type { AuthorizationRequest } from '../state/store.ts';
import type { Text } from '../texts/texts.ts';
import type { Answer } from '../wire/answer.ts';
import type { Html } from './html.ts';
import type { Language } from './Language.ts';

/** Who asks, for what, and where an answer leads. */
export function consentPage(language: Language, request: AuthorizationRequest, consent: string): Answer {
  const { t } = language;
  const { applicationName, scopes } = request;
  return page(
    language,
    t('Allow this sign-in?'),
    html`<p>${t('{0} asks to sign in as you.', html`<strong>${applicationName}</strong>`)}</p>
      <h2>${t('It will be able to')}</h2>
      <ul>
        ${permissions(language, scopes).map((permission) => html`<li>${permission}</li>`)}
      </ul>
      <p class="quiet">${destination(language, request)}</p>
      <form action="authorize" method="post">
        <input type="hidden" name="consent" value="${consent}" />
        ${decisionButtons(language)}
      </form>`,
    200,
    formTargets(request),
  );
}

/** The page of AWS Sign-In, where a person also chooses which of their console sessions to use. */
export function signinPage(
  language: Language,
  request: AuthorizationRequest,
  consent: string,
  consoleSessions: readonly string[],
): Answer {
  const { t } = language;
  const tool = signinClients.get(request.clientId);
  const choices = consoleSessions.map(
    (session, index) =>
      html`<label class="choice">
        <input
          type="radio"
          name="session"
          value="${session}"
          ${index === 0 ? html`checked` : []}
          required
        /><span>${session}</span>
      </label>`,
  );
  return page(
    language,
    t('Use a console session?'),
    html`<p>
        ${t(
          '{0} asks for AWS credentials of one of your console sessions.',
          html`<strong>${tool === undefined ? request.applicationName : t(tool)}</strong>`,
        )}
      </p>
      <form action="authorize" method="post">
        <input type="hidden" name="consent" value="${consent}" />
        <fieldset>
          <legend>${t('Session')}</legend>
          ${choices}
        </fieldset>
        <p class="quiet">${destination(language, request)}</p>
        ${decisionButtons(language)}
      </form>`,
    200,
    formTargets(request),
  );
}

/** A request that cannot be answered, and whose sender cannot be told. */
export function problemPage(language: Language, status: number, text: Text): Answer {
  const { t } = language;
  return page(
    language,
    t('This sign-in cannot go on'),
    html`<p class="problem" role="alert">${t(text)}</p>
      <p>${t('Close this window, and start over in the application.')}</p>`,
    status,
  );
}

function destination({ t }: Language, request: AuthorizationRequest): Html {
  return isElsewhere(request)
    ? t(
        'Your answer goes to {0} on this computer. If you did not just start this sign-in, choose Deny.',
        html`<strong>${hostOf(request)}</strong>`,
      )
    : t(
        'You will get a text to copy to the other computer. If you did not just start this sign-in, choose Deny.',
      );
}

function isElsewhere({ returnTo, redirectUri }: AuthorizationRequest): boolean {
  return returnTo === redirectUri;
}

function hostOf({ redirectUri }: AuthorizationRequest): string {
  return new URL(redirectUri).host;
}

/** Browsers hold the redirect that answers a form against `form-action` too. It has no notation for an IPv6 address. */
function formTargets(request: AuthorizationRequest): string[] {
  if (!isElsewhere(request)) return [];
  const { origin, hostname } = new URL(request.redirectUri);
  return [hostname.startsWith('[') ? 'http:' : origin];
}
