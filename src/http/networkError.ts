import * as l10n from '@vscode/l10n';
import { AwsSsoError, isAwsSsoError, type NetworkFailure, type NetworkFailureKind } from '../base/errors.ts';

/** What the runtime calls failures of which the name alone says that no connection came about. */
const KINDS_BEFORE_SENDING: Readonly<Record<string, NetworkFailureKind>> = {
  ENOTFOUND: 'name',
  EAI_AGAIN: 'name',
  EAI_FAIL: 'name',
  EAI_NODATA: 'name',
  ECONNREFUSED: 'refused',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_SOCKS5: 'proxy',
  EPROTO: 'foreign',
  ERR_SSL_WRONG_VERSION_NUMBER: 'foreign',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'foreign',
};

/** Those after which it may have been sent, unless it was `connect` that failed: an established connection can fail like this, too. */
const OTHER_KINDS: Readonly<Record<string, NetworkFailureKind>> = {
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ENETDOWN: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  ETIMEDOUT: 'timeout',
  TimeoutError: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
};

/** Why OpenSSL and Node refuse a certificate, by their names (X509_V_ERR_…). */
const CERTIFICATE =
  /^(CERT_|UNABLE_TO_(GET|VERIFY|DECODE|DECRYPT)_|(DEPTH_ZERO_)?SELF_SIGNED_CERT|ERR_TLS_CERT_|INVALID_(CA|PURPOSE)|HOSTNAME_MISMATCH|PATH_LENGTH_EXCEEDED|(AUTHORITY|SUBJECT)_)/;

/** How undici, the editor's own and ours, tells what a proxy answered to CONNECT. */
const TUNNEL = /^Proxy response \((\d{3})\)/;
const BEFORE_TLS = 'before secure TLS connection was established';

/** What else is known of a failure by who has made the connection. */
export interface NetworkCircumstances {
  /** The proxy that was taken, without user name and password. */
  readonly proxy?: string | undefined;
  /** Who issued the certificate that was shown. Comes from the network. */
  readonly issuer?: string | undefined;
}

/** Turns whatever a request was rejected with into an AwsSsoError `Network`, whose sentence says what to do about it. */
export function networkError(
  error: unknown,
  host: string,
  { proxy, issuer }: NetworkCircumstances = {},
): AwsSsoError {
  if (isAwsSsoError(error)) {
    return error;
  }
  const failure = failureOf(error);
  // Who goes by a proxy connects to nobody else.
  const isOfProxy =
    proxy !== undefined && ['name', 'refused', 'unreachable', 'timeout'].includes(failure.kind);
  const kind = isOfProxy && !failure.maybeSent ? 'proxy' : failure.kind;
  const network = { ...failure, kind, ...(issuer === undefined ? {} : { issuer }) };
  return new AwsSsoError('Network', sentence(network, host, { proxy, issuer }), { network, cause: error });
}

function failureOf(error: unknown): NetworkFailure {
  const { code, syscall, message } = innermost(error);
  const errno = code === '' ? {} : { errno: code };
  const status = TUNNEL.exec(message)?.[1];
  if (status !== undefined) {
    const kind = status === '407' ? 'proxyAuthentication' : 'proxy';
    return { kind, errno: `HTTP ${status}`, maybeSent: false };
  }
  const kind = CERTIFICATE.test(code) ? 'certificate' : KINDS_BEFORE_SENDING[code];
  if (kind !== undefined) {
    return { kind, ...errno, maybeSent: false };
  }
  const maybeSent = syscall !== 'connect' && !message.includes(BEFORE_TLS);
  return { kind: OTHER_KINDS[code] ?? 'broken', ...errno, maybeSent };
}

