import * as l10n from '@vscode/l10n';
import type { ForeignEndpoint } from '../../aws/endpoints/endpoints.ts';
import { isOwnDomain, regionOfStartUrl } from '../../aws/endpoints/startUrl.ts';
import { isAwsSsoError, messageOf } from '../../base/errors.ts';
import { flowFor } from '../../oauth/callbackReach.ts';
import type { IdentityCenterSessions } from '../../sessions/kinds/IdentityCenterSessions.ts';
import { BUILDER_ID, isBuilderId } from '../../sessions/kinds/builderId.ts';
import {
  regionsOf,
  type SessionConfig,
  sessionId,
  sessionLabel,
  type SignedInSession,
} from '../../sessions/kinds/identityCenter.ts';
import { ACCOUNT_ACCESS_SCOPE, withScopes } from '../../sessions/kinds/scopes.ts';
import type { ConfiguredSessions } from '../settings/ConfiguredSessions.ts';
import type { Ui } from '../ui/Ui.ts';
import { askRegion } from './questions/askRegion.ts';
import { confirmEndpoints } from './questions/confirmEndpoints.ts';
import { confirmSuggested, type Memory } from './questions/confirmSuggested.ts';
import { type RememberOptions, rememberSession } from './questions/rememberSession.ts';
import { remedyFor, type RemedyOptions } from './questions/remedyFor.ts';
import type { NextStep, SignInKind, Success } from './SignInKind.ts';

export interface SsoSignInKindOptions extends Omit<RememberOptions, 'ui'>, Omit<RemedyOptions, 'ui'> {
  readonly sessions: Pick<IdentityCenterSessions, 'signIn' | 'takeOver' | 'known'>;
  readonly configured: Pick<ConfiguredSessions, 'list' | 'isSuggested' | 'placeOf'>;
  readonly memory: Memory;
  readonly ui: Ui;
  /** Has the person use a role of the session in terminals. Does not reject. */
  readonly useRole: (session: SignedInSession) => Promise<unknown>;
  /** Told of each session that was signed in to in this window, by its id. */
  readonly onSignedIn: (id: string) => void;
  /** Addresses of the region's services that neither AWS nor the user's settings name. @throws AwsSsoError `InvalidRequest` */
  readonly foreignEndpoints: (region: string) => Promise<readonly ForeignEndpoint[]>;
  /** Looks for what keeps the session from being signed in to. */
  readonly diagnose: (session: SessionConfig) => Promise<unknown>;
}

/** Signing in with IAM Identity Center: by device code, or by a browser that comes back. */
export function ssoSignInKind(options: SsoSignInKindOptions): SignInKind<SessionConfig, SignedInSession> {
  const { sessions, configured, diagnose, ui } = options;
  /** What was edited after a refusal, by the id of what it became: it takes the place of that once it works. */
  const edited = new Map<string, SessionConfig>();
  return {
    idOf: sessionId,
    labels: ({ name, startUrl, region }) => ({
      name,
      sessionId: sessionId({ name, startUrl }),
      // The portal itself says which one it is, or will have said by then.
      ...(isOwnDomain(startUrl) || regionOfStartUrl(startUrl) === region ? {} : { region }),
    }),
    isPartOf,
    replacing: (wanted, running) => withScopes(wanted, running.registrationScopes),
    isReplacementShared: true,
    flowFor,
    async ask(config) {
      if (config.isSuggested || configured.isSuggested(config)) {
        await confirmSuggested(config, options);
      }
      const endpoints = await Promise.all(regionsOf(config).map(options.foreignEndpoints));
      await confirmEndpoints(config.name, endpoints.flat(), options);
      return config;
    },
    begin: (config, progress, signal) => sessions.signIn(config, progress, signal),
    async inOtherRegion(config) {
      const title = l10n.t('Choose another region for {0}', config.name);
      const region = await askRegion(ui, { title, canGoBack: false, tried: config.region });
      return typeof region === 'string' ? { ...config, region } : undefined;
    },
    takeOver: (config) => sessions.takeOver(sessionId(config)),
    mismatch: () => undefined,
    success(session) {
      const id = sessionId(session);
      const instead = edited.get(id);
      edited.delete(id);
      options.onSignedIn(id);
      return Promise.resolve(success(session, instead, options));
    },
    failure(config, error, again) {
      const sentence = l10n.t('Couldn’t sign in to {0}: {1}', config.name, messageOf(error));
      const remedy = isAwsSsoError(error, 'InvalidRequest')
        ? remedyFor(config, options, (other) => {
            edited.set(sessionId(other), edited.get(sessionId(config)) ?? config);
            return again(other);
          })
        : undefined;
      return { sentence, label: sessionLabel(config), remedy };
    },
    diagnose,
  };
}

function isPartOf(wanted: SessionConfig, running: SessionConfig): boolean {
  return (
    wanted.region === running.region &&
    wanted.registrationScopes.every((scope) => running.registrationScopes.includes(scope))
  );
}

/** A portal that was typed, or corrected, is kept without a question; what another program's file says is not overwritten. */
function success(
  session: SignedInSession,
  instead: SessionConfig | undefined,
  options: SsoSignInKindOptions,
): Success {
  const { configured, ui, useRole } = options;
  const isWrittenDown = [...configured.list(), BUILDER_ID].some(
    (config) =>
      sessionId(config) === sessionId(session) &&
      // Where an own domain leads says the region, whatever is written down.
      (config.region === session.region || regionBehind(session) === session.region),
  );
  const place = isWrittenDown ? undefined : configured.placeOf(session);
  if (!isWrittenDown && !place) {
    void rememberSession(session, options, instead);
  }
  const next: NextStep[] = hasRoles(session)
    ? [{ label: l10n.t('Use Role in Terminals…'), run: () => useRole(session) }]
    : [];
  const signedIn = l10n.t('Signed in to {0}.', session.name);
  if (!place) {
    return { sentence: signedIn, next };
  }
  const open = { label: l10n.t('Open AWS Config'), run: () => ui.openFile(place.file, place.line) };
  const hint = l10n.t('Your AWS config file names another region.');
  return { sentence: `${signedIn} ${hint}`, next: [...next, open] };
}

function hasRoles(session: SignedInSession): boolean {
  return session.registrationScopes.includes(ACCOUNT_ACCESS_SCOPE) && !isBuilderId(session);
}

function regionBehind({ startUrl, portal }: SignedInSession): string | undefined {
  return isOwnDomain(startUrl) && portal !== undefined ? regionOfStartUrl(portal) : undefined;
}
