import { page } from './document.ts';
import { decisionButtons } from './decisions.ts';
import { html } from './html.ts';
import { permissions } from './permissions.ts';
import type { AuthorizationRequest } from '../state/store.ts';
import type { Answer } from '../wire/answer.ts';

/** Who asks, for what, and where an answer leads. */
export function consentPage(request: AuthorizationRequest, consent: string): Answer {
  const { applicationName, scopes } = request;
  return page(
    'Allow this sign-in?',
    html`<p><strong>${applicationName}</strong> asks to sign in as you.</p>
      <h2>It will be able to</h2>
      <ul>
        ${permissions(scopes).map((permission) => html`<li>${permission}</li>`)}
      </ul>
      <p class="quiet">
        Your answer goes to <strong>${hostOf(request)}</strong> on this computer. If you did not just start
        this sign-in, choose Deny.
      </p>
      <form action="authorize" method="post">
        <input type="hidden" name="consent" value="${consent}" />
        ${decisionButtons}
      </form>`,
    200,
    formTargets(request),
  );
}

/** The page of AWS Sign-In, where a person also chooses which of their console sessions to use. */
export function signinPage(
  request: AuthorizationRequest,
  consent: string,
  consoleSessions: readonly string[],
): Answer {
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
    'Use a console session?',
    html`<p>
        <strong>${request.applicationName}</strong> asks for AWS credentials of one of your console sessions.
      </p>
      <form action="authorize" method="post">
        <input type="hidden" name="consent" value="${consent}" />
        <fieldset>
          <legend>Session</legend>
          ${choices}
        </fieldset>
        <p class="quiet">${destination(request)} If you did not just start this sign-in, choose Deny.</p>
        ${decisionButtons}
      </form>`,
    200,
    formTargets(request),
  );
}

/** A request that cannot be answered, and whose sender cannot be told. */
export function problemPage(status: number, text: string): Answer {
  return page(
    'This sign-in cannot go on',
    html`<p class="problem" role="alert">${text}</p>
      <p>Close this window, and start over in the application.</p>`,
    status,
  );
}

function destination(request: AuthorizationRequest) {
  return isElsewhere(request)
    ? html`Your answer goes to <strong>${hostOf(request)}</strong> on this computer.`
    : html`You will get a text to copy to the other computer.`;
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
