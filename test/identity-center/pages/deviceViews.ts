import { page } from './document.ts';
import { decisionButtons } from './decisions.ts';
import { html } from './html.ts';
import { permissions } from './permissions.ts';
import type { Decision } from '../decide.ts';
import type { Standing } from '../state/deviceAuthorization.ts';
import type { DeviceAuthorization } from '../state/store.ts';
import type { Text } from '../texts/texts.ts';
import type { Answer } from '../wire/answer.ts';
import type { Html } from './html.ts';
import type { Language } from './Language.ts';

export type Problem = Exclude<Standing, 'pending'> | 'unknown' | 'undecided';

interface Explanation {
  readonly status: number;
  readonly heading: Text;
  readonly text: Text;
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

function gone(heading: Text, text: Text): Explanation {
  return { status: 410, heading, text };
}

/** The page that takes a code. */
export function codeForm(language: Language): Answer {
  return page(language, language.t('Enter the code'), form(language, '', 'hint'));
}

/** The same page, with what was wrong with a code. One that is gone for good is not offered for correction. */
export function rejectedCodeForm(language: Language, typed: string, problem: Problem): Answer {
  const { t } = language;
  const { status, heading, text } = problems[problem];
  const isGone = status === 410;
  const value = isGone ? '' : typed;
  const explanation = isGone
    ? t('{0} To sign in again, start over in the application and enter its new code.', t(text))
    : t(text);
  return page(
    language,
    t(heading),
    html`<p id="problem" class="problem" role="alert">${explanation}</p>
      ${form(language, value, 'problem hint')}`,
    status,
  );
}

function form({ t }: Language, value: string, describedBy: string): Html {
  return html`<form action="device" method="get">
    <label for="user_code">${t('Code from your application')}</label>
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
    <p id="hint" class="quiet">
      ${t('Eight letters, such as BCDF-GHJK. The hyphen and capitals do not matter.')}
    </p>
    <div class="actions"><button class="primary">${t('Continue')}</button></div>
  </form>`;
}

/** RFC 8628 section 5.4: name the application, show the code again, ask. */
export function confirmation(language: Language, { userCode, client }: DeviceAuthorization): Answer {
  const { t } = language;
  const application = html`<strong>${client.clientName}</strong>`;
  return page(
    language,
    t('Allow this sign-in?'),
    html`<p>${t('{0} asks to sign in as you. Check that it shows this same code:', application)}</p>
      <p class="code">${userCode}</p>
      <h2>${t('It will be able to')}</h2>
      <ul>
        ${permissions(language, client.scopes).map((permission) => html`<li>${permission}</li>`)}
      </ul>
      <p class="quiet">${t('If you did not just start this sign-in, or the code differs, choose Deny.')}</p>
      <form action="device" method="post">
        <input type="hidden" name="user_code" value="${userCode}" />
        ${decisionButtons(language)}
      </form>`,
  );
}

export function outcome(language: Language, decision: Decision, clientName: string): Answer {
  const { t } = language;
  return decision === 'approved'
    ? page(
        language,
        t('Request approved'),
        html`<p class="outcome approved">${t('{0} is signed in.', clientName)}</p>
          <p>${t('You can close this window and return to the application.')}</p>`,
      )
    : page(
        language,
        t('Request denied'),
        html`<p class="outcome denied">${t('{0} was not signed in.', clientName)}</p>
          <p>${t('You can close this window.')}</p>`,
      );
}
