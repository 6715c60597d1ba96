import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { EndpointConfiguration } from '../../aws/endpoints/endpoints.ts';
import { homeDirectory } from '../../aws/config/homeDirectory.ts';
import { isAwsSsoError } from '../../base/errors.ts';
import type { Log } from '../../base/Log.ts';
import type { NetworkPaths } from '../../http/client/NetworkPaths.ts';
import type { ConsoleSessions } from '../../sessions/kinds/ConsoleSessions.ts';
import type { OtherWindows } from '../../sessions/windows/OtherWindows.ts';
import type { SecretStore } from '../../sessions/store/SecretStore.ts';
import type { IdentityCenterSessions } from '../../sessions/kinds/IdentityCenterSessions.ts';
import { type SessionConfig, sessionId } from '../../sessions/kinds/identityCenter.ts';
import { cancelled } from '../ui/cancellation.ts';
import type { ConfiguredSessions } from '../settings/ConfiguredSessions.ts';
import { copyText } from '../ui/copyText.ts';
import type { Ui } from '../ui/Ui.ts';
import { networkSettings, variableNames, versions } from './editorFacts.ts';
import type { Facts } from './Facts.ts';
import { gather, type Subjects } from './gather.ts';
import { Joining } from './Joining.ts';
import { type Report, reportOf } from './report.ts';
import { ReportDocument } from './ReportDocument.ts';
import { tellVerdict } from './tellVerdict.ts';

/** How many checks the progress names. */
const MAX_NAMES = 2;

/** What a sign-in has failed for: it may be written down nowhere. */
export interface Diagnosed {
  readonly session?: SessionConfig;
  /** Of the endpoint of AWS Sign-In. */
  readonly consoleRegion?: string;
}

export interface DiagnosisWorld {
  readonly sessions: IdentityCenterSessions;
  readonly consoles: ConsoleSessions;
  readonly configured: ConfiguredSessions;
  readonly endpoints: () => Promise<EndpointConfiguration>;
  readonly paths: NetworkPaths;
  readonly secrets: SecretStore;
  readonly otherWindows: OtherWindows;
  readonly lockDirectory: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly extension: vscode.Extension<unknown>;
  /** Where reports may be kept. */
  readonly reports: vscode.Uri;
  readonly ui: Ui;
  readonly log: Log;
}

/** Looking for what keeps people from signing in, as a person sees it: the progress, the report, the verdict. */
export class Diagnosis {
  readonly #world: DiagnosisWorld;
  readonly #document: ReportDocument;
  readonly #disposed = new AbortController();
  readonly #joining = new Joining();
  #last: Report | undefined;

  constructor(world: DiagnosisWorld) {
    this.#world = world;
    this.#document = new ReportDocument(world.reports, world.log);
  }

  /**
   * Checks every session, and what was to be diagnosed besides; and shows what it found, unless the person cancels. A second
   * call joins one that goes on, unless that does not know what it is about: then it comes after it.
   */
  async run(diagnosed: Diagnosed = {}): Promise<void> {
    await this.#joining.run(keysOf(diagnosed), (onFound) => this.#run(diagnosed, onFound));
  }

  /** Copies the newest report, if there is one. */
  async copyReport(): Promise<void> {
    if (this.#last) {
      await copyText(this.#last.text, this.#world);
    }
  }

  dispose(): void {
    this.#disposed.abort(cancelled());
    this.#document.dispose();
  }

  async #run(diagnosed: Diagnosed, onFound: (keys: readonly string[]) => void): Promise<void> {
    let report: Report;
    try {
      report = await this.#report(async () => {
        const subjects = await this.#subjects(diagnosed);
        onFound(keysOfAll(subjects));
        return subjects;
      });
    } catch (error) {
      if (isAwsSsoError(error, 'Cancelled')) {
        return;
      }
      throw error;
    }
    this.#world.log.info(`Diagnosis: ${report.verdict.sentence}`);
    this.#last = report;
    await this.#document.show(report.text);
    void tellVerdict(report, { ...this.#world, again: () => this.run(diagnosed) });
  }

  async #report(subjects: () => Promise<Subjects>): Promise<Report> {
    const options: vscode.ProgressOptions = {
      location: vscode.ProgressLocation.Notification,
      title: l10n.t('Running diagnostics'),
      cancellable: true,
    };
    return vscode.window.withProgress(options, async (progress, token) => {
      const over = new AbortController();
      const subscription = token.onCancellationRequested(() => over.abort(cancelled()));
      const signal = AbortSignal.any([over.signal, this.#disposed.signal]);
      try {
        const onAwaited = (names: readonly string[]): void => progress.report({ message: awaited(names) });
        const facts = await this.#gather(subjects, onAwaited, signal);
        return reportOf(facts, homeDirectory(this.#world.env));
      } finally {
        subscription.dispose();
      }
    });
  }

  #gather(
    subjects: () => Promise<Subjects>,
    onAwaited: (names: readonly string[]) => void,
    signal: AbortSignal,
  ): Promise<Facts> {
    const { configured, env, extension } = this.#world;
    return gather(
      {
        ...this.#world,
        ...{ onAwaited, subjects, problems: () => configured.problems() },
        editor: {
          versions: versions(extension),
          settings: networkSettings(),
          variables: variableNames(env),
        },
      },
      signal,
    );
  }

  async #subjects({ session, consoleRegion }: Diagnosed): Promise<Subjects> {
    const { sessions, consoles, configured } = this.#world;
    await Promise.all([sessions.load(), consoles.load(), configured.refresh()]);
    const known = sessions.known();
    const isKnown = (one: SessionConfig): boolean =>
      known.some((other) => sessionId(other) === sessionId(one) && other.region === one.region);
    const portals = [...known, ...(session && !isKnown(session) ? [session] : [])].map((config) => {
      const isSignedIn = sessions.find(sessionId(config)) !== undefined;
      return { ...config, isSignedIn, isSuggested: !isSignedIn && configured.isSuggested(config) };
    });
    const regions = consoles.signedIn().map(({ region }) => region);
    return { portals, consoleRegions: [...new Set([...regions, ...(consoleRegion ? [consoleRegion] : [])])] };
  }
}

function keysOf({ session, consoleRegion }: Diagnosed): readonly string[] {
  return keysOfAll({
    portals: session ? [session] : [],
    consoleRegions: consoleRegion === undefined ? [] : [consoleRegion],
  });
}

/** One for each thing to look at. */
function keysOfAll({
  portals,
  consoleRegions,
}: {
  readonly portals: readonly SessionConfig[];
  readonly consoleRegions: readonly string[];
}): readonly string[] {
  return [
    ...portals.map((config) => `session ${config.region} ${sessionId(config)}`),
    ...consoleRegions.map((region) => `console ${region}`),
  ];
}

function awaited(names: readonly string[]): string {
  const shown = names.slice(0, MAX_NAMES).join(', ');
  const rest = names.length - MAX_NAMES;
  if (shown === '') {
    return '';
  }
  return rest > 0 ? l10n.t('waiting for {0} and {1} more', shown, rest) : l10n.t('waiting for {0}', shown);
}
