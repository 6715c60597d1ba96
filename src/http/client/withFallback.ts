import { type AwsSsoError, isAwsSsoError, messageOf, type NetworkFailureKind } from '../../base/errors.ts';
import type { Log } from '../../base/Log.ts';
import { hostOf } from './addressParts.ts';
import type { HttpClient } from './HttpClient.ts';
import type { NetworkPaths } from './NetworkPaths.ts';
import type { SecondPath } from './SecondPath.ts';

/** How far requests got that were never sent; what is not named here got further than all of it. */
const PROGRESS: readonly NetworkFailureKind[][] = [
  ['name'],
  ['refused', 'unreachable', 'timeout', 'proxy'],
  ['proxyAuthentication'],
];

/**
 * The first path, and the second where the first cannot connect: no byte of the request has been sent then. Which of them
 * works is remembered for each host, and later requests begin with it.
 *
 * When neither connects, the error is that of the path which got further; of two that got as far, the second's, which knows more
 * of the proxy and the certificate.
 */
export function withFallback(first: HttpClient, second: () => Promise<SecondPath>, log: Log): NetworkPaths {
  const hostsOfSecond = new Set<string>();

  const bySecond: HttpClient = async (request) => {
    const { http } = await second();
    return http(request);
  };

  const http: HttpClient = async (request) => {
    const host = hostOf(request.url);
    const isSecond = hostsOfSecond.has(host);
    const [preferred, other] = isSecond ? [bySecond, first] : [first, bySecond];
    let failure: AwsSsoError;
    try {
      return await preferred(request);
    } catch (error) {
      if (!isUnsent(error)) {
        throw error;
      }
      failure = error;
    }
    const reason = failure.network?.errno ?? failure.message;
    try {
      const response = await other(request);
      if (isSecond && hostsOfSecond.delete(host)) {
        log.info(`${host} is reached by the editor's own path again: by the second, ${reason}.`);
      } else if (!isSecond && !hostsOfSecond.has(host)) {
        hostsOfSecond.add(host);
        log.info(`${host} is reached by the second path: by the editor's own, ${reason}.`);
      }
      return response;
    } catch (error) {
      request.signal?.throwIfAborted();
      if (!isAwsSsoError(error)) {
        log.error(`The second path cannot be used: ${messageOf(error)}`);
        throw failure;
      }
      if (!isUnsent(error)) {
        throw error;
      }
      throw isSecond ? moreTelling(error, failure) : moreTelling(failure, error);
    }
  };
  return { http, first, second };
}

function isUnsent(error: unknown): error is AwsSsoError {
  return isAwsSsoError(error) && error.network?.maybeSent === false;
}

export function moreTelling(first: AwsSsoError, second: AwsSsoError): AwsSsoError {
  return progress(first) > progress(second) ? first : second;
}

function progress({ network }: AwsSsoError): number {
  const at = PROGRESS.findIndex((kinds) => network && kinds.includes(network.kind));
  return at < 0 ? PROGRESS.length : at;
}
