import * as vscode from 'vscode';
import { getAwsSsoApi } from '@sso-signin/aws-sso-api';

export function activate(context: vscode.ExtensionContext): void {
  context.subscriptions.push(
    vscode.commands.registerCommand('awsSsoConsumer.showToken', async () => {
      try {
        const aws = await getAwsSsoApi(vscode);
        const { token, session, expiration } = await aws.getAccessToken();
        const accounts = await countAccounts(
          token,
          aws.sessions.find(({ name }) => name === session)?.region,
        );
        void vscode.window.showInformationMessage(
          `Token for ${session}, good until ${expiration.toLocaleTimeString()}: it opens ${accounts} accounts.`,
        );
      } catch (error) {
        const { code = 'unknown', message } = error as { code?: string; message: string };
        void vscode.window.showWarningMessage(`No token (${code}): ${message}`);
      }
    }),
  );
}

/** Uses the token for what it is for: the ListAccounts operation of the access portal. */
async function countAccounts(token: string, region = 'us-east-1'): Promise<number> {
  const portal = process.env['AWS_ENDPOINT_URL_SSO'] ?? `https://portal.sso.${region}.amazonaws.com`;
  const response = await fetch(`${portal}/assignment/accounts`, {
    headers: { 'x-amz-sso_bearer_token': token },
  });
  if (!response.ok) {
    throw new Error(`ListAccounts answered ${response.status}.`);
  }
  const { accountList } = (await response.json()) as { accountList: unknown[] };
  return accountList.length;
}
