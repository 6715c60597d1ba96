import * as vscode from 'vscode';
import { getAwsSsoApi, type SsoAccountRole } from '@sso-signin/aws-sso-api';
import { countModels } from './bearerToken.ts';
import { runWithRole } from './runWithRole.ts';
import { whoAmI } from './tenLines.ts';

export function activate({ subscriptions }: vscode.ExtensionContext): void {
  const command = (name: string, what: string, run: () => Promise<string | undefined>): void => {
    subscriptions.push(
      vscode.commands.registerCommand(`awsSsoConsumer.${name}`, () => showOutcome(what, run)),
    );
  };
  command('listAccounts', 'accounts', listAccounts);
  command('whoAmI', 'identity', whoIsInARole);
  command('runAwsCli', 'output of the AWS CLI', runAwsCli);
  command('countModels', 'models', async () => `The bearer token opens ${await countModels()} models.`);
  command('newToken', 'token', newToken);
  command('newTokenSilently', 'token', newTokenSilently);

  // Without options the editor asks nothing: it offers the sign-in in its Accounts menu.
  vscode.authentication.getSession('aws-sso', ['sso:account:access']).then(undefined, () => undefined);
}

/** Lists what the session opens, with the user's consent. */
async function listAccounts(): Promise<string> {
  const aws = await getAwsSsoApi(vscode);
  const accounts = await aws.listAccounts();
  const { session, expiration } = await aws.getAccessToken();
  const names = accounts.map(({ accountName, accountId }) => accountName ?? accountId);
  return `${session} opens ${names.join(', ')} until ${expiration.toLocaleTimeString()}.`;
}

/** Has the user choose a role, and AWS say who that is. */
async function whoIsInARole(): Promise<string | undefined> {
  const role = await chooseRole('Who Am I');
  return role && `AWS calls you ${await whoAmI(role.accountId, role.roleName)}.`;
}

/** The same by the AWS CLI, as a child process. */
async function runAwsCli(): Promise<string | undefined> {
  const role = await chooseRole('Run AWS CLI with Role');
  const args = ['sts', 'get-caller-identity', '--query', 'Arn', '--output', 'text'];
  return role && `The AWS CLI is ${await runWithRole({ ...role, region: 'us-east-1' }, 'aws', args)}.`;
}

async function chooseRole(title: string): Promise<SsoAccountRole | undefined> {
  const aws = await getAwsSsoApi(vscode);
  const accounts = (await aws.listAccounts()).map((account) => ({
    ...account,
    label: account.accountName ?? account.accountId,
  }));
  const account = await vscode.window.showQuickPick(accounts, {
    title,
    placeHolder: 'Select an account',
  });
  if (!account) return undefined;
  const roles = (await aws.listAccountRoles(account)).map(({ roleName }) => roleName);
  const roleName = await vscode.window.showQuickPick(roles, { title, placeHolder: 'The role' });
  return roleName === undefined ? undefined : { accountId: account.accountId, roleName };
}

async function newToken(): Promise<string> {
  const aws = await getAwsSsoApi(vscode);
  const { expiration } = await aws.getAccessToken({ forceRefresh: true });
  return `A new token, good until ${expiration.toLocaleTimeString()}.`;
}

async function newTokenSilently(): Promise<string> {
  const aws = await getAwsSsoApi(vscode);
  const token = await aws.getAccessToken({ forceRefresh: true, silent: true });
  return token ? 'A new token, without a question.' : 'No token without a question.';
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
