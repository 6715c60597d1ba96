import * as l10n from '@vscode/l10n';
import type { ForeignEndpoint } from '../../aws/endpoints/endpoints.ts';
import { isOwnDomain, regionOfStartUrl } from '../../aws/endpoints/startUrl.ts';
import { isAwsSsoError, messageOf } from '../../base/errors.ts';
import { flowFor } from '../../oauth/callbackReach.ts';
import type { IdentityCenterSessions } from '../../sessions/kinds/IdentityCenterSessions.ts';
import { BUILDER_ID } from '../../sessions/kinds/builderId.ts';
import {
  regionsOf,
  type SessionConfig,
  sessionId,
  sessionLabel,
  type SignedInSession,
} from '../../sessions/kinds/identityCenter.ts';
import { withScopes } from '../../sessions/kinds/scopes.ts';
import type { ConfiguredSessions } from '../settings/ConfiguredSessions.ts';
import { askRegion } from './questions/askRegion.ts';
import { confirmEndpoints } from './questions/confirmEndpoints.ts';
import { confirmSuggested, type Memory } from './questions/confirmSuggested.ts';
import { type RememberOptions, rememberSession } from './questions/rememberSession.ts';
import type { SignInKind, Success } from './SignInKind.ts';

export interface SsoSignInKindOptions extends RememberOptions {
  readonly sessions: Pick<IdentityCenterSessions, 'signIn' | 'takeOver'>;
  readonly configured: Pick<ConfiguredSessions, 'list' | 'isSuggested'>;
  readonly memory: Memory;
  /** Addresses of the region's services that neither AWS nor the user's settings name. @throws AwsSsoError `InvalidRequest` */
  readonly foreignEndpoints: (region: string) => Promise<readonly ForeignEndpoint[]>;
  /** Looks for what keeps the session from being signed in to. */
  readonly diagnose: (session: SessionConfig) => Promise<unknown>;
}

/** Signing in with IAM Identity Center: by device code, or by a browser that comes back. */
export function ssoSignInKind(options: SsoSignInKindOptions): SignInKind<SessionConfig, SignedInSession> {
  const { sessions, configured, diagnose, ui } = options;
  return {
    idOf: sessionId,
    labels: ({ name, startUrl, region }) => ({
      title: l10n.t('Signing in to {0}', name),
      name,
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
      const region = await askRegion(ui, { title, tried: config.region });
      return typeof region === 'string' ? { ...config, region } : undefined;
    },
    takeOver: (config) => sessions.takeOver(sessionId(config)),
    mismatch: () => undefined,
    success: (session) => Promise.resolve(success(session, options)),
    failure(config, error) {
      const { name, startUrl, region } = config;
      const sentence = messageOf(error);
      const isAboutSettings = isAwsSsoError(error, 'InvalidRequest');
      return {
        sentence: isAboutSettings
          ? l10n.t('Not signed in to {0} ({1}, {2}). {3}', name, startUrl, region, sentence)
          : l10n.t('Not signed in to {0}. {1}', name, sentence),
        label: sessionLabel(config),
        isAboutSettings,
      };
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

function success(session: SignedInSession, options: SsoSignInKindOptions): Success {
  const isWrittenDown = [...options.configured.list(), BUILDER_ID].some(
    (config) =>
      sessionId(config) === sessionId(session) &&
      // Where an own domain leads says the region, whatever is written down.
      (config.region === session.region || regionBehind(session) === session.region),
  );
  const run = (): Promise<unknown> => rememberSession(session, options);
  return {
    sentence: l10n.t('Signed in to {0}.', sessionLabel(session)),
    next: isWrittenDown ? undefined : { label: l10n.t('Add to Settings'), run },
  };
}

function regionBehind({ startUrl, portal }: SignedInSession): string | undefined {
  return isOwnDomain(startUrl) && portal !== undefined ? regionOfStartUrl(portal) : undefined;
}
