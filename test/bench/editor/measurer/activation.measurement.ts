import * as vscode from 'vscode';
import { waitFor } from '../../../editor/waitFor.ts';
import type { Measurement } from './Measurement.ts';

/** In milliseconds, whole ones: the editor measures no finer. */
export interface Activation {
  readonly loadCode: number;
  readonly callActivate: number;
  /** From before that until its authentication provider has answered for the first time; undefined where it has none. */
  readonly answered: number | undefined;
}

export interface ActivationQuestion {
  /** The ids of the extensions, in the order in which they are to be activated. */
  readonly order: readonly string[];
}

/** Activates the extensions one after the other. @returns what the editor itself reports of each, and when it answers. */
export const measure: Measurement<ActivationQuestion, Record<string, Activation>> = async ({ order }) => {
  const answered: Record<string, number | undefined> = {};
  for (const id of order) {
    answered[id] = await activateAndAsk(vscode.extensions.getExtension(id));
  }
  // "Developer: Startup Performance", which has the numbers of "Developer: Show Running Extensions" as text.
  await vscode.commands.executeCommand('perfview.show');
  const report = await waitFor("the editor's report on its performance", () => {
    const text = vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'perf')?.getText() ?? '';
    return text.includes('Extension Activation Stats') && text;
  });
  return Object.fromEntries(order.map((id) => [id, { ...activationOf(id, report), answered: answered[id] }]));
};

/** Of a line such as `| sso-signin.aws-sso | false | 7 | 3 | 0 | api | … |`. */
function activationOf(id: string, report: string): Omit<Activation, 'answered'> {
  const lines = report.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
  const cells = lines.find((line) => line[1] === id);
  if (!cells) throw new Error(`The editor reports no activation of ${id}.`);
  return { loadCode: Number(cells[3]), callActivate: Number(cells[4]) };
}

async function activateAndAsk(extension: vscode.Extension<unknown> | undefined): Promise<number | undefined> {
  const { contributes = {} } = extension?.packageJSON as {
    contributes?: { authentication?: readonly { readonly id: string }[] };
  };
  const [provider] = contributes.authentication ?? [];
  const started = performance.now();
  await extension?.activate();
  if (!provider) return undefined;
  await vscode.authentication.getSession(provider.id, ['sso:account:access'], { silent: true });
  return performance.now() - started;
}
