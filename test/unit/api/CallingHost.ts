import type * as vscode from 'vscode';

/** What the package sends to the extension's command. */
export interface Request {
  readonly version: number;
  readonly method: string;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly proof?: Readonly<Record<string, unknown>>;
}

/** With whom it says to be. */
type Question = Request & { readonly who?: number };

type GetSession = (
  providerId: string,
  scopes: readonly string[],
  options: vscode.AuthenticationGetSessionOptions,
) => Promise<vscode.AuthenticationSession | undefined>;

/** How the editor's commands reject that nobody has registered. */
export const notFound = (command: string) => new Error(`command '${command}' not found`);

/** An extension host in which an extension uses the package: as much of its editor as that touches, and what it saw. */
export class CallingHost {
  /** What the extension's command was asked. */
  readonly requests: Request[] = [];
  /** Who it was said to be that asks. */
  readonly who = new Set<number | undefined>();
  /** What the editor was asked for sessions of authentication. */
  readonly asked: unknown[][] = [];
  /** The messages shown, with their buttons. */
  readonly shown: string[][] = [];
  /** The other commands that were executed. */
  readonly ran: unknown[][] = [];
  readonly files = new Map<string, string>();

  /** The extension, when it runs in this host. */
  extension: { activate: () => Promise<unknown> } | undefined;
  /** The settings of the extension are known: it is enabled in some host. */
  isEnabled = true;
  /** The command of the extension. */
  bridge: (request: Request) => unknown = () => {
    throw notFound('_awsSso.api');
  };
  getSession: GetSession = () => Promise.resolve(undefined);
  /** What the person does about a message. */
  press: (buttons: readonly string[]) => Promise<string | undefined> = () => Promise.resolve(undefined);

  readonly #sessionsChanged = emitter<{ provider: { id: string } }>();
  readonly #configurationChanged = emitter<{ affectsConfiguration: (section: string) => boolean }>();

  /** The same object each time, as an extension has one. */
  readonly caller = {
    EventEmitter: class {
      readonly #emitter = emitter<unknown>();
      readonly event = this.#emitter.event;
      readonly fire = this.#emitter.fire;
    },
    Uri: { joinPath: (base: URL, path: string) => new URL(path, `${base.href}/`) },
    authentication: {
      getSession: (...args: Parameters<GetSession>) => {
        this.asked.push(args);
        return this.getSession(...args);
      },
      onDidChangeSessions: this.#sessionsChanged.event,
    },
    commands: {
      executeCommand: async (command: string, ...args: unknown[]) => {
        if (command === '_awsSso.api') {
          // Only JSON gets from one host to another.
          const { who, ...request } = JSON.parse(JSON.stringify(args[0])) as Question;
          this.who.add(who);
          this.requests.push(request);
          const answer = await this.bridge(request);
          return answer === undefined ? undefined : (JSON.parse(JSON.stringify(answer)) as unknown);
        }
        this.ran.push([command, ...args]);
        return undefined;
      },
    },
    extensions: {
      all: ['app/extensions/git', 'home/project', 'home/.vscode/extensions/caller-1.0.0'].map((folder) => ({
        extensionUri: new URL(`file:///${folder}`),
      })),
      getExtension: (id: string) => (id === 'sso-signin.aws-sso' ? this.extension : undefined),
    },
    window: {
      showInformationMessage: (message: string, ...buttons: string[]) => {
        this.shown.push([message, ...buttons]);
        return this.press(buttons);
      },
    },
    workspace: {
      fs: {
        readFile: (uri: URL) => {
          const text = this.files.get(uri.pathname);
          return text === undefined
            ? Promise.reject(new Error('FileNotFound'))
            : Promise.resolve(new TextEncoder().encode(text));
        },
      },
      getConfiguration: (section: string) => ({
        inspect: (key: string) =>
          section === 'awsSso' && key === 'signInFlow'
            ? { key, defaultValue: this.isEnabled ? 'deviceAuthorization' : undefined }
            : undefined,
      }),
      onDidChangeConfiguration: this.#configurationChanged.event,
    },
  } as unknown as typeof vscode;

  /** The accounts of a provider have changed. */
  sessionsChanged(id: string): void {
    this.#sessionsChanged.fire({ provider: { id } });
  }

  /** Settings have changed. */
  configurationChanged(changed: string): void {
    this.#configurationChanged.fire({ affectsConfiguration: (section) => section === changed });
  }
}

/** As the editor's own: who throws does not keep the others from hearing. */
function emitter<Event>() {
  const listeners = new Set<(event: Event) => unknown>();
  return {
    event: (listener: (event: Event) => unknown) => {
      listeners.add(listener);
      return { dispose: () => listeners.delete(listener) };
    },
    fire: (event: Event) => {
      for (const listener of listeners) {
        try {
          listener(event);
        } catch {
          // The editor logs it.
        }
      }
    },
  };
}
