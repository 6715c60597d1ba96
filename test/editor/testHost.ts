import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runTests, TestRunFailedError } from '@vscode/test-electron';
import { cleanEnvironment } from './cleanEnvironment.ts';
import { desktopEditor } from './desktopEditor.ts';
import { installEditor } from './installEditor.ts';
import { quietSettings } from './quietSettings.ts';

export interface ExtensionHostTests {
  extensionDevelopmentPath: string;
  /** A module, CommonJS or not, with `run(): Promise<void>`. */
  extensionTestsPath: string;
  env?: Record<string, string>;
  /** A desktop VS Code instead of the server build in a browser without a screen. */
  desktop?: boolean;
  settings?: object;
  /** Folders of other extensions that are to be installed. */
  extensions?: readonly string[];
  /** A PAC file that the window follows, as one on a desktop follows that of the system. */
  pacFile?: string;
  seconds?: number;
}

/** Runs tests inside a real extension host and answers with their exit code. */
export async function runExtensionHostTests(options: ExtensionHostTests): Promise<number> {
  const { desktop = false, seconds = 300 } = options;
  if (process.platform === 'win32' && !desktop) {
    throw new Error('The server build of VS Code does not run on Windows: use --desktop, or WSL.');
  }
  const launcher = path.join(import.meta.dirname, 'launcher.sh');
  const onDesktop = desktop ? await desktopEditor() : undefined;
  const version = onDesktop?.version ?? (await installEditor()).vscodeVersion;
  console.log(
    onDesktop
      ? `Host tests run in the desktop VS Code ${version} (${onDesktop.executable}).`
      : `Host tests run in VS Code ${version}, server build, in a browser without a screen.`,
  );

  const tests = path.resolve(options.extensionTestsPath);
  if (!existsSync(tests)) throw new Error(`There is no ${tests}: build the tests first.`);
  const userDataDir = await mkdtemp(path.join(tmpdir(), 'host-'));
  try {
    await mkdir(path.join(userDataDir, 'User'), { recursive: true });
    // The developer's AWS files are nobody's business here.
    const home = path.join(userDataDir, 'home');
    await mkdir(home);
    // Tests change the settings of the workspace, and may end before they change them back.
    const workspace = path.join(userDataDir, 'workspace');
    await mkdir(workspace);
    const settings = { ...quietSettings, ...options.settings };
    await writeFile(path.join(userDataDir, 'User/settings.json'), JSON.stringify(settings));
    const extensionsDir = path.join(userDataDir, 'extensions');
    for (const extension of options.extensions ?? []) {
      await cp(extension, path.join(extensionsDir, path.basename(extension)), { recursive: true });
    }
    // An archive may have lost the bit.
    if (process.platform !== 'win32') await chmod(launcher, 0o755);
    const result = path.join(userDataDir, 'result');
    const code = await runTests({
      vscodeExecutablePath: onDesktop && process.platform === 'win32' ? onDesktop.executable : launcher,
      extensionDevelopmentPath: path.resolve(options.extensionDevelopmentPath),
      extensionTestsPath: path.join(import.meta.dirname, 'attestedRun.cjs'),
      extensionTestsEnv: {
        ...withoutTheRest(),
        HOME: home,
        ...options.env,
        EDITOR_HOST_TESTS: tests,
        EDITOR_HOST_RESULT: result,
        EDITOR_HOST_SECONDS: String(seconds),
        ...(onDesktop ? { EDITOR_HOST_DESKTOP: onDesktop.executable } : {}),
        ...(options.pacFile ? { EDITOR_HOST_PAC: options.pacFile } : {}),
      },
      launchArgs: [workspace, `--user-data-dir=${userDataDir}`, `--extensions-dir=${extensionsDir}`],
    });
    if (code === 0 && !existsSync(result)) {
      console.error('The extension host ended before the tests did.');
      return 1;
    }
    return code;
  } catch (error) {
    if (error instanceof TestRunFailedError) return error.code ?? 1;
    throw error;
  } finally {
    await rm(userDataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

/** runTests adds to this process's environment; an undefined value takes a variable out of it. */
function withoutTheRest(): Record<string, string | undefined> {
  const clean = cleanEnvironment();
  const leaking = Object.keys(process.env).filter((name) => !(name in clean));
  return Object.fromEntries(leaking.map((name) => [name, undefined]));
}
