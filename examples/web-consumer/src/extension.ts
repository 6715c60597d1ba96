import * as vscode from 'vscode';

export function activate({ subscriptions }: vscode.ExtensionContext): void {
  const command = (name: string, what: string, run: () => Promise<string | undefined>): void => {
    subscriptions.push(
      vscode.commands.registerCommand(`awsSsoWebConsumer.${name}`, () => showOutcome(what, run)),
    );
  };
  command('showHost', 'host', showHost);
  command('listAccounts', 'accounts', async () => {
    const s = await vscode.authentication.getSession('aws-sso', ['sso:account:access'], {
      createIfNone: true,
    });
    return `${s.account.label} ${s.accessToken.length}`;
  });
}

/** A worker of the browser has no `process`, and cannot reach what another host exports. */
function showHost(): Promise<string> {
  const others = vscode.extensions.getExtension('sso-signin.aws-sso');
  return Promise.resolve(
    `${self.constructor.name}, ${'process' in self ? 'with' : 'without'} process, ${others ? 'with' : 'without'} the exports of SSO Sign-in for AWS.`,
  );
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
