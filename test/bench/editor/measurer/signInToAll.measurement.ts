import * as vscode from 'vscode';
import type { Measurement } from './Measurement.ts';
import { api } from './signedIn.ts';

/** Signs in to all sessions of the settings. @returns how many are signed in then. */
export const measure: Measurement<object, number> = async () => {
  const aws = await api();
  const names = aws.sessions.map(({ name }) => name);
  const next = async (): Promise<void> => {
    for (let session = names.pop(); session !== undefined; session = names.pop()) {
      await vscode.commands.executeCommand('awsSso.signIn', { session });
    }
  };
  await Promise.all([next(), next(), next(), next()]);
  return aws.sessions.filter(({ signedIn }) => signedIn).length;
};
