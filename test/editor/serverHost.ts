import { randomBytes } from 'node:crypto';
import { cp, mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { launchBrowser } from './browser.ts';
import { GuardedProcess } from './GuardedProcess.ts';
import { installEditor, type InstalledEditor } from './installEditor.ts';
import { allowSignIns, letSignInsAsk } from './consent.ts';
import { patchWorkbench } from './patchWorkbench.ts';
import { printAutomationLog } from './printAutomationLog.ts';
import { answerAsPacFileSays, askPageForProxy } from './proxyAutoConfiguration.ts';
import { repositoryRoot } from './repositoryRoot.ts';
import { withoutMarketplace } from './withoutMarketplace.ts';
import { waitFor } from './waitFor.ts';

export interface ServerHostOptions {
  extensionDevelopmentPath: string;
  extensionTestsPath: string;
  userDataDir: string;
  extensionsDir: string;
  signal: AbortSignal;
}

/** Runs extension tests in the bare VS Code server with a browser that nobody looks at; answers with run()'s code. */
export async function runOnServer(options: ServerHostOptions): Promise<number> {
  const { signal } = options;
  const aborted = new Promise<never>((_, reject) => {
    const abort = () => {
      reject(signal.reason as Error);
    };
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort);
  });
  aborted.catch(() => undefined);
  const editor = await installEditor();
  const server = await startServer(editor, options);
  let page: Page | undefined;
  try {
    const started = await Promise.race([listening(server), aborted]);
    const browser = await launchBrowser();
    try {
      page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-US' });
      return await Promise.race([
        runInPage(page, started, editor, options),
        server.exited.then(serverGone(server)),
        aborted,
      ]);
    } catch (error) {
      throw await withScreenshot(error, page);
    } finally {
      await browser.close();
    }
  } finally {
    await server.stop();
  }
}

async function startServer(editor: InstalledEditor, options: ServerHostOptions): Promise<GuardedProcess> {
  const dataDir = path.join(options.userDataDir, 'server');
  const settings = path.join(options.userDataDir, 'User');
  await mkdir(path.join(dataDir, 'data'), { recursive: true });
  await mkdir(settings, { recursive: true });
  await cp(settings, path.join(dataDir, 'data/User'), { recursive: true });
  return new GuardedProcess(
    editor.node,
    [
      editor.serverMain,
      '--host=127.0.0.1',
      '--port=0',
      '--without-connection-token',
      '--accept-server-license-terms',
      '--enable-smoke-test-driver',
      '--telemetry-level=off',
      '--disable-workspace-trust',
      `--server-data-dir=${dataDir}`,
      `--extensions-dir=${options.extensionsDir}`,
    ],
    { env: withoutMarketplace(process.env as Record<string, string>) },
  );
}

const listening = (server: GuardedProcess): Promise<string> =>
  waitFor(
    () => `the VS Code server to listen; it said:\n${server.output}`,
    () => {
      if (!server.running) throw new Error(`The VS Code server did not start:\n${server.output}`);
      const port = /Extension host agent listening on (\d+)/.exec(server.output)?.[1];
      return port && `127.0.0.1:${port}`;
    },
    { seconds: 60 },
  );

const serverGone = (server: GuardedProcess) => (code: number) => {
  throw new Error(`The VS Code server ended with code ${code}:\n${server.output.slice(-4000)}`);
};

async function runInPage(page: Page, authority: string, editor: InstalledEditor, options: ServerHostOptions) {
  await page.exposeFunction('codeAutomationLog', printAutomationLog);
  let end: (code: number) => void = () => undefined;
  const ended = new Promise<number>((resolve) => (end = resolve));
  await page.exposeFunction('codeAutomationExit', (code: number) => {
    end(code);
  });
  const crashed = new Promise<never>((_, reject) => {
    page.once('crash', () => {
      reject(new Error('The page of the editor crashed.'));
    });
  });
  crashed.catch(() => undefined);
  // The bare server has no key for the browser to keep secrets with; without one they would live in memory only.
  const key = randomBytes(32);
  await page.route('**/mint-key', (route) =>
    route.fulfill({ body: key, contentType: 'application/octet-stream' }),
  );
  const pacFile = process.env['EDITOR_HOST_PAC'];
  await patchWorkbench(page, editor, pacFile ? [letSignInsAsk, askPageForProxy] : [letSignInsAsk]);
  if (pacFile) await answerAsPacFileSays(page, pacFile);
  await page.goto(testAddress(authority, options), { timeout: 60_000 });
  return Promise.race([ended, crashed, allowSignIns(page)]);
}

function testAddress(authority: string, options: ServerHostOptions): string {
  const remote = (file: string) => `vscode-remote://${authority}${file}`;
  const payload = [
    ['extensionDevelopmentPath', remote(options.extensionDevelopmentPath)],
    ['extensionTestsPath', remote(options.extensionTestsPath)],
    ['skipWelcome', 'true'],
  ];
  const address = new URL(`http://${authority}/`);
  address.searchParams.set('folder', path.join(options.userDataDir, 'workspace'));
  address.searchParams.set('payload', JSON.stringify(payload));
  return address.href;
}

async function withScreenshot(error: unknown, page: Page | undefined): Promise<Error> {
  const message = error instanceof Error ? error.message : String(error);
  const file = path.join(repositoryRoot, 'build/host', `${new Date().toISOString().replace(/\W/g, '-')}.png`);
  const taken = await page?.screenshot({ path: file, timeout: 10_000 }).then(
    () => ` A picture of the editor: ${path.relative(repositoryRoot, file)}`,
    () => '',
  );
  return new Error(`${message}${taken ?? ''}`, { cause: error });
}
