import * as vscode from 'vscode';
import type { AwsSsoApi, AwsSsoExports } from '../../../../api/src/index.ts';

export const EXTENSION_ID = 'sso-signin.aws-sso';

/** The API for this extension. */
export async function api(): Promise<AwsSsoApi> {
  const extension = vscode.extensions.getExtension<AwsSsoExports>(EXTENSION_ID);
  if (!extension) throw new Error('The extension is not installed.');
  return (await extension.activate()).getAPI(1, vscode);
}

/** Signs in to the session, unless that has been done in a window before, and is given its token. */
export async function signedIn(session: string): Promise<AwsSsoApi> {
  const aws = await api();
  await aws.getAccessToken({ session });
  return aws;
}
