import * as vscode from 'vscode';
import type { Links } from './Links.ts';

/** Has VS Code hand over the links to this extension, such as `vscode://sso-signin.aws-sso/sign-in?…`. */
export function registerLinks(links: () => Links): vscode.Disposable {
  return vscode.window.registerUriHandler({ handleUri: (uri) => links().open(uri) });
}
