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
        'The proxy wants a user name and a password to let the editor reach {0}, or others than it was given. Sign in to the proxy when the editor asks, or put them into the address in the setting {1}, where they are not secret.',
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
      return certificateSentence(errno, isOfProxy && proxy ? proxy.replace(/^.*:\/\//, '') : host, issuer);
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

/**
 * For whatever answers in the place of AWS.
 *
 * @param server what it calls itself (RFC 9110 section 10.2.4). Comes from the network.
 */
export function foreignSentence(host: string, server = ''): string {
  const sentence = l10n.t(
    'Something other than AWS answered for {0}. Check for a proxy, a VPN, or a network that asks to sign in first.',
    host,
  );
  const name = /^[\w./ -]{1,40}/.exec(server)?.[0].trim();
  return name ? `${sentence} ${l10n.t('It calls itself “{0}”.', name)}` : sentence;
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
