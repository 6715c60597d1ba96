import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cleanEnvironment } from './cleanEnvironment.ts';
import { GuardedProcess } from './GuardedProcess.ts';
import { installEditor, type InstalledEditor } from './installEditor.ts';
import { placeExtensions } from './placeExtensions.ts';
import { provideLanguages } from './provideLanguages.ts';
import { quietSettings } from './quietSettings.ts';
import { withoutMarketplace } from './withoutMarketplace.ts';
import { waitFor } from './waitFor.ts';

export interface CodeServerOptions {
  settings: object;
  /** Those of scope `machine`, which a remote editor takes from nowhere else. */
  machineSettings?: object;
  /** Paths of .vsix files; if left out, those that are in `dataDir` already. */
  extensions?: readonly string[];
  /** Has the editor itself install them, by its command line, rather than find them in their place. */
  installs?: boolean;
  env?: Record<string, string>;
  /** Languages besides English that a window can be opened in, such as `de`, with what extensions say in them. */
  languages?: readonly string[];
  /** Kept if given; else a fresh one that `stop()` removes. */
  dataDir?: string;
  port?: number;
}

export interface CodeServer {
  url: string;
  dataDir: string;
  /** The home directory of the person at the editor. */
  home: string;
  /** Everything in the log files, output channels included. */
  logs(): Promise<string>;
  stop(): Promise<void>;
}

/** VS Code in the browser with extensions installed, as a person would have it. */
export async function startCodeServer(options: CodeServerOptions): Promise<CodeServer> {
  const editor = await installEditor();
  const dataDir = options.dataDir ?? (await mkdtemp(path.join(tmpdir(), 'editor-')));
  const server = await start(editor, dataDir, options).catch(async (error: unknown) => {
    if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
    throw error;
  });
  return {
    url: server.url,
    dataDir,
    home: path.join(dataDir, 'home'),
    logs: () => readLogs(dataDir),
    stop: () => server.process.stop(),
  };
}

async function start(editor: InstalledEditor, dataDir: string, options: CodeServerOptions) {
  const settings: Record<string, unknown> = { ...quietSettings, ...options.settings };
  await mkdir(path.join(dataDir, 'User'), { recursive: true });
  await writeFile(path.join(dataDir, 'User/settings.json'), JSON.stringify(settings, undefined, 2));
  await mkdir(path.join(dataDir, 'Machine'), { recursive: true });
  await writeFile(path.join(dataDir, 'Machine/settings.json'), JSON.stringify(options.machineSettings ?? {}));
  if (options.languages) await provideLanguages(dataDir, options.languages);
  // Without a configuration file of its own it reads, or writes, the user's.
  const config = path.join(dataDir, 'code-server.yaml');
  await writeFile(config, 'cert: false\n');

  const common = [
    `--config=${config}`,
    `--user-data-dir=${dataDir}`,
    `--extensions-dir=${path.join(dataDir, 'extensions')}`,
  ];
  // With a home of its own: the developer's AWS files are nobody's business here.
  const home = path.join(dataDir, 'home');
  await mkdir(home, { recursive: true });
  const env = withoutMarketplace(cleanEnvironment({ HOME: home, ...options.env }));
  const { extensions } = options;
  if (extensions) {
    await (options.installs
      ? installExtensions(editor, common, extensions)
      : placeExtensions(extensions, path.join(dataDir, 'extensions')));
  }

  const child = new GuardedProcess(
    editor.node,
    [
      editor.codeServer,
      ...common,
      `--bind-addr=127.0.0.1:${options.port ?? 0}`,
      '--auth=none',
      '--ignore-last-opened',
      '--disable-telemetry',
      '--disable-update-check',
      '--disable-getting-started-override',
      ...(settings['security.workspace.trust.enabled'] === true ? [] : ['--disable-workspace-trust']),
    ],
    { env, ...(options.dataDir === undefined ? { folderToRemove: dataDir } : {}) },
  );
  try {
    const url = await waitFor(
      () => `code-server to listen; it said:\n${child.output}`,
      () => {
        if (!child.running) throw new Error(`code-server did not start:\n${child.output}`);
        return /HTTP server listening on (http:\/\/127\.0\.0\.1:\d+\/)/.exec(child.output)?.[1];
      },
      { seconds: 60 },
    );
    return { url, process: child };
  } catch (error) {
    await child.stop();
    throw error;
  }
}

async function installExtensions(
  editor: InstalledEditor,
  common: readonly string[],
  files: readonly string[],
): Promise<void> {
  const asked = files.flatMap((file) => ['--install-extension', path.resolve(file)]);
  const child = new GuardedProcess(editor.node, [editor.codeServer, ...common, ...asked, '--force'], {
    env: cleanEnvironment(),
  });
  const limit = setTimeout(() => void child.stop(), 60_000);
  const code = await child.exited.finally(() => {
    clearTimeout(limit);
  });
  if (code !== 0) throw new Error(`Extensions could not be installed (code ${code}):\n${child.output}`);
}

async function readLogs(dataDir: string): Promise<string> {
  const names = await readdir(dataDir, { recursive: true }).catch(() => []);
  const logs = names.filter((name) => name.endsWith('.log') && !name.startsWith('extensions')).sort();
  const texts = await Promise.all(
    logs.map((name) => readFile(path.join(dataDir, name), 'utf8').catch(() => '')),
  );
  return logs.map((name, index) => `==> ${name} <==\n${texts[index] ?? ''}`).join('\n');
}
