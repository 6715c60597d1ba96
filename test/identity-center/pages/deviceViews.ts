import { page } from './document.ts';
import { decisionButtons } from './decisions.ts';
import { html } from './html.ts';
import { permissions } from './permissions.ts';
import type { Decision } from '../decide.ts';
import type { Standing } from '../state/deviceAuthorization.ts';
import type { DeviceAuthorization } from '../state/store.ts';
import type { Answer } from '../wire/answer.ts';

export type Problem = Exclude<Standing, 'pending'> | 'unknown' | 'undecided';

interface Explanation {
  readonly status: number;
  readonly heading: string;
  readonly text: string;
}

const problems: Readonly<Record<Problem, Explanation>> = {
  unknown: {
    status: 404,
    heading: 'Code not found',
    text: 'There is no such code. Compare it with the one your application shows.',
  },
  undecided: {
    status: 400,
    heading: 'Nothing was chosen',
    text: 'Enter the code once more, then choose Allow or Deny.',
  },
  lapsed: gone('Code expired', 'This code has expired.'),
  approved: gone('Code already allowed', 'This code has already been allowed.'),
  denied: gone('Code already denied', 'This code has already been denied.'),
  used: gone('Code already used', 'This code has already been used to sign in.'),
};

function gone(heading: string, text: string): Explanation {
  const advice = 'To sign in again, start over in the application and enter its new code.';
  return { status: 410, heading, text: `${text} ${advice}` };
}

/** The page that takes a code. */
export function codeForm(): Answer {
  return page('Enter the code', form('', 'hint'));
}

/** The same page, with what was wrong with a code. One that is gone for good is not offered for correction. */
export function rejectedCodeForm(typed: string, problem: Problem): Answer {
  const { status, heading, text } = problems[problem];
  const value = status === 410 ? '' : typed;
  return page(
    heading,
    html`<p id="problem" class="problem" role="alert">${text}</p>
      ${form(value, 'problem hint')}`,
    status,
  );
}

function form(value: string, describedBy: string) {
  return html`<form action="device" method="get">
    <label for="user_code">Code from your application</label>
    <input
      id="user_code"
      name="user_code"
      value="${value}"
      required
      autofocus
      maxlength="32"
      autocomplete="off"
      autocapitalize="characters"
      spellcheck="false"
      aria-describedby="${describedBy}"
    />
    <p id="hint" class="quiet">Eight letters, such as BCDF-GHJK. The hyphen and capitals do not matter.</p>
    <div class="actions"><button class="primary">Continue</button></div>
  </form>`;
}

/** RFC 8628 section 5.4: name the application, show the code again, ask. */
export function confirmation({ userCode, client }: DeviceAuthorization): Answer {
  return page(
    'Allow this sign-in?',
    html`<p>
        <strong>${client.clientName}</strong> asks to sign in as you. Check that it shows this same code:
      </p>
      <p class="code">${userCode}</p>
      <h2>It will be able to</h2>
      <ul>
        ${permissions(client.scopes).map((permission) => html`<li>${permission}</li>`)}
      </ul>
      <p class="quiet">If you did not just start this sign-in, or the code differs, choose Deny.</p>
      <form action="device" method="post">
        <input type="hidden" name="user_code" value="${userCode}" />
        ${decisionButtons}
      </form>`,
  );
}

export function outcome(decision: Decision, clientName: string): Answer {
  return decision === 'approved'
    ? page(
        'Request approved',
        html`<p class="outcome approved">${clientName} is signed in.</p>
          <p>You can close this window and return to the application.</p>`,
      )
    : page(
        'Request denied',
        html`<p class="outcome denied">${clientName} was not signed in.</p>
          <p>You can close this window.</p>`,
      );
}
