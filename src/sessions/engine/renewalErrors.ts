import * as l10n from '@vscode/l10n';
import { AwsSsoError, messageOf } from '../../base/errors.ts';
import { endSentence } from '../kinds/endSentence.ts';
import { isSignedIn, type SessionRecord, type SignedInSession } from '../kinds/SsoSession.ts';

/** Nobody is signed in; with the reason, where there is one. */
export function notSignedIn(record: SessionRecord | undefined): AwsSsoError {
  return new AwsSsoError(
    'NotSignedIn',
    record && !isSignedIn(record)
      ? l10n.t('The session “{0}” has ended. {1} Sign in again.', record.name, endSentence(record.ended))
      : l10n.t('Nobody is signed in to this session. Sign in first.'),
  );
}

/** Somebody else holds the lock for too long. */
export function busy(): AwsSsoError {
  return new AwsSsoError(
    'Service',
    l10n.t('Another window is renewing the session and has not finished. Try again in a moment.'),
  );
}

/** Something that nobody has foreseen. */
export function unexpected(cause: unknown): AwsSsoError {
  return new AwsSsoError('Service', l10n.t('The session could not be renewed: {0}', messageOf(cause)), {
    cause,
  });
}

/** The same for who asked for a token, and must not think that the session is over. */
export function goesOn({ name }: SignedInSession, error: AwsSsoError): AwsSsoError {
  return withCauses(
    error,
    l10n.t('The session “{0}” goes on, but cannot be renewed at the moment. {1}', name, error.message),
  );
}

/** The same failure, told in another sentence. */
export function withCauses(error: AwsSsoError, sentence: string): AwsSsoError {
  const { code, service, network } = error;
  return new AwsSsoError(code, sentence, {
    cause: error,
    ...(service ? { service } : {}),
    ...(network ? { network } : {}),
  });
}

/** Time was up, and the service may have acted. */
export function noAnswer(cause: unknown): AwsSsoError {
  return new AwsSsoError(
    'Network',
    l10n.t('AWS did not answer in time. Check the network, the VPN and the proxy.'),
    { network: { kind: 'timeout', maybeSent: true }, cause },
  );
}
