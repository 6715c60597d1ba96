import * as vscode from 'vscode';

/** Registers the terminal profile that asks for a role. */
export function registerRoleProfile(
  newTerminal: () => Promise<vscode.TerminalOptions | undefined>,
): vscode.Disposable {
  return vscode.window.registerTerminalProfileProvider('awsSso.role', {
    async provideTerminalProfile() {
      const options = await newTerminal();
      if (!options) {
        // The only way to open none that VS Code says nothing about: it shows the message of any other error.
        throw new Error('');
      }
      return new vscode.TerminalProfile(options);
    },
  });
}
