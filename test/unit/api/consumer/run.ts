import { type AwsSsoApi, EXTENSION_ID, getAwsSsoApi } from '@sso-signin/aws-sso-api';
import type * as vscode from 'vscode';

/** As much of an editor as it takes to find the extension. */
const caller = {
  extensions: {
    getExtension: (id: string) => ({
      activate: () => Promise.resolve({ getAPI: (version: number) => ({ sessions: [id, version] }) }),
    }),
  },
} as unknown as typeof vscode;

void getAwsSsoApi(caller).then((aws: AwsSsoApi) => {
  console.log(JSON.stringify([EXTENSION_ID, aws.sessions, typeof module]));
});
