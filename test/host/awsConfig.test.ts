import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { waitFor } from '../editor/waitFor.ts';
import { api, configure } from './support.ts';

const CONFIG = path.join(homedir(), '.aws/config');

describe('The AWS config file', () => {
  after(async () => {
    rmSync(CONFIG);
    await configure({ sessions: undefined, importAwsConfig: undefined });
    await noSessions();
  });

  async function sessions(): Promise<string[][]> {
    return (await api()).sessions.map(({ name, startUrl, region }) => [name, startUrl, region]);
  }

  async function noSessions(): Promise<void> {
    await waitFor('the sessions to be gone', async () => (await sessions()).length === 0);
  }

  /** What the sessions are in the end. The editor notices changes of files after a moment. */
  async function become(expected: string[][]): Promise<void> {
    let last: string[][] = [];
    await waitFor(
      () => `sessions to be ${JSON.stringify(expected)}; they are ${JSON.stringify(last)}`,
      async () => {
        last = await sessions();
        return JSON.stringify(last) === JSON.stringify(expected);
      },
    );
  }

  const section = (name: string, portal: string) =>
    `[sso-session ${name}]\nsso_start_url = https://${portal}.awsapps.com/start/\nsso_region = eu-west-1\n`;
  const row = (name: string, portal: string) => [name, `https://${portal}.awsapps.com/start`, 'eu-west-1'];

  it('gives its sessions, follows its changes, and says so', async () => {
    const aws = await api();
    // Whatever makes the extension load its sessions.
    await aws.getAccessToken({ silent: true });
    let events = 0;
    const subscription = aws.onDidChangeSessions(() => void events++);
    // There was not even the directory.
    mkdirSync(path.dirname(CONFIG));
    writeFileSync(CONFIG, section('one', 'first'));
    await become([row('one', 'first')]);
    assert.equal(events, 1);
    writeFileSync(CONFIG, section('one', 'first') + section('two', 'second'));
    await become([row('one', 'first'), row('two', 'second')]);
    writeFileSync(CONFIG, section('two', 'second'));
    await become([row('two', 'second')]);
    writeFileSync(CONFIG, '');
    await become([]);
    subscription.dispose();
  });

  it('is one with settings that name the same portal, under the name of the settings', async () => {
    const [, startUrl = '', region = ''] = row('', 'first');
    await configure({ sessions: [{ name: 'mine', startUrl, region }] });
    writeFileSync(CONFIG, section('one', 'first') + section('two', 'second'));
    await become([row('mine', 'first'), row('two', 'second')]);
  });

  it('gives way to settings that have another portal under the same name', async () => {
    const [, startUrl = '', region = ''] = row('', 'other');
    await configure({ sessions: [{ name: 'one', startUrl, region }] });
    writeFileSync(CONFIG, section('one', 'first') + section('two', 'second'));
    await become([row('one', 'other'), row('two', 'second')]);
    await configure({ sessions: undefined });
  });

  it('gives what can be used of a file with mistakes', async () => {
    writeFileSync(CONFIG, `what is this\n${section('one', 'first')}[sso-session broken]\n`);
    await become([row('one', 'first')]);
  });

  it('gives nothing when the user does not want it', async () => {
    writeFileSync(CONFIG, section('one', 'first'));
    await become([row('one', 'first')]);
    await configure({ importAwsConfig: false });
    await become([]);
    await configure({ importAwsConfig: undefined });
    await become([row('one', 'first')]);
  });

  it('does not let a workspace suggest a session that it has', async () => {
    writeFileSync(CONFIG, section('one', 'first'));
    await become([row('one', 'first')]);
    const configuration = vscode.workspace.getConfiguration('awsSso');
    const suggestion = [{ name: 'one', startUrl: 'https://evil.awsapps.com/start', region: 'eu-west-1' }];
    await configuration.update('sessions', suggestion, vscode.ConfigurationTarget.Workspace);
    await become([row('one', 'first')]);
    await configuration.update('sessions', undefined, vscode.ConfigurationTarget.Workspace);
  });
});
