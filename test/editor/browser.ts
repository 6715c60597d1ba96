import { chromium, type Browser } from 'playwright-core';
import { bundledChromium } from './bundledChromium.ts';
import { installedBrowsers } from './installedBrowsers.ts';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** An installed Chrome, Chromium or Edge, else the one that comes from npm. */
export async function launchBrowser({ headed = false }: { headed?: boolean } = {}): Promise<Browser> {
  const named = process.env['CHROME_PATH'];
  if (named) return launch(named, headed);
  for (const executable of installedBrowsers()) {
    // Some distributions put a stub there that only asks to install something; then the next one may be real.
    const browser = await launch(executable, headed).catch(() => undefined);
    if (browser !== undefined) return browser;
  }
  if (headed) {
    throw new Error(
      'A visible browser needs an installed Chrome, Chromium or Edge that starts; CHROME_PATH may name it.',
    );
  }
  const { executable, libraries, env } = await bundledChromium();
  try {
    return await launch(executable, false, env);
  } catch (error) {
    if (!String(error).includes('shared libraries')) throw error;
    return launch(executable, false, { ...env, LD_LIBRARY_PATH: libraries });
  }
}

async function launch(executablePath: string, headed: boolean, env = {}): Promise<Browser> {
  const inherited = process.env as Record<string, string>;
  const browser = await chromium.launch({
    executablePath,
    headless: !headed,
    args: flags,
    env: { ...inherited, ...env },
    timeout: 60_000,
    // Playwright would close the browser and let the process live on.
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  exitOnSignals();
  return browser;
}

let exiting = false;

/** Without a handler the process would end too, but leave the browser's profile behind. */
function exitOnSignals(): void {
  if (exiting) return;
  exiting = true;
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      if (process.listenerCount(signal) === 0) process.exit(1);
    });
  }
}
