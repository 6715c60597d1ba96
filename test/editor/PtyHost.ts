import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import { cleanEnvironment } from './cleanEnvironment.ts';
import type { InstalledEditor } from './installEditor.ts';

/** A terminal as the editor writes it to disk when it quits; as far as it is looked at here. */
export interface SavedTerminal {
  readonly id: number;
  readonly shellLaunchConfig: object;
  readonly processLaunchConfig: { env: Record<string, string> };
}

/** The kinds of messages of the editor's channels (vs/base/parts/ipc/common/ipc.ts). */
const REQUEST = 100;
const READY = 200;
const SUCCESS = 201;
const FAILURES = [202, 203];

/** The process in which the editor runs terminals, driven by itself as the desktop editor does it. */
export class PtyHost {
  readonly #process: ChildProcess;
  readonly #waiting = new Map<
    number,
    { resolve: (value: unknown) => void; reject: (error: Error) => void }
  >();
  #requests = 0;

  static async start({ serverMain, node }: InstalledEditor, logs: string): Promise<PtyHost> {
    const out = path.dirname(serverMain);
    const host = fork(path.join(out, 'bootstrap-fork.js'), ['--type=ptyHost', '--logsPath', logs], {
      execPath: node,
      execArgv: [],
      env: cleanEnvironment({
        VSCODE_ESM_ENTRYPOINT: 'vs/platform/terminal/node/ptyHostMain',
        VSCODE_NLS_CONFIG: JSON.stringify({
          userLocale: 'en',
          osLocale: 'en',
          resolvedLanguage: 'en',
          defaultMessagesFile: path.join(out, 'nls.messages.json'),
        }),
      }),
    });
    return new Promise((resolve, reject) => {
      const started = new PtyHost(host, () => resolve(started));
      host.once('exit', (code) => reject(new Error(`The pty host ended with ${code}.`)));
    });
  }

  private constructor(host: ChildProcess, onReady: () => void) {
    this.#process = host;
    host.on('message', (message) => {
      if (typeof message !== 'string') {
        return;
      }
      const [[kind, id] = [], body] = readAll(Buffer.from(message, 'base64')) as [number[], unknown];
      if (kind === READY) {
        onReady();
      } else if (kind === SUCCESS) {
        this.#waiting.get(id ?? 0)?.resolve(body);
      } else if (FAILURES.includes(kind ?? 0)) {
        this.#waiting.get(id ?? 0)?.reject(new Error(JSON.stringify(body)));
      }
    });
  }

  /** Opens a terminal that runs a plain shell in that environment, or what it is told to run. @returns its id. */
  async open(
    env: Readonly<Record<string, string>>,
    cwd: string,
    launch: object = { executable: '/bin/sh', args: [] },
  ): Promise<number> {
    const options = {
      shellIntegration: { enabled: false, suggestEnabled: false, nonce: '' },
      windowsUseConptyDll: false,
      environmentVariableCollections: undefined,
      workspaceFolder: undefined,
      isScreenReaderOptimized: false,
    };
    const size = [80, 24, '11'];
    const id = await this.#call('createProcess', launch, cwd, ...size, env, env, options, true, 'w', 'w');
    await this.#call('start', id);
    return id as number;
  }

  /** Types into the terminal. */
  async type(id: number, text: string): Promise<void> {
    await this.#call('input', id, `${text}\r`);
  }

  /** What the editor writes to disk when it quits. */
  async save(id: number): Promise<{ readonly text: string; readonly terminals: readonly SavedTerminal[] }> {
    const text = (await this.#call('serializeTerminalState', [id])) as string;
    return { text, terminals: (JSON.parse(text) as { state: SavedTerminal[] }).state };
  }

  /** Restores a terminal as the editor does after its start. @returns its new id. */
  async restore(terminal: SavedTerminal): Promise<number> {
    await this.#call('reviveTerminalProcesses', 'w', [terminal], 'en');
    const id = (await this.#call('getRevivedPtyNewId', 'w', terminal.id)) as number;
    await this.#call('start', id);
    return id;
  }

  stop(): void {
    this.#process.removeAllListeners('exit');
    this.#process.kill();
  }

  #call(name: string, ...args: unknown[]): Promise<unknown> {
    const id = this.#requests++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      const message = Buffer.concat([write([REQUEST, id, 'ptyHost', name]), write(args)]);
      this.#process.send(message.toString('base64'));
    });
  }
}

/** The types of values, each before its value. */
const TYPE = { undefined: 0, string: 1, buffer: 2, vsBuffer: 3, array: 4, object: 5, integer: 6 };

function write(value: unknown): Buffer {
  if (value === undefined) {
    return Buffer.of(TYPE.undefined);
  }
  if (typeof value === 'string') {
    const text = Buffer.from(value);
    return Buffer.concat([Buffer.of(TYPE.string), variable(text.length), text]);
  }
  if (Array.isArray(value)) {
    return Buffer.concat([Buffer.of(TYPE.array), variable(value.length), ...value.map(write)]);
  }
  if (Number.isInteger(value)) {
    return Buffer.concat([Buffer.of(TYPE.integer), variable(value as number)]);
  }
  const json = Buffer.from(JSON.stringify(value));
  return Buffer.concat([Buffer.of(TYPE.object), variable(json.length), json]);
}

/** A number in groups of seven bits, the lowest first. */
function variable(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  do {
    bytes.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    rest >>>= 7;
  } while (rest > 0);
  return Buffer.from(bytes);
}

function readAll(bytes: Buffer): unknown[] {
  let at = 0;
  const number = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++] ?? 0;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) {
        return value;
      }
    }
  };
  const slice = (): Buffer => {
    const length = number();
    at += length;
    return bytes.subarray(at - length, at);
  };
  const value = (): unknown => {
    switch (bytes[at++]) {
      case TYPE.string:
        return slice().toString();
      case TYPE.buffer:
      case TYPE.vsBuffer:
        return slice();
      case TYPE.array:
        return Array.from({ length: number() }, value);
      case TYPE.object:
        return JSON.parse(slice().toString());
      case TYPE.integer:
        return number();
      default:
        return undefined;
    }
  };
  const values: unknown[] = [];
  while (at < bytes.length) {
    values.push(value());
  }
  return values;
}
