import type { Browser } from 'playwright-core';
import {
  type Consumer,
  packageConsumer,
  packageExtension,
  packageProbe,
} from '../../scripts/packageExtensions.ts';
import { launchBrowser } from '../editor/browser.ts';
import { type CodeServer, startCodeServer } from '../editor/codeServer.ts';
import { EditorWindow, type EditorWindowOptions } from '../editor/EditorWindow.ts';
import {
  type IdentityCenter,
  type IdentityCenterOptions,
  startIdentityCenter,
} from '../identity-center/server.ts';

/** What settings call the session of the local Identity Center. */
export const SESSION = 'local';

/** Seconds between two polls, of which nobody has to wait for many. */
const INTERVAL = 0.2;

export interface StageOptions {
  readonly identityCenter?: IdentityCenterOptions;
  /** User settings besides those that lead to the local Identity Center. */
  readonly settings?: object;
  readonly machineSettings?: object;
  readonly port?: number;
  /** Besides English. */
  readonly languages?: readonly string[];
  /** Variables that the editor, and so its terminals, are started with. */
  readonly env?: Record<string, string>;
  /** Has what runs in the editor and its terminals call the local Identity Center in place of AWS. */
  readonly sdkEndpoints?: boolean;
  /** The consumers to install, `consumer` alone if left out. With none, nothing starts this extension with the editor. */
  readonly consumers?: readonly Consumer[];
  /** Installs the probe, in place of the consumers unless some are named. */
  readonly probe?: boolean;
  /** Has the editor itself install the extensions. */
  readonly installs?: boolean;
}

/** What the clients of the services behind a sign-in read. Each service has its own, too: what was set for it wins otherwise. */
function sdkEndpoints({ url }: IdentityCenter): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_ENDPOINT_URL_SSO: url,
    AWS_ENDPOINT_URL_STS: url,
    AWS_ENDPOINT_URL_BEDROCK: url,
  };
}

/** A real VS Code with the packaged extension and consumers of it installed, and a local Identity Center to sign in to. */
export class Stage {
  readonly identityCenter: IdentityCenter;
  readonly server: CodeServer;
  #browser: Browser | undefined;

  static async start(options: StageOptions = {}): Promise<Stage> {
    const { probe = false, consumers = probe ? [] : ['consumer'] } = options;
    const extensions = [
      packageExtension(),
      ...consumers.map(packageConsumer),
      ...(probe ? [packageProbe()] : []),
    ];
    const identityCenter = await startIdentityCenter({ interval: INTERVAL, ...options.identityCenter });
    const { oidc, portal, signin, startUrl, region } = identityCenter;
    try {
      const server = await startCodeServer({
        extensions,
        installs: options.installs ?? false,
        settings: {
          'awsSso.sessions': [{ name: SESSION, startUrl, region }],
          'awsSso.endpoints': { oidc, portal, signin },
          // There are no variables in a browser.
          ...(options.sdkEndpoints ? { 'awsSsoWebConsumer.endpoint': identityCenter.url } : {}),
          ...options.settings,
        },
        ...(options.machineSettings ? { machineSettings: options.machineSettings } : {}),
        ...(options.port === undefined ? {} : { port: options.port }),
        ...(options.languages ? { languages: options.languages } : {}),
        env: { ...(options.sdkEndpoints ? sdkEndpoints(identityCenter) : {}), ...options.env },
      });
      return new Stage(identityCenter, server);
    } catch (error) {
      await identityCenter.stop();
      throw error;
    }
  }

  private constructor(identityCenter: IdentityCenter, server: CodeServer) {
    this.identityCenter = identityCenter;
    this.server = server;
  }

  /** Opens a window for a person with an empty browser of their own. */
  async open(options?: EditorWindowOptions): Promise<EditorWindow> {
    this.#browser ??= await launchBrowser();
    return EditorWindow.open(this.#browser, this.server.url, options);
  }

  async stop(): Promise<void> {
    await Promise.all([this.#browser?.close(), this.server.stop(), this.identityCenter.stop()]);
  }
}
