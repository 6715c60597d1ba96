import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { parseRegion, REGIONS } from '../../aws/endpoints/regions.ts';
import { parseStartUrl, portalName, regionOfStartUrl } from '../../aws/endpoints/startUrl.ts';
import { messageOf } from '../../base/errors.ts';
import { freeName } from '../../base/freeName.ts';
import { ACCOUNT_ACCESS_SCOPE } from '../../sessions/kinds/scopes.ts';
import type { SessionConfig } from '../../sessions/kinds/identityCenter.ts';
import { cancelled } from '../ui/cancellation.ts';

/** Names that the AWS CLI and every SDK accept for an `sso-session` too. */
const SESSION_NAME = /^[A-Za-z0-9_.-]+$/;

type Step = 'startUrl' | 'region' | 'name';

/**
 * Asks for a session, step by step with a way back: the start URL, the region, and the name where `askName` is set.
 * Without it the session is named after its portal.
 *
 * @throws AwsSsoError `Cancelled`
 */
export async function askSession(
  known: readonly SessionConfig[],
  { title, askName }: { title: string; askName: boolean },
): Promise<SessionConfig> {
  const steps: Step[] = askName ? ['startUrl', 'region', 'name'] : ['startUrl', 'region'];
  const answers = { startUrl: '', region: '', name: '' };
  let at = 0;
  for (let step = steps[at]; step; step = steps[at]) {
    const frame = { title, step: at + 1, totalSteps: steps.length };
    const answer = await ask(step, frame, answers, known);
    if (answer === BACK) {
      at--;
    } else {
      answers[step] = answer;
      at++;
    }
  }
  const startUrl = parseStartUrl(answers.startUrl);
  const name = askName ? answers.name : nameAfterPortal(startUrl, known);
  return { name, startUrl, region: answers.region, registrationScopes: [ACCOUNT_ACCESS_SCOPE] };
}

/**
 * Asks for another region than the one that was tried.
 *
 * @throws AwsSsoError `Cancelled`
 */
export async function askRegion(title: string, tried: string): Promise<string> {
  // Without an earlier step there is no way back.
  return (await askRegionStep({ title }, undefined, tried)) as string;
}

/**
 * Asks for the region of a sign-in with AWS console credentials.
 *
 * @throws AwsSsoError `Cancelled`
 */
export async function askConsoleRegion(title: string, proposed: string): Promise<string> {
  const placeholder = l10n.t('The region to sign in through, such as the one that you use most');
  return (await askRegionStep({ title }, proposed, undefined, placeholder)) as string;
}

interface Frame {
  readonly title: string;
  readonly step?: number;
  readonly totalSteps?: number;
}

const BACK = Symbol('back');

function ask(
  step: Step,
  frame: Frame,
  answers: Readonly<Record<Step, string>>,
  known: readonly SessionConfig[],
): Promise<string | typeof BACK> {
  switch (step) {
    case 'startUrl':
      return askText(
        frame,
        {
          value: answers.startUrl,
          placeholder: l10n.t('The start URL of your AWS access portal, or its id or alias'),
          prompt: l10n.t('Such as {0}', 'https://d-1234567890.awsapps.com/start'),
        },
        (text) => problemOf(() => parseStartUrl(text)),
      );
    case 'region':
      return askRegionStep(
        frame,
        regionOfStartUrl(parseStartUrl(answers.startUrl)) ?? (answers.region || undefined),
      );
    case 'name':
      return askText(
        frame,
        {
          value: freeSessionName(parseStartUrl(answers.startUrl), known),
          placeholder: l10n.t('A name for the session'),
          prompt: l10n.t('Commands and other extensions call the session by this name'),
        },
        (text) => nameProblem(text.trim(), known),
      );
  }
}

function nameProblem(text: string, known: readonly SessionConfig[]): string | undefined {
  if (text === '') {
    return l10n.t('Enter a name.');
  }
  if (!SESSION_NAME.test(text)) {
    return l10n.t('Use letters, digits, dots, hyphens and underscores only.');
  }
  return known.some(({ name }) => name === text)
    ? l10n.t('There is a session of that name already.')
    : undefined;
}

/** The name of the portal's session, where there is one already; else a free one. */
function nameAfterPortal(startUrl: string, known: readonly SessionConfig[]): string {
  return known.find((session) => session.startUrl === startUrl)?.name ?? freeSessionName(startUrl, known);
}

/** The portal's id or alias, with a number behind it where that is taken. */
function freeSessionName(startUrl: string, known: readonly SessionConfig[]): string {
  return freeName(portalName(startUrl), (name) => known.some((session) => session.name === name));
}

function problemOf(parse: () => unknown): string | undefined {
  try {
    parse();
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

function askText(
  frame: Frame,
  text: { value: string; prompt: string; placeholder: string },
  problem: (text: string) => string | undefined,
): Promise<string | typeof BACK> {
  const input = Object.assign(vscode.window.createInputBox(), frame, text);
  return answer(input, (accept) => {
    // Not while typing, which would complain about every beginning; but what was refused once is watched.
    input.onDidChangeValue((value) => {
      if (input.validationMessage) {
        input.validationMessage = problem(value) ?? '';
      }
    });
    input.onDidAccept(() => {
      const found = problem(input.value);
      if (found === undefined) {
        accept(input.value.trim());
      } else {
        input.validationMessage = found;
      }
    });
  });
}

function askRegionStep(
  frame: Frame,
  proposed: string | undefined,
  tried?: string,
  placeholder = l10n.t('The region of IAM Identity Center, as your AWS access portal names it'),
): Promise<string | typeof BACK> {
  const pick = Object.assign(vscode.window.createQuickPick(), frame, {
    placeholder,
    matchOnDescription: true,
  });
  const hint = { label: '', alwaysShow: true };
  const item = (label: string): vscode.QuickPickItem => ({ label, description: REGIONS[label] ?? '' });
  const others = Object.keys(REGIONS).filter((region) => region !== proposed && region !== tried);
  const regions = [...(proposed ? [proposed] : []), ...others].map(item);
  pick.items = regions;
  return answer(pick, (accept) => {
    pick.onDidChangeValue((value) => {
      const typed = value.trim().toLowerCase();
      const isOffered = regions.some(({ label, description }) =>
        `${label} ${description}`.toLowerCase().includes(typed),
      );
      hint.label = problemOf(() => parseRegion(typed)) ?? l10n.t('{0}, as typed', typed);
      pick.items = isOffered ? regions : [hint];
    });
    pick.onDidAccept(() => {
      const typed = pick.value.trim().toLowerCase();
      const [active] = pick.activeItems;
      if (problemOf(() => parseRegion(typed)) === undefined) {
        accept(typed);
      } else if (active && active !== hint) {
        accept(active.label);
      }
    });
  });
}

/** Shows a quick input until it is accepted, left by its back button, or closed. */
function answer(
  input: vscode.InputBox | vscode.QuickPick<vscode.QuickPickItem>,
  listen: (accept: (answer: string) => void) => void,
): Promise<string | typeof BACK> {
  return new Promise<string | typeof BACK>((resolve, reject) => {
    // What was typed so far must survive a look at the portal in another window.
    input.ignoreFocusOut = true;
    input.buttons = (input.step ?? 1) > 1 ? [vscode.QuickInputButtons.Back] : [];
    input.onDidTriggerButton(() => resolve(BACK));
    input.onDidHide(() => reject(cancelled()));
    listen(resolve);
    input.show();
  }).finally(() => input.dispose());
}
