import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as vscode from 'vscode';
import { waitFor } from '../../../editor/waitFor.ts';
import type { Measurement } from './Measurement.ts';
import { signedIn } from './signedIn.ts';
import { terminalFiles, type TerminalQuestion, type TerminalReady } from './terminalErrand.ts';

/** Has terminals use the role, and stays until all has been asked from outside. */
export const measure: Measurement<TerminalQuestion, object> = async ({ role, folder, answer }) => {
  const files = terminalFiles(folder);
  await signedIn(role.session);
  await vscode.commands.executeCommand('awsSso.useRoleInTerminals', role);
  vscode.window.createTerminal({
    shellPath: '/bin/sh',
    shellArgs: ['-c', `env -0 > ${files.env}.new && mv ${files.env}.new ${files.env}`],
  });
  await waitFor('the environment of a terminal', () => existsSync(files.env));
  const variables = readFileSync(files.env, 'utf8').split('\0').filter(Boolean);
  const env = Object.fromEntries(
    variables.map((text) => [text.replace(/=.*/s, ''), text.replace(/^[^=]*=/s, '')]),
  );
  const server = createServer((_, response) => {
    response
      .writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': answer.length })
      .end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const ready: TerminalReady = { env, barePort: (server.address() as AddressInfo).port };
  writeFileSync(`${files.ready}.new`, JSON.stringify(ready));
  renameSync(`${files.ready}.new`, files.ready);
  await waitFor('the questions from outside', () => existsSync(files.done), { seconds: 280 });
  server.close();
  return {};
};
