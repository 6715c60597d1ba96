import * as l10n from '@vscode/l10n';
import { AwsSsoError } from '../../base/errors.ts';

/** The editor's settings that say how to leave this machine, by their names below `http`. */
export interface ProxySettings {
  /** `off`: no proxy at all, not even one of the environment. */
  readonly proxySupport: string;
  /** The address of a proxy for everything; empty: that of the environment, if any. */
  readonly proxy: string;
  /** Names that are reached without; empty: those of the environment, if any. */
  readonly noProxy: readonly string[];
  /** What the proxy is sent as `Proxy-Authorization` (RFC 9110 section 11.7.2). A secret. */
  readonly proxyAuthorization: string | undefined;
  /** Whether the certificate of the proxy itself is looked at. */
  readonly proxyStrictSSL: boolean;
  /** Whether the certificate authorities of the system are trusted. */
  readonly systemCertificates: boolean;
}

export interface Proxy {
  /** Without user name and password. */
  readonly address: string;
  /** What it is sent as `Proxy-Authorization`. A secret. */
  readonly authorization?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;
const PROXY_PROTOCOLS: ReadonlySet<string> = new Set(['http:', 'https:']);

/**
 * The proxy for an address, by the editor's own order: never for loopback; not for names in `http.noProxy`, or, without
 * that, in NO_PROXY; then `http.proxy`; then HTTPS_PROXY.
 *
 * @throws AwsSsoError `Network` when what is set there is no proxy's address.
 */
export function proxyFor(url: string, settings: ProxySettings, env: Environment): Proxy | undefined {
  const { protocol, hostname, port } = new URL(url);
  if (settings.proxySupport === 'off' || protocol !== 'https:' || LOOPBACK.test(hostname)) {
    return undefined;
  }
  const fromEnvironment = (env['no_proxy'] || env['NO_PROXY'] || '').split(',');
  const without = settings.noProxy.length > 0 ? settings.noProxy : fromEnvironment;
  if (without.some((entry) => matches(entry, hostname, port || '443'))) {
    return undefined;
  }
  const address = settings.proxy.trim() || env['https_proxy'] || env['HTTPS_PROXY'];
  return address ? parseProxy(address, settings.proxyAuthorization) : undefined;
}

/** A name stands for itself and for all below it, at any port unless it names one. */
function matches(entry: string, hostname: string, port: string): boolean {
  const [, name = '', itsPort] = /^\*?\.?(.*?)(?::(\d+))?$/.exec(entry.trim().toLowerCase())!;
  return (
    entry.trim() === '*' ||
    (name !== '' && `.${hostname}`.endsWith(`.${name}`) && (itsPort === undefined || itsPort === port))
  );
}

function parseProxy(text: string, authorization: string | undefined): Proxy {
  if (/^socks/i.test(text)) {
    // Not for people: the editor's own path, which knows SOCKS, has said what went wrong.
    throw new Error('It does not know proxies that speak SOCKS.');
  }
  try {
    // Without a scheme, as curl and the AWS CLI have it, too.
    const url = new URL(text.includes('://') ? text : `http://${text}`);
    const { protocol, host, username, password } = url;
    // A password with a slash would have ended the address, and stand in the name of the host or in the path.
    const isWhole = !url.href.slice(url.href.lastIndexOf(host)).includes('@');
    if (host !== '' && isWhole && PROXY_PROTOCOLS.has(protocol)) {
      const given = username === '' ? undefined : basic(username, password);
      const sent = authorization || given;
      return { address: `${protocol}//${host}`, ...(sent === undefined ? {} : { authorization: sent }) };
    }
  } catch {
    // It is no address at all.
  }
  // Not quoted: it may hold a password.
  throw new AwsSsoError(
    'Network',
    l10n.t(
      'The proxy’s address isn’t valid. Correct it in the setting {0} or the variable {1}: it looks like {2}.',
      'http.proxy',
      'HTTPS_PROXY',
      'http://proxy.example.com:8080',
    ),
    { network: { kind: 'proxy', maybeSent: false } },
  );
}

/** RFC 7617, of what stands in an address (RFC 3986 section 2.1). */
function basic(username: string, password: string): string {
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}
