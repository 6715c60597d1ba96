import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as vscode from 'vscode';
import { waitFor } from '../editor/waitFor.ts';
import { configure, signIn, signOutOfAll, useIdentityCenter } from './support.ts';

/** What its tab is called, after the word for a preview. */
const FILE = 'AWS SSO Diagnostics.md';

describe('awsSso.diagnose', () => {
  const center = useIdentityCenter();
  const { fetch } = globalThis;
  before(() => {
    // The portals are nowhere: what is asked of them is answered here, and nothing leaves this machine.
    globalThis.fetch = (input, init) =>
      typeof input === 'string' && new URL(input).hostname.endsWith('.awsapps.com')
        ? fetch(`${center().url}/device`, init)
        : fetch(input, init);
  });
  after(() => {
    globalThis.fetch = fetch;
  });
  beforeEach(() => {
    const { oidc, portal } = center();
    return configure({ endpoints: { oidc, portal } });
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await signOutOfAll();
  });

  /** The tabs that show a report, rendered. */
  const tabs = () =>
    vscode.window.tabGroups.all
      .flatMap((group) => group.tabs)
      .filter(({ input, label }) => input instanceof vscode.TabInputWebview && label.endsWith(FILE));

  /** Where nobody listens any more. Not a port that no `fetch` would ask at, such as 1. */
  async function deserted(): Promise<string> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    return `127.0.0.1:${port}`;
  }

  /** Runs the command. @returns the report that is in front then, as its button copies it. */
  async function diagnose(): Promise<string> {
    await vscode.env.clipboard.writeText('');
    await vscode.commands.executeCommand('awsSso.diagnose');
    await waitFor('the report to be in front', () => tabs().some(({ isActive }) => isActive));
    await vscode.commands.executeCommand('awsSso.view.copyReport');
    return vscode.env.clipboard.readText();
  }

  /** What the report begins with, on one line. */
  function top(report: string): string {
    return (report.split('\n\n')[1] ?? '').replaceAll('\n', ' ');
  }

  it('finds that all is well, signed out, and opens the report, rendered', async () => {
    const report = await diagnose();
    assert.match(top(report), /^\*\*✓ All is well\.\*\*/, report);
    for (const line of [
      /^## Session `corp`$/m,
      /✓ ok {7}\*\*Start URL:\*\* {2}https:\/\/d-1234567890\.awsapps\.com\/start responds \(HTTP 200/,
      /\*\*State:\*\* +not signed in/,
      /\*\*Address:\*\* +http:\/\/127\.0\.0\.1:\d+, from the setting awsSso\.endpoints/,
      /\*\*Used by:\*\* +`corp`, `lab`/,
      /\*\*Reached:\*\* +AWS responds as expected \(400 InvalidRequestException\)/,
      /\*\*Reached:\*\* +AWS responds as expected \(401 UnauthorizedException\)/,
      /\*\*VS Code’s path:\*\* +AWS responded in \d+ ms/,
      /\*\*Second path:\*\* +AWS responded in \d+ ms/,
      /\*\*Clock:\*\* +Within 1 s/,
      /\*\*Secret storage:\*\* +A value was written, read, and deleted/,
      /\*\*Lock:\*\* +Taken and released/,
      new RegExp(`\\*\\*Editor:\\*\\* .*${vscode.version.replaceAll('.', '\\.')}`),
      /\*\*Extension:\*\* +0\.1\.0/,
    ]) {
      assert.match(report, line);
    }
    assert.ok(!report.includes('✗'), report);
    assert.equal(tabs().length, 1);
  });

  it('leaves no trace at the service, and names no secret of those who are signed in', async () => {
    await signIn(center(), 'corp');
    const issued = center().issuedSecrets.length;
    const report = await diagnose();
    assert.match(report, /\*\*State:\*\* +signed in/);
    assert.equal(center().issuedSecrets.length, issued);
    const told = center().issuedSecrets.filter((secret) => report.includes(secret));
    assert.deepEqual(told, []);
    assert.ok(!/\d{12}/.test(report), report);
  });

  it('renews the report, in the one editor', async () => {
    assert.match(top(await diagnose()), /All is well/);
    const host = await deserted();
    await configure({ endpoints: { oidc: `http://${host}`, portal: center().portal } });
    assert.ok(top(await diagnose()).includes(`${host} refused the connection`));
    assert.equal(tabs().length, 1);
  });

  it('finds an address that refuses, and tells the other one well', async () => {
    const host = await deserted();
    await configure({ endpoints: { oidc: `http://${host}`, portal: center().portal } });
    const report = await diagnose();
    assert.ok(top(report).startsWith(`**✗ Problem.** ${host} refused the connection. `), report);
    const [, oidc = '', portal = ''] = report.split(/^## .*us-east-1$/m);
    assert.match(oidc, /✗ problem +\*\*Reached:\*\* /);
    assert.match(oidc, /✗ problem +\*\*Second path:\*\* /);
    assert.match(portal, /✓ ok +\*\*Reached:\*\* /);
  });

  it('tells an answer of something else from one of AWS', async () => {
    const captive = createServer((_, response) => {
      response.setHeader('content-type', 'text/html');
      response.end('<h1>Welcome to the airport</h1>');
    });
    captive.listen(0, '127.0.0.1');
    await once(captive, 'listening');
    const { port } = captive.address() as AddressInfo;
    try {
      await configure({ endpoints: { oidc: `http://127.0.0.1:${port}`, portal: center().portal } });
      assert.match(
        top(await diagnose()),
        new RegExp(`^\\*\\*✗ Problem\\.\\*\\* Something other than AWS answered for 127\\.0\\.0\\.1:${port}`),
      );
    } finally {
      captive.close();
      captive.closeAllConnections();
    }
  });

  it('finds a clock that is an hour ahead, or behind', async () => {
    center().skewDate(-3600);
    assert.match(top(await diagnose()), /This machine’s clock is 60 min fast\. Correct it/);
    center().skewDate(3600);
    assert.match(top(await diagnose()), /This machine’s clock is 60 min slow\./);
  });

  it('finds an endpoint that cannot be used, and an entry of the settings', async () => {
    await configure({ endpoints: { oidc: 'http://192.0.2.1', portal: center().portal } });
    assert.match(top(await diagnose()), /A custom AWS endpoint isn’t valid\./);
  });

  it('says that there is no session to check, and checks the rest', async () => {
    const sessions = vscode.workspace.getConfiguration('awsSso').inspect('sessions')?.globalValue;
    await configure({ sessions: [] });
    const before = center().requests.length;
    try {
      const report = await diagnose();
      assert.match(top(report), /^\*\*! Note\.\*\* You have no session yet, so AWS wasn’t contacted\. /);
      assert.match(report, /\*\*Secret storage:\*\* +A value was written/);
      assert.equal(center().requests.length, before);
    } finally {
      await configure({ sessions });
    }
  });

  it('names no password of a proxy, and what of the environment is set by its name alone', async () => {
    const http = vscode.workspace.getConfiguration('http');
    const { Global } = vscode.ConfigurationTarget;
    await http.update('proxy', 'http://alice:s3cret@127.0.0.1:9', Global);
    await http.update('proxyAuthorization', 'Basic czNjcmV0', Global);
    process.env['AWS_SESSION_TOKEN'] = 's3cret-token';
    try {
      const report = await diagnose();
      assert.match(report, /\*\*http\.proxy:\*\* +http:\/\/127\.0\.0\.1:9\n/);
      assert.match(report, /\*\*http\.proxyAuthorization:\*\* +set\n/);
      assert.match(report, /\*\*Environment variables:\*\* +.*\bAWS_SESSION_TOKEN\b/);
      assert.ok(!/s3cret|alice|czNjcmV0/.test(report), report);
    } finally {
      delete process.env['AWS_SESSION_TOKEN'];
      await http.update('proxy', undefined, Global);
      await http.update('proxyAuthorization', undefined, Global);
    }
  });

  it('diagnoses once for two callers', async () => {
    const before = center().requests.length;
    await diagnose();
    const once = center().requests.length - before;
    await Promise.all([
      vscode.commands.executeCommand('awsSso.diagnose'),
      vscode.commands.executeCommand('awsSso.diagnose'),
    ]);
    assert.equal(center().requests.length - before, 2 * once);
  });

  it('ends at once when it is cancelled, and opens nothing', async () => {
    center().fail('CreateToken', { kind: 'delayBefore', ms: 30_000 }, Infinity);
    const { withProgress } = vscode.window;
    const cancelling = new vscode.CancellationTokenSource();
    let message = '';
    // Nobody presses a button here: the token is what it would cancel.
    Object.defineProperty(vscode.window, 'withProgress', {
      configurable: true,
      value: (options: vscode.ProgressOptions, task: Parameters<typeof withProgress>[1]) =>
        withProgress(options, (progress) =>
          task(
            {
              report(value) {
                message = value.message ?? '';
                progress.report(value);
              },
            },
            cancelling.token,
          ),
        ),
    });
    try {
      const command = vscode.commands.executeCommand('awsSso.diagnose');
      await waitFor('the progress to say what is awaited', () =>
        /^waiting for the response of 127\.0\.0\.1:\d+$/.test(message),
      );
      const cancelledAt = performance.now();
      cancelling.cancel();
      assert.equal(await command, undefined);
      const took = performance.now() - cancelledAt;
      assert.ok(took < 100, `${took} ms`);
      assert.deepEqual(tabs(), []);
    } finally {
      Object.defineProperty(vscode.window, 'withProgress', { configurable: true, value: withProgress });
    }
  });
});
