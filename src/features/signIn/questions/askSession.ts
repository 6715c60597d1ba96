import * as l10n from '@vscode/l10n';
import { portalName, regionOfStartUrl, typedStartUrl } from '../../../aws/endpoints/startUrl.ts';
import { messageOf } from '../../../base/errors.ts';
import { freeName } from '../../../base/freeName.ts';
import { ACCOUNT_ACCESS_SCOPE } from '../../../sessions/kinds/scopes.ts';
import type { SessionConfig } from '../../../sessions/kinds/identityCenter.ts';
import { cancelled } from '../../ui/cancellation.ts';
import { type Answer, BACK, type Question, type Ui } from '../../ui/Ui.ts';
import { askRegion } from './askRegion.ts';

type Step = 'startUrl' | 'region' | 'name';

export interface SessionQuestion {
  readonly title: string;
  /** Whether to ask for a name. Without it the session is named after its portal. */
  readonly askName: boolean;
  /** The sessions that there are. */
  readonly known: readonly SessionConfig[];
  /** What to begin with, such as what was typed before. */
  readonly begin?: Pick<SessionConfig, 'startUrl' | 'region'> | undefined;
}

/**
 * Asks for a session, step by step with a way back: the start URL, the region, the name.
 *
 * @throws AwsSsoError `Cancelled`
 */
export async function askSession(
  ui: Pick<Ui, 'pick' | 'input'>,
  { title, askName, known, begin }: SessionQuestion,
): Promise<SessionConfig> {
  const steps: readonly Step[] = askName ? ['startUrl', 'region', 'name'] : ['startUrl', 'region'];
  const answers = { startUrl: begin?.startUrl ?? '', region: begin?.region ?? '', name: '' };
  let at = 0;
  for (let step = steps[at]; step; step = steps[at]) {
    const frame = { title, step: at + 1, totalSteps: steps.length, canGoBack: at > 0 };
    const answer = await ASK[step](ui, frame, answers, known);
    if (answer === undefined) {
      throw cancelled();
    }
    if (answer === BACK) {
      at--;
    } else {
      answers[step] = answer.trim();
      at++;
    }
  }
  const startUrl = typedStartUrl(answers.startUrl);
  const name = askName ? answers.name : nameAfterPortal(startUrl, known);
  return { name, startUrl, region: answers.region, registrationScopes: [ACCOUNT_ACCESS_SCOPE] };
}

type Ask = (
  ui: Pick<Ui, 'pick' | 'input'>,
  frame: Question,
  answers: Readonly<Record<Step, string>>,
  known: readonly SessionConfig[],
) => Promise<Answer<string>>;

const ASK: Readonly<Record<Step, Ask>> = {
  startUrl: (ui, frame, { startUrl }) =>
    ui.input({
      ...frame,
      value: startUrl,
      placeholder: 'https://d-1234567890.awsapps.com/start',
      prompt: l10n.t('Enter the start URL of your AWS access portal, or its ID or alias'),
      problemOf: startUrlProblem,
    }),
  region: (ui, frame, { startUrl, region }) =>
    askRegion(ui, {
      ...frame,
      proposed: regionOfStartUrl(typedStartUrl(startUrl)) ?? (region || undefined),
    }),
  name: (ui, frame, { startUrl }, known) =>
    ui.input({
      ...frame,
      value: freeSessionName(typedStartUrl(startUrl), known),
      placeholder: 'corp',
      prompt: l10n.t('Enter a name for the session'),
      problemOf: (text) => nameProblem(text.trim(), known),
    }),
};

function startUrlProblem(text: string): string | undefined {
  try {
    typedStartUrl(text);
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

function nameProblem(text: string, known: readonly SessionConfig[]): string | undefined {
  if (text === '') {
    return l10n.t('Enter a name.');
  }
  if (!isSessionName(text)) {
    return l10n.t('Use letters, digits, dots, hyphens and underscores only.');
  }
  return known.some(({ name }) => name === text)
    ? l10n.t('There’s already a session with that name.')
    : undefined;
}

/** Whether the AWS CLI and every SDK accept the name for an `sso-session` too. */
export function isSessionName(text: string): boolean {
  return /^[A-Za-z0-9_.-]+$/.test(text);
}

/** The name of the portal's session, where there is one already; else a free one. */
export function nameAfterPortal(startUrl: string, known: readonly SessionConfig[]): string {
  return known.find((session) => session.startUrl === startUrl)?.name ?? freeSessionName(startUrl, known);
}

/** The portal's id or alias, with a number behind it where that is taken. */
function freeSessionName(startUrl: string, known: readonly SessionConfig[]): string {
  return freeName(portalName(startUrl), (name) => known.some((session) => session.name === name));
}
