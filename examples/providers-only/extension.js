const vscode = require('vscode');

/** The region of IAM Identity Center, and a role in an account. An extension of yours would ask for them. */
const REGION = 'us-east-1';
const ROLE = ['account:111122223333', 'role:PowerUserAccess'];

exports.activate = ({ subscriptions }) => {
  subscriptions.push(
    vscode.commands.registerCommand('awsSsoProvidersOnly.listAccounts', listAccounts),
    vscode.commands.registerCommand('awsSsoProvidersOnly.openTerminal', openTerminal),
  );
};

/** The `accessToken` of an `aws-sso` session is what the access portal takes. */
async function listAccounts() {
  const session = await ask('aws-sso', ['sso:account:access']);
  if (!session) return;
  const portal = process.env.AWS_ENDPOINT_URL_SSO || `https://portal.sso.${REGION}.amazonaws.com`;
  const response = await fetch(`${portal}/assignment/accounts`, {
    headers: { 'x-amz-sso_bearer_token': session.accessToken },
  });
  const { accountList = [] } = await response.json();
  const names = accountList.map(({ accountName, accountId }) => accountName ?? accountId);
  vscode.window.showInformationMessage(`${session.account.label} opens ${names.join(', ')}.`);
}

/** That of an `aws-sso-role` session is JSON, as a `credential_process` of the AWS CLI prints it. */
async function openTerminal() {
  const session = await ask('aws-sso-role', ROLE);
  if (!session) return;
  const { AccessKeyId, SecretAccessKey, SessionToken } = JSON.parse(session.accessToken);
  const env = {
    AWS_ACCESS_KEY_ID: AccessKeyId,
    AWS_SECRET_ACCESS_KEY: SecretAccessKey,
    AWS_SESSION_TOKEN: SessionToken,
  };
  vscode.window.createTerminal({ name: session.account.label, env }).show();
}

/** The editor asks the user, and shows the sign-in when nobody is signed in. Undefined when it came to nothing. */
async function ask(provider, scopes) {
  try {
    return await vscode.authentication.getSession(provider, scopes, { createIfNone: true });
  } catch (error) {
    vscode.window.showWarningMessage(`No session: ${error.message}`);
  }
}
