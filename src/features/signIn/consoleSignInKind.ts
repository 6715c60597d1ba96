import * as l10n from '@vscode/l10n';
import type { AwsFiles } from '../../aws/config/AwsFiles.ts';
import { preferredSources } from '../../aws/config/preferredSources.ts';
import type { ForeignEndpoint } from '../../aws/endpoints/endpoints.ts';
import { isRegion } from '../../aws/endpoints/regions.ts';
import type { Signin } from '../../aws/services/Signin.ts';
import { AwsSsoError, messageOf } from '../../base/errors.ts';
import type { Log } from '../../base/Log.ts';
import { beginsCrossDevice } from '../../oauth/callbackReach.ts';
import type { ConsoleSessions } from '../../sessions/kinds/ConsoleSessions.ts';
import { authorizeConsole } from '../../sessions/kinds/authorizeConsole.ts';
import { DEFAULT_REGION } from '../../sessions/kinds/consoleConfigs.ts';
import { consoleId, consoleLabel, type SignedInConsole } from '../../sessions/kinds/console.ts';
import { cancelled } from '../ui/cancellation.ts';
import type { Ui } from '../ui/Ui.ts';
import { confirmEndpoints } from './questions/confirmEndpoints.ts';
import type { Memory } from './questions/confirmSuggested.ts';
import { askRegion } from './questions/askRegion.ts';
import type { NextStep, SignInKind } from './SignInKind.ts';
import type { SignInProgress } from './steps/SignInProgress.ts';
import type { WantedConsole } from './wantedConsole.ts';

export interface ConsoleSignInKindOptions {
  readonly sessions: Pick<ConsoleSessions, 'load' | 'regionOf' | 'add'>;
  /** AWS Sign-In at the address in force. @throws AwsSsoError `InvalidRequest` */
  readonly signin: (region: string) => Promise<Signin>;
  /** The address of the region's service, where neither AWS nor the user's settings name it. @throws as `signin`. */
  readonly foreignEndpoints: (region: string) => Promise<readonly ForeignEndpoint[]>;
  readonly memory: Memory;
  readonly awsFiles: AwsFiles;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Has the person use the session in terminals. Does not reject. */
  readonly useRole: (session: SignedInConsole) => Promise<unknown>;
  /** What to offer besides to who has signed in. */
  readonly offer: (session: SignedInConsole) => Promise<NextStep | undefined>;
  /** Looks for what keeps people from signing in through the region. */
  readonly diagnose: (region: string) => Promise<unknown>;
  readonly ui: Ui;
  readonly log: Log;
}

/** Signing in with AWS console credentials: by a browser that comes back, or by a text that a person carries. */
export function consoleSignInKind(
  options: ConsoleSignInKindOptions,
): SignInKind<WantedConsole, SignedInConsole> {
  const { sessions, useRole, offer, diagnose } = options;
  /** The region that was chosen last: one that was wrong is not asked for from the beginning. */
  let chosen: string | undefined;
  return {
    // Whose session it will be is known in the end only.
    idOf: () => 'console',
    labels: ({ session }) => ({
      name: 'AWS',
      sessionId: session === undefined ? 'console' : consoleId({ arn: session }),
    }),
    isPartOf,
    replacing: (wanted) => wanted,
    // It may be another person's.
    isReplacementShared: false,
    flowFor: (setting, reach) =>
      beginsCrossDevice(setting, reach) ? 'deviceAuthorization' : 'authorizationCode',
    async ask(wanted) {
      await sessions.load();
      const region =
        wanted.region ??
        sessions.regionOf(wanted.session) ??
        (chosen = await regionFor({ ...options, proposed: chosen }));
      await confirmEndpoints('AWS', await options.foreignEndpoints(region), options);
      return { ...wanted, region };
    },
    begin: (wanted, progress, signal) => begin(wanted, progress, signal, options),
    mismatch: ({ session: wanted }, session) =>
      wanted === undefined || session.arn === wanted ? undefined : otherSession(session, wanted),
    success: async (session) => ({
      sentence: l10n.t('Signed in to AWS as {0}.', consoleLabel(session)),
      next: [
        { label: l10n.t('Use Role in Terminals…'), run: () => useRole(session) },
        ...[await offer(session)].flatMap((step) => step ?? []),
      ],
    }),
    failure({ session }, error) {
      const label = session === undefined ? 'AWS' : consoleLabel({ arn: session });
      return { sentence: l10n.t('Couldn’t sign in to {0}: {1}', label, messageOf(error)), label };
    },
    diagnose: ({ region = DEFAULT_REGION }) => diagnose(region),
  };
}

async function begin(
  { region = DEFAULT_REGION }: WantedConsole,
  progress: SignInProgress,
  signal: AbortSignal,
  { sessions, signin, log }: ConsoleSignInKindOptions,
): Promise<SignedInConsole> {
  const { flow, changed } = progress.choice;
  const byHand = flow === 'deviceAuthorization' ? AbortSignal.abort() : changed;
  const approval = await authorizeConsole(await signin(region), { prompt: progress, byHand, signal, log });
  return sessions.add({ arn: approval.arn, region }, approval.tokens, signal);
}

function isPartOf(wanted: WantedConsole, running: WantedConsole): boolean {
  return (
    (wanted.session === undefined || wanted.session === running.session) &&
    (wanted.region === undefined || wanted.region === running.region)
  );
}

async function regionFor({
  proposed,
  awsFiles,
  env,
  ui,
}: ConsoleSignInKindOptions & { readonly proposed: string | undefined }): Promise<string> {
  const variable = env['AWS_REGION'] || env['AWS_DEFAULT_REGION'];
  const found = proposed ?? variable ?? (await preferredSources(awsFiles, env)).region;
  const region = await askRegion(ui, {
    title: l10n.t('Sign in with AWS Console Credentials'),
    canGoBack: false,
    placeholder: l10n.t('Select a region to sign in through, such as the one you use most'),
    proposed: isRegion(found) ? found : DEFAULT_REGION,
  });
  if (typeof region !== 'string') {
    throw cancelled();
  }
  return region;
}

function otherSession(session: SignedInConsole, wanted: string): AwsSsoError {
  return new AwsSsoError(
    'AccessDenied',
    l10n.t(
      'You chose {0} in the browser. Sign in again and choose {1}.',
      consoleLabel(session),
      consoleLabel({ arn: wanted }),
    ),
  );
}
