import * as l10n from '@vscode/l10n';
import { AwsSsoError, messageOf } from '../../base/errors.ts';
import { isSignedIn, type KindRules, type SessionKind, type SessionRecord } from './SessionKind.ts';

/** Nobody is signed in; with the reason, where there is one. */
export function notSignedIn<K extends SessionKind>(
  { sentences }: KindRules<K>,
  record: SessionRecord<K> | undefined,
): AwsSsoError {
  return new AwsSsoError(
    'NotSignedIn',
    record && !isSignedIn<K>(record)
      ? sentences.ended(record, sentences.reason(record.ended))
      : sentences.notSignedIn(),
  );
}

/** Somebody else holds the lock for too long. */
export function busy(): AwsSsoError {
  return new AwsSsoError(
    'Service',
    l10n.t('Another window is still refreshing this session. Try again in a moment.'),
  );
}

/** Something that nobody has foreseen. */
export function unexpected(cause: unknown): AwsSsoError {
  return new AwsSsoError('Service', l10n.t('Couldn’t refresh the session: {0}', messageOf(cause)), {
    cause,
  });
}

/** The same failure, told in another sentence. */
export function withSentence(error: AwsSsoError, sentence: string): AwsSsoError {
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
    l10n.t('AWS didn’t respond in time. Check your network, VPN, and proxy.'),
    { network: { kind: 'timeout', maybeSent: true }, cause },
  );
}

/**
 * Whether AWS may have used up the refresh token, although no new one came: the answer was lost or not read, or it was that of a
 * server in trouble, which may have acted before. What is clearly somebody else's says nothing of it.
 */
export function mayHaveActed({ service, network }: AwsSsoError): boolean {
  if (service) {
    return service.status >= 500;
  }
  return network?.maybeSent === true && (network.kind !== 'foreign' || network.isUnread === true);
}
