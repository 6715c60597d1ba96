import * as vscode from 'vscode';
import { getAwsSsoApi } from '@sso-signin/aws-sso-api';

export function activate(context: vscode.ExtensionContext): void {
  context.subscriptions.push(vscode.commands.registerCommand('awsSsoConsumer.listAccounts', listAccounts));

  // Without options the editor asks nothing: it offers the sign-in in its Accounts menu.
  vscode.authentication.getSession('aws-sso', ['sso:account:access']).then(undefined, () => undefined);
}

/** Lists what the session opens, with the user's consent. */
async function listAccounts(): Promise<void> {
  try {
    const aws = await getAwsSsoApi(vscode);
    const accounts = await aws.listAccounts();
    const { session, expiration } = await aws.getAccessToken();
    const names = accounts.map(({ accountName, accountId }) => accountName ?? accountId);
    void vscode.window.showInformationMessage(
      `${session} opens ${names.join(', ')} until ${expiration.toLocaleTimeString()}.`,
    );
  } catch (error) {
    const { code = 'unknown', message } = error as { code?: string; message: string };
    void vscode.window.showWarningMessage(`No accounts (${code}): ${message}`);
  }
}
