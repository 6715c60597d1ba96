import assert from 'node:assert/strict';
import { REPEATABLE } from '../../../../src/aws/services/retries.ts';
import type { AwsSsoError, NetworkFailureKind } from '../../../../src/base/errors.ts';
import { fetchClient } from '../../../../src/http/client/fetchClient.ts';
import type { HttpClient } from '../../../../src/http/client/HttpClient.ts';
import { withFallback } from '../../../../src/http/client/withFallback.ts';
import { memoryLog } from '../../support/memoryLog.ts';
import { OPERATION_NAMES, OPERATIONS } from '../../support/operations.ts';

type Fetch = () => Promise<Response>;

interface Failure {
  readonly kind: NetworkFailureKind;
  readonly maybeSent: boolean;
  readonly fetch: Fetch;
  readonly says: RegExp;
}

/** How `fetch` fails: what it met is the cause. */
const failing =
  (message: string, code: string, syscall?: string): Fetch =>
  () =>
    Promise.reject(
      new TypeError('fetch failed', { cause: Object.assign(new Error(message), { code, syscall }) }),
    );

const tunnel = (status: number): Fetch =>
  failing(`Proxy response (${status}) !== 200 when HTTP Tunneling`, 'UND_ERR_ABORTED');

const FAILURES: Readonly<Record<string, Failure>> = {
  'a name that is not resolved': {
    kind: 'name',
    maybeSent: false,
    fetch: failing('getaddrinfo ENOTFOUND aws.example', 'ENOTFOUND', 'getaddrinfo'),
    says: /^Couldn’t resolve aws\.example\./,
  },
  'a port where nothing listens': {
    kind: 'refused',
    maybeSent: false,
    fetch: failing('connect ECONNREFUSED', 'ECONNREFUSED', 'connect'),
    says: /^aws\.example refused the connection\./,
  },
  'an address that no way leads to': {
    kind: 'unreachable',
    maybeSent: false,
    fetch: failing('connect EHOSTUNREACH', 'EHOSTUNREACH', 'connect'),
    says: /^Couldn’t reach aws\.example\./,
  },
  'a connection that is not taken': {
    kind: 'timeout',
    maybeSent: false,
    fetch: failing('Connect Timeout Error', 'UND_ERR_CONNECT_TIMEOUT'),
    says: /^aws\.example didn’t respond in time\./,
  },
  'a proxy that wants a password': {
    kind: 'proxyAuthentication',
    maybeSent: false,
    fetch: tunnel(407),
    says: /^The proxy requires authentication/,
  },
  'a proxy that does not open the way': {
    kind: 'proxy',
    maybeSent: false,
    fetch: tunnel(403),
    says: /^The proxy blocked the connection to aws\.example\./,
  },
  'a certificate that is not trusted': {
    kind: 'certificate',
    maybeSent: false,
    fetch: failing('self-signed certificate in certificate chain', 'SELF_SIGNED_CERT_IN_CHAIN'),
    says: /^VS Code doesn’t trust the certificate of aws\.example/,
  },
  'a certificate that is out of date': {
    kind: 'certificate',
    maybeSent: false,
    fetch: failing('certificate has expired', 'CERT_HAS_EXPIRED'),
    says: /^The certificate of aws\.example is out of date/,
  },
  'a certificate for another name': {
    kind: 'certificate',
    maybeSent: false,
    fetch: failing('Hostname/IP does not match', 'ERR_TLS_CERT_ALTNAME_INVALID'),
    says: /^The certificate of aws\.example is for another name\./,
  },
  'a connection that breaks off': {
    kind: 'broken',
    maybeSent: true,
    fetch: failing('read ECONNRESET', 'ECONNRESET', 'read'),
    says: /^The connection to aws\.example failed\./,
  },
  'no answer': {
    kind: 'timeout',
    maybeSent: true,
    fetch: () => new Promise(() => undefined),
    says: /^aws\.example didn’t respond in time\./,
  },
  'an answer that stalls after its head': {
    kind: 'timeout',
    maybeSent: true,
    fetch: () => Promise.resolve(new Response(new ReadableStream())),
    says: /^aws\.example didn’t respond in time\./,
  },
  'an answer that breaks off': {
    kind: 'broken',
    maybeSent: true,
    fetch: () =>
      Promise.resolve(
        new Response(
          new ReadableStream({
            start: (controller) =>
              controller.error(
                new TypeError('terminated', {
                  cause: Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' }),
                }),
              ),
          }),
        ),
      ),
    says: /^The connection to aws\.example failed\./,
  },
  'the page of a captive portal': {
    kind: 'foreign',
    maybeSent: true,
    fetch: () => Promise.resolve(new Response('<html>Sign in to the network</html>')),
    says: /^Something other than AWS answered for aws\.example\./,
  },
  'the way to the page of a captive portal': {
    kind: 'foreign',
    maybeSent: true,
    fetch: () =>
      Promise.resolve(new Response('', { status: 302, headers: { location: 'https://portal.example' } })),
    says: /^Something other than AWS answered for aws\.example\./,
  },
};

const MAX_ATTEMPTS = 3;
const TIMEOUT_MS = 5;

/** A path that fails in that way, and counts how often it is taken. */
function path(fetch: Fetch) {
  const taken = { times: 0 };
  const http = fetchClient(() => {
    taken.times++;
    return fetch;
  }, TIMEOUT_MS);
  return { http, taken };
}

describe('What the network does to an operation', () => {
  for (const [what, { kind, maybeSent, fetch, says }] of Object.entries(FAILURES)) {
    for (const operation of OPERATION_NAMES) {
      const repeatable = REPEATABLE[operation];
      const repeats = repeatable === 'unsent' ? !maybeSent : repeatable !== 'never' && kind !== 'foreign';
      const attempts = repeats ? MAX_ATTEMPTS : 1;

      it(`${operation}: ${what}`, async () => {
        const [first, second] = [path(fetch), path(fetch)];
        const { http } = withFallback(
          first.http,
          () => Promise.resolve({ http: second.http, proxyFor: () => undefined } as never),
          memoryLog(),
        );
        await assert.rejects(OPERATIONS[operation](http, 'https://aws.example'), (error: AwsSsoError) => {
          assert.equal(error.code, 'Network', error.message);
          assert.equal(error.network?.kind, kind);
          assert.equal(error.network.maybeSent, maybeSent);
          assert.equal(error.service, undefined);
          assert.match(error.message, says);
          return true;
        });
        assert.deepEqual([first.taken.times, second.taken.times], [attempts, maybeSent ? 0 : attempts]);
      });

      if (!maybeSent) {
        it(`${operation}: goes by the other path after ${what}`, async () => {
          const seen: string[] = [];
          const second: HttpClient = ({ url }) => {
            seen.push(url);
            // By AWS, and final.
            return Promise.resolve({
              status: 400,
              header: (name) => (name === 'x-amzn-errortype' ? 'InvalidRequestException' : undefined),
              body: '{}',
            });
          };
          const first = path(fetch);
          const { http } = withFallback(
            first.http,
            () => Promise.resolve({ http: second } as never),
            memoryLog(),
          );
          await assert.rejects(OPERATIONS[operation](http, 'https://aws.example'), (error: AwsSsoError) => {
            assert.equal(error.service?.name, 'InvalidRequestException');
            return true;
          });
          assert.deepEqual([first.taken.times, seen.length], [1, 1]);
        });
      }
    }
  }
});
