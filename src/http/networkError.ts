import * as l10n from '@vscode/l10n';
import { AwsSsoError, isAwsSsoError } from '../base/errors.ts';

/** Turns whatever `fetch` rejected with into an AwsSsoError `Network` whose sentence says what to look at. */
export function networkError(error: unknown, host: string): AwsSsoError {
  return isAwsSsoError(error)
    ? error
    : new AwsSsoError('Network', sentence(causeCode(error), host), { cause: error });
}

function sentence(code: string, host: string): string {
  switch (code) {
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
        code,
      );
    case '':
      return l10n.t('The connection to {0} failed. Check the network, the VPN and the proxy.', host);
    default:
      return l10n.t('The connection to {0} failed ({1}). Check the network and try again.', host, code);
  }
}

/** The most telling code: that of the innermost cause that has one. */
function causeCode(error: unknown): string {
  let found = '';
  for (let at = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth++) {
    const code = (at as NodeJS.ErrnoException).code;
    found = typeof code === 'string' ? code : found || (at.name === 'TimeoutError' ? at.name : '');
  }
  return found;
}
