import type { NetworkFailure, NetworkFailureKind } from '../../base/errors.ts';
import { ConnectError } from '../fallback/ConnectError.ts';

/** What the runtime calls failures of which the name alone says that no connection came about; Chromium's names last. */
const KINDS_BEFORE_SENDING: Readonly<Record<string, NetworkFailureKind>> = {
  ENOTFOUND: 'name',
  EAI_AGAIN: 'name',
  EAI_FAIL: 'name',
  EAI_NODATA: 'name',
  ECONNREFUSED: 'refused',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  ERR_NAME_NOT_RESOLVED: 'name',
  ERR_CONNECTION_REFUSED: 'refused',
  ERR_ADDRESS_UNREACHABLE: 'unreachable',
  ERR_INTERNET_DISCONNECTED: 'unreachable',
  ERR_CONNECTION_TIMED_OUT: 'timeout',
  ERR_PROXY_CONNECTION_FAILED: 'proxy',
  ERR_TUNNEL_CONNECTION_FAILED: 'proxy',
  ERR_PROXY_AUTH_UNSUPPORTED: 'proxyAuthentication',
};

/** Those that an established connection can have as well. */
const OTHER_KINDS: Readonly<Record<string, NetworkFailureKind>> = {
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ENETDOWN: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  ETIMEDOUT: 'timeout',
  TimeoutError: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  EPROTO: 'foreign',
  ERR_SSL_WRONG_VERSION_NUMBER: 'foreign',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'foreign',
};

/** Why OpenSSL, Node and Chromium refuse a certificate, by their names (X509_V_ERR_…). */
const CERTIFICATE =
  /^(CERT_|UNABLE_TO_(GET|VERIFY|DECODE|DECRYPT)_|(DEPTH_ZERO_)?SELF_SIGNED_CERT|ERR_(TLS_)?CERT_|INVALID_(CA|PURPOSE)|HOSTNAME_MISMATCH|UNSPECIFIED$|PATH_LENGTH_EXCEEDED|(AUTHORITY|SUBJECT)_)/;

/** How undici, the editor's own and ours, tells what a proxy answered to CONNECT. */
const TUNNEL = /^Proxy response \((\d{3})\)/;
const BEFORE_TLS = 'before secure TLS connection was established';
/** How Electron's fetch, which an editor can be told to use, names what Chromium has met. */
const CHROMIUM = /^net::(ERR_\w+)/;

/** What somebody meets who does not get as far as the proxy. */
const CONNECTING: readonly NetworkFailureKind[] = ['name', 'refused', 'unreachable', 'timeout'];

export interface FailureOnTheWay extends NetworkFailure {
  /** Whether it is the proxy that was not reached, or that shows the certificate. */
  readonly isOfProxy: boolean;
  /** The proxy, where one is known of. */
  readonly proxy?: string;
}

/**
 * What stood in the way of a request, by whatever it was rejected with.
 *
 * @param host the one that was asked, with its port where that is not the usual one.
 * @param taken the proxy that was taken, where that is known.
 */
export function networkFailure(error: unknown, host: string, taken?: string): FailureOnTheWay {
  const cause = innermost(error);
  const proxy = taken ?? proxyIn(cause, host);
  const withProxy = proxy === undefined ? {} : { proxy };
  const status = TUNNEL.exec(cause.message)?.[1];
  if (status !== undefined) {
    const kind = status === '407' ? 'proxyAuthentication' : 'proxy';
    return { kind, errno: `HTTP ${status}`, maybeSent: false, isOfProxy: true, ...withProxy };
  }
  const connecting = error instanceof ConnectError ? error : undefined;
  const before = CERTIFICATE.test(cause.code) ? 'certificate' : KINDS_BEFORE_SENDING[cause.code];
  const isUnsent =
    before !== undefined ||
    connecting !== undefined ||
    cause.syscall === 'connect' ||
    cause.message.includes(BEFORE_TLS);
  const kind = before ?? OTHER_KINDS[cause.code] ?? 'broken';
  // Who goes by a proxy connects to nobody else.
  const isOfProxy = connecting?.isOfProxy ?? (proxy !== undefined && isUnsent && CONNECTING.includes(kind));
  return {
    kind: isOfProxy && kind !== 'certificate' ? 'proxy' : kind,
    ...(cause.code === '' ? {} : { errno: cause.code }),
    ...{ maybeSent: !isUnsent, isOfProxy, ...withProxy },
  };
}

/**
 * Whom a connection failed to, where that is not the host itself: the editor takes proxies that only it knows of, such as
 * those of a PAC file.
 */
function proxyIn({ hostname, address = hostname, port }: Innermost, host: string): string | undefined {
  const { hostname: wantedName, port: wantedPort } = new URL(`https://${host}`);
  const isOther =
    hostname === undefined
      ? port !== undefined && ![wantedPort || '443', wantedPort || '80'].includes(String(port))
      : hostname !== wantedName;
  return isOther ? [address, port].filter(Boolean).join(':') : undefined;
}

interface Innermost {
  readonly code: string;
  readonly syscall?: string | undefined;
  /** What `connect` was to connect to, or `getaddrinfo` to look up. */
  readonly address?: string | undefined;
  readonly port?: number | undefined;
  readonly hostname?: string | undefined;
  readonly message: string;
}

/** The most telling failure: that of the innermost cause that has a code. */
function innermost(error: unknown): Innermost {
  let found: Innermost = { code: '', message: '' };
  for (let at = error, depth = 0; at instanceof Error && depth < 8; at = next(at), depth++) {
    const { code, ...rest } = details(at);
    if (code !== undefined) {
      found = { code, ...rest };
    } else if (found.code === '' && at.name === 'TimeoutError') {
      found = { code: at.name, message: at.message };
    }
  }
  return found;
}

function details(error: Error): Omit<Innermost, 'code'> & { readonly code?: string | undefined } {
  const { code, syscall, message, address, port, hostname } = error as Error & Partial<Innermost>;
  const name = typeof code === 'string' ? code : CHROMIUM.exec(message)?.[1];
  return { code: name, syscall, message, address, port, hostname };
}

/**
 * Where several addresses were tried, each has failed by itself. One that leads nowhere, as those of IPv6 on many machines, says
 * less than the others.
 */
function next(error: Error): unknown {
  if (!(error instanceof AggregateError)) {
    return error.cause;
  }
  const each = error.errors as readonly { readonly code?: string }[];
  return each.find(({ code = '' }) => OTHER_KINDS[code] !== 'unreachable') ?? each[0];
}