function sentence(
  { kind, errno = '' }: NetworkFailure,
  host: string,
  { proxy, issuer }: NetworkCircumstances,
): string {
  switch (kind) {
    case 'name':
      return l10n.t('The name {0} could not be resolved. Check the network, the VPN and the region.', host);
    case 'refused':
      return l10n.t('{0} refused the connection. Check the network, the VPN and the proxy.', host);
    case 'unreachable':
      return l10n.t(
        'No way leads to {0} ({1}). Check whether the network and the VPN are connected.',
        host,
        errno,
      );
    case 'timeout':
      return l10n.t('{0} did not answer in time. Check the network, the VPN and the proxy.', host);
    case 'proxyAuthentication':
      return l10n.t(
        'The proxy wants a user name and a password to let the editor reach {0}, or others than it was given. Put them into the address in the setting {1}, or sign in to the proxy when the editor asks.',
        host,
        'http.proxy',
      );
    case 'proxy':
      return proxy === undefined
        ? l10n.t(
            'The proxy did not open the way to {0} ({1}). Ask who runs it to allow that address.',
            host,
            errno,
          )
        : errno.startsWith('HTTP')
          ? l10n.t(
              'The proxy {0} did not open the way to {1} ({2}). Ask who runs it to allow that address.',
              proxy,
              host,
              errno,
            )
          : l10n.t(
              'The proxy {0} could not be reached ({1}). Check the VPN, the setting {2} and the variable {3}.',
              proxy,
              errno,
              'http.proxy',
              'HTTPS_PROXY',
            );
    case 'certificate':
      return certificateSentence(errno, host, issuer);
    case 'foreign':
      return foreignSentence(host);
    case 'broken':
      return errno === ''
        ? l10n.t('The connection to {0} failed. Check the network, the VPN and the proxy.', host)
        : l10n.t(
            'The connection to {0} failed ({1}). Check the network, the VPN and the proxy.',
            host,
            errno,
          );
  }
}

/** For whatever answers in the place of AWS. */
export function foreignSentence(host: string): string {
  return l10n.t(
    'Something other than AWS answered for {0}. Check for a proxy, a VPN, or a network that asks to sign in first.',
    host,
  );
}

function certificateSentence(errno: string, host: string, issuer: string | undefined): string {
  switch (errno) {
    case 'CERT_HAS_EXPIRED':
    case 'CERT_NOT_YET_VALID':
      return l10n.t(
        'The certificate that {0} showed is out of date ({1}). Check the date and the time of this machine; if they are right, tell who runs the network or the proxy.',
        host,
        errno,
      );
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return l10n.t(
        'The certificate that {0} showed is for another name. Check for a proxy, or a network that asks to sign in first.',
        host,
      );
    default:
      return issuer === undefined
        ? l10n.t(
            'The editor does not trust the certificate that {0} showed ({1}). If a proxy inspects TLS here, add its certificate authority to the system’s store, or name its file in {2}, and start the editor anew.',
            host,
            errno,
            'NODE_EXTRA_CA_CERTS',
          )
        : l10n.t(
            'The editor does not trust the certificate that {0} showed, issued by “{1}” ({2}). If you know that issuer, add its certificate authority to the system’s store, or name its file in {3}, and start the editor anew.',
            host,
            issuer,
            errno,
            'NODE_EXTRA_CA_CERTS',
          );
  }
}

interface Innermost {
  readonly code: string;
  readonly syscall?: string | undefined;
  readonly message: string;
}

/** The most telling failure: that of the innermost cause that has a code. */
function innermost(error: unknown): Innermost {
  let found: Innermost = { code: '', message: '' };
  for (let at = error, depth = 0; at instanceof Error && depth < 8; at = next(at), depth++) {
    const { code, syscall, message } = at as NodeJS.ErrnoException;
    if (typeof code === 'string') {
      found = { code, syscall, message };
    } else if (found.code === '' && at.name === 'TimeoutError') {
      found = { code: at.name, message };
    }
  }
  return found;
}

/** Where several addresses were tried, each has failed by itself, and the first speaks for all. */
function next(error: Error): unknown {
  return error instanceof AggregateError ? error.errors[0] : error.cause;
}
