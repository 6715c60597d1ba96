import type * as api from '@sso-signin/aws-sso-api';
import type { execFile as nodeExecFile } from 'node:child_process';
import type * as editor from 'vscode';

/** What the examples in the docstrings of the package take for granted. */
declare global {
  const vscode: typeof editor;
  const context: editor.ExtensionContext;
  const output: editor.OutputChannel;
  const view: { show(...what: unknown[]): void; add(...what: unknown[]): void };

  const execFile: typeof nodeExecFile;
  const getAwsSsoApi: typeof api.getAwsSsoApi;
  const aws: api.AwsSsoApi;
  type AwsSsoError = api.AwsSsoError;
  type AwsSsoUnavailable = api.AwsSsoUnavailable;
}
