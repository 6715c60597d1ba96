import * as vscode from 'vscode';
import { EXTENSION_ID, getAwsSsoApi } from '@sso-signin/aws-sso-api';
import { countModelsWithRole, countModelsWithToken } from './bedrock.ts';

export function activate({ subscriptions }: vscode.ExtensionContext): void {
  const command = (name: string, what: string, run: () => Promise<string | undefined>): void => {
    subscriptions.push(
      vscode.commands.registerCommand(`awsSsoWebConsumer.${name}`, () => showOutcome(what, run)),
    );
  };
  command('showHost', 'host', () => Promise.resolve(describeHost()));
  command('showSessions', 'sessions', showSessions);
  command('listAccounts', 'accounts', listAccounts);
  command(
    'countModelsWithToken',
    'models',
    async () => `The token opens ${await countModelsWithToken()} models.`,
  );
  command('countModelsWithRole', 'models', countModels);
  command('silently', 'token', silently);
}

/** A worker of the browser has no `process`, and does not see what extensions of other hosts export. */
function describeHost(): string {
  const node = 'process' in self ? 'with Node.js' : 'without Node.js';
  const exported = vscode.extensions.getExtension(EXTENSION_ID) ? 'here' : 'in another host';
  return `${self.constructor.name}, ${node}; SSO Sign-in for AWS is ${exported}.`;
}

async function showSessions(): Promise<string> {
  const { sessions } = await getAwsSsoApi(vscode);
  return sessions.map(({ name, signedIn }) => `${name} is signed ${signedIn ? 'in' : 'out'}.`).join(' ');
}

async function listAccounts(): Promise<string> {
  const aws = await getAwsSsoApi(vscode);
  const accounts = await aws.listAccounts();
  const { session, expiration } = await aws.getAccessToken();
  const names = accounts.map(({ accountName, accountId }) => accountName ?? accountId);
  return `${session} opens ${names.join(', ')} until ${expiration.toLocaleTimeString()}.`;
}

/** With the first role of the first account, for want of a question. */
async function countModels(): Promise<string> {
  const aws = await getAwsSsoApi(vscode);
  const [account] = await aws.listAccounts();
  if (!account) return 'There is no account.';
  const [role] = await aws.listAccountRoles(account);
  if (!role) return 'There is no role.';
  const count = await countModelsWithRole(role.accountId, role.roleName);
  return `${role.accountId}/${role.roleName} opens ${count} models.`;
}

async function silently(): Promise<string> {
  const aws = await getAwsSsoApi(vscode);
  const token = await aws.getAccessToken({ silent: true });
  return token ? 'There is a token.' : 'There is none without a question.';
}

async function showOutcome(what: string, run: () => Promise<string | undefined>): Promise<void> {
  try {
    const outcome = await run();
    if (outcome) void vscode.window.showInformationMessage(outcome);
  } catch (error) {
    const { code = 'unknown', message } = error as { code?: string; message: string };
    void vscode.window.showWarningMessage(`No ${what} (${code}): ${message}`);
  }
}
