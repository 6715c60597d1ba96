import * as vscode from 'vscode';
import { getAwsSsoApi } from '@sso-signin/aws-sso-api';

export function activate(context: vscode.ExtensionContext): void {
  context.subscriptions.push(vscode.commands.registerCommand('awsSsoConsumer.listAccounts', listAccounts));

  // Without options the editor asks nothing: it offers the sign-in in its Accounts menu.
  vscode.authentication.getSession('aws-sso', ['sso:account:access']).then(undefined, () => undefined);
}

/** Gets an access token, with the user's consent, and uses it for what it is for. */
async function listAccounts(): Promise<void> {
  try {
    const aws = await getAwsSsoApi(vscode);
    const { token, session, expiration } = await aws.getAccessToken();
    const region = aws.sessions.find(({ name }) => name === session)?.region ?? 'us-east-1';
    const names = (await accountsOf(token, region)).map(
      ({ accountName, accountId }) => accountName ?? accountId,
    );
    void vscode.window.showInformationMessage(
      `${session} opens ${names.join(', ')} until ${expiration.toLocaleTimeString()}.`,
    );
  } catch (error) {
    const { code = 'unknown', message } = error as { code?: string; message: string };
    void vscode.window.showWarningMessage(`No accounts (${code}): ${message}`);
  }
}

interface Account {
  readonly accountId: string;
  readonly accountName?: string;
}

/** The first page of the ListAccounts operation of the access portal. */
async function accountsOf(token: string, region: string): Promise<readonly Account[]> {
  const portal = process.env['AWS_ENDPOINT_URL_SSO'] ?? `https://portal.sso.${region}.amazonaws.com`;
  const response = await fetch(`${portal}/assignment/accounts`, {
    headers: { 'x-amz-sso_bearer_token': token },
  });
  if (!response.ok) {
    throw new Error(`ListAccounts answered with status ${response.status}.`);
  }
  return ((await response.json()) as { accountList: Account[] }).accountList;
}
