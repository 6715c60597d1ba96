import * as l10n from '@vscode/l10n';
import { AwsSsoError, isAwsSsoError } from '../base/errors.ts';

/** Failures of the connection itself: no byte of the request can have left this machine for the service. */
const BEFORE_SENDING = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** The same, as long as it was `connect` that failed: an established connection can fail like this, too. */
const WHILE_CONNECTING = new Set(['EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT']);

/** Turns whatever `fetch` rejected with into an AwsSsoError `Network` whose sentence says what to look at. */
export function networkError(error: unknown, host: string): AwsSsoError {
  if (isAwsSsoError(error)) {
    return error;
  }
  const { code: errno, syscall } = innermost(error);
  const isUnsent = BEFORE_SENDING.has(errno) || (syscall === 'connect' && WHILE_CONNECTING.has(errno));
  return new AwsSsoError('Network', sentence(errno, host), {
    network: { ...(errno ? { errno } : {}), maybeSent: !isUnsent },
    cause: error,
  });
}

function sentence(errno: string, host: string): string {
  switch (errno) {
    case '':
      return l10n.t('The connection to {0} failed. Check the network, the VPN and the proxy.', host);
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return l10n.t('The name {0} could not be resolved. Check the network, the VPN and the region.', host);
    case 'ECONNREFUSED':
      return l10n.t('{0} refused the connection. Check the network, the VPN and the proxy.', host);
    case 'TimeoutError':
    case 'ETIMEDOUT':
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'UND_ERR_HEADERS_TIMEOUT':
    case 'UND_ERR_BODY_TIMEOUT':
      return l10n.t('{0} did not answer in time. Check the network, the VPN and the proxy.', host);
    case 'CERT_HAS_EXPIRED':
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
      return l10n.t(
        'The editor does not trust the certificate that {0} showed ({1}). A proxy that inspects TLS may need its certificate authority in the system store.',
        host,
        errno,
      );
    default:
      return l10n.t(
        'The connection to {0} failed ({1}). Check the network, the VPN and the proxy.',
        host,
        errno,
      );
  }
}

/** The most telling failure: that of the innermost cause that has a code. */
function innermost(error: unknown): { code: string; syscall?: string | undefined } {
  let found: { code: string; syscall?: string | undefined } = { code: '' };
  for (let at = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth++) {
    const { code, syscall } = at as NodeJS.ErrnoException;
    if (typeof code === 'string') {
      found = { code, syscall };
    } else if (found.code === '' && at.name === 'TimeoutError') {
      found = { code: at.name };
    }
  }
  return found;
}
