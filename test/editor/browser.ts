import { chromium, type Browser, type BrowserContext } from 'playwright-core';
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

interface LaunchOptions {
  readonly executablePath: string;
  readonly headless: boolean;
  readonly args: string[];
  readonly env: Record<string, string>;
}

/** An installed Chrome, Chromium or Edge, else the one that comes from npm. */
export async function launchBrowser({ headed = false }: { headed?: boolean } = {}): Promise<Browser> {
  return launchAny(headed, (options) => chromium.launch({ ...options, ...patient }));
}

/** The same, which keeps what pages store in a folder, and can be reached by a port that the file DevToolsActivePort in it names. */
export async function launchLastingBrowser(folder: string): Promise<BrowserContext> {
  return launchAny(false, (options) =>
    chromium.launchPersistentContext(folder, {
      ...options,
      ...patient,
      args: [...options.args, '--remote-debugging-port=0'],
    }),
  );
}

/** Playwright would close the browser on these signals and let the process live on. */
const patient = { timeout: 60_000, handleSIGTERM: false, handleSIGHUP: false };

async function launchAny<T>(headed: boolean, start: (options: LaunchOptions) => Promise<T>): Promise<T> {
  const launch = async (executablePath: string, env = {}): Promise<T> => {
    const inherited = process.env as Record<string, string>;
    const browser = await start({
      executablePath,
      headless: !headed,
      args: flags,
      env: { ...inherited, ...env },
    });
    exitOnSignals();
    return browser;
  };
  const named = process.env['CHROME_PATH'];
  if (named) return launch(named);
  for (const executable of installedBrowsers()) {
    // Some distributions put a stub there that only asks to install something; then the next one may be real.
    const browser = await launch(executable).catch(() => undefined);
    if (browser !== undefined) return browser;
  }
  if (headed) {
    throw new Error(
      'A visible browser needs an installed Chrome, Chromium or Edge that starts; CHROME_PATH may name it.',
    );
  }
  const { executable, libraries, env } = await bundledChromium();
  try {
    return await launch(executable, env);
  } catch (error) {
    if (!String(error).includes('shared libraries')) throw error;
    return launch(executable, { ...env, LD_LIBRARY_PATH: libraries });
  }
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
