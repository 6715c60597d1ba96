import * as l10n from '@vscode/l10n';
import { AwsSsoError, isAwsSsoError } from '../../base/errors.ts';
import { type FailureOnTheWay, networkFailure } from './networkFailure.ts';

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
  const failure = networkFailure(error, host, proxy);
  const { kind, errno, maybeSent } = failure;
  return new AwsSsoError('Network', sentence(failure, host, issuer), {
    network: {
      kind,
      ...(errno === undefined ? {} : { errno }),
      maybeSent,
      ...(issuer === undefined ? {} : { issuer }),
    },
    cause: error,
  });
}

function sentence(
  { kind, errno = '', isOfProxy, proxy }: FailureOnTheWay,
  host: string,
  issuer: string | undefined,
): string {
  switch (kind) {
    case 'name':
      return l10n.t('Couldn’t resolve {0}. Check your network, VPN, and region.', host);
    case 'refused':
      return l10n.t('{0} refused the connection. Check your network, VPN, and proxy.', host);
    case 'unreachable':
      return l10n.t('Couldn’t reach {0}. Check your network or VPN.', host);
    case 'timeout':
      return l10n.t('{0} didn’t respond in time. Check your network, VPN, and proxy.', host);
    case 'proxyAuthentication':
      return l10n.t(
        'The proxy requires authentication to reach {0}. Sign in when prompted, or add user name and password to {1}.',
        host,
        'http.proxy',
      );
    case 'proxy':
      return proxy === undefined
        ? l10n.t('The proxy blocked the connection to {0}. Ask your administrator to allow it.', host)
        : errno.startsWith('HTTP')
          ? l10n.t(
              'The proxy {0} blocked the connection to {1}. Ask your administrator to allow it.',
              proxy,
              host,
            )
          : l10n.t(
              'Couldn’t reach the proxy {0}. Check your VPN, the setting {1}, and the variable {2}.',
              proxy,
              'http.proxy',
              'HTTPS_PROXY',
            );
    case 'certificate':
      return certificateSentence(errno, isOfProxy && proxy ? proxy.replace(/^.*:\/\//, '') : host, issuer);
    case 'foreign':
      return foreignSentence(host);
    case 'broken':
      return brokenSentence(host);
  }
}

export function brokenSentence(host: string): string {
  return l10n.t('The connection to {0} failed. Check your network, VPN, and proxy.', host);
}

/**
 * For whatever answers in the place of AWS.
 *
 * @param server what it calls itself (RFC 9110 section 10.2.4). Comes from the network.
 */
export function foreignSentence(host: string, server = ''): string {
  const sentence = l10n.t(
    'Something other than AWS answered for {0}. Check for a proxy, a VPN, or a network that requires sign-in.',
    host,
  );
  const name = /^[\w./ -]{1,40}/.exec(server)?.[0].trim();
  return name ? `${sentence} ${l10n.t('It identifies itself as “{0}”.', name)}` : sentence;
}

function certificateSentence(errno: string, host: string, issuer: string | undefined): string {
  switch (errno) {
    case 'CERT_HAS_EXPIRED':
    case 'CERT_NOT_YET_VALID':
      return l10n.t(
        'The certificate of {0} is out of date. Check the date and time of this machine, then ask your administrator.',
        host,
      );
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return l10n.t(
        'The certificate of {0} is for another name. Check for a proxy, or a network that requires sign-in.',
        host,
      );
    default:
      return issuer === undefined
        ? l10n.t(
            'VS Code doesn’t trust the certificate of {0}. If a proxy inspects traffic here, add its certificate authority to the system’s store, or set {1} to its certificate file and restart VS Code.',
            host,
            'NODE_EXTRA_CA_CERTS',
          )
        : l10n.t(
            'VS Code doesn’t trust the certificate of {0}, issued by “{1}”. If you know that issuer, add it to the system’s store, or set {2} to its certificate file and restart VS Code.',
            host,
            issuer,
            'NODE_EXTRA_CA_CERTS',
          );
  }
}
