import assert from 'node:assert/strict';
import fc from 'fast-check';
import { install } from '@sinonjs/fake-timers';
import type { SsoOidc } from '../../../src/aws/services/SsoOidc.ts';
import { AwsSsoError } from '../../../src/base/errors.ts';
import { authorizeDevice } from '../../../src/oauth/deviceAuthorization.ts';

/** What one poll gets, besides a token. */
type Reply = 'pending' | 'slow down' | 'throttled' | 'server error' | 'broken' | 'denied';

const refusal = (name: string, status = 400, retryAfter?: number): AwsSsoError =>
  new AwsSsoError('Service', name, {
    service: {
      ...{ service: 'sso-oidc', name, status, retryable: status >= 429 },
      ...(retryAfter !== undefined && { retryAfter }),
    },
  });
const ERRORS: Readonly<Record<Reply, (retryAfter: number) => AwsSsoError>> = {
  pending: () => refusal('AuthorizationPendingException'),
  'slow down': () => refusal('SlowDownException'),
  throttled: (retryAfter) => refusal('HTTP 429', 429, retryAfter),
  'server error': () => refusal('HTTP 503', 503),
  broken: () => new AwsSsoError('Network', 'broken', { network: { kind: 'broken', maybeSent: true } }),
  denied: () => refusal('AccessDeniedException'),
};

const seconds = (max: number) => fc.integer({ min: 0, max });
const server = fc.record({
  interval: fc.option(seconds(10), { nil: undefined }),
  lifetime: fc.integer({ min: 1, max: 180 }),
  replies: fc.array(
    fc.record({
      reply: fc.constantFrom(...(Object.keys(ERRORS) as Reply[])),
      latencyMs: seconds(4_000),
      retryAfterMs: seconds(20_000),
    }),
    { maxLength: 30 },
  ),
  /** When the person approves, if they do, and when they cancel. */
  approvedAfter: fc.option(seconds(200), { nil: undefined }),
  cancelledAfter: fc.option(seconds(200), { nil: undefined }),
});

const settled = (): Promise<void> => new Promise((resolve) => process.nextTick(resolve));

describe('The poll loop', () => {
  it('never polls early, always ends, and never hangs after it was cancelled', () =>
    fc.assert(
      fc.asyncProperty(server, async ({ interval, lifetime, replies, approvedAfter, cancelledAfter }) => {
        const clock = install({ now: 1e12, toFake: ['setTimeout', 'clearTimeout', 'Date'] });
        try {
          const start = Date.now();
          const cancelled = new AbortController();
          const lapses = start + lifetime * 1000;
          // RFC 8628 section 3.2 and 3.5, by the server's own count.
          let wanted = (interval || 5) * 1000;
          let [notBefore, polls] = [start + wanted, 0];
          let earliest = 0;
          const oidc = {
            startDeviceAuthorization: () =>
              Promise.resolve({
                ...{ deviceCode: 'd', userCode: 'U', verificationUri: 'https://x/' },
                ...{ expiresIn: lifetime, interval },
              }),
            async createToken() {
              earliest = Math.min(earliest, Date.now() - Math.min(notBefore, lapses));
              const { reply, latencyMs, retryAfterMs } = replies[polls++] ?? {
                ...{ reply: 'pending', latencyMs: 0, retryAfterMs: 0 },
              };
              await Promise.race([
                new Promise((resolve) => setTimeout(resolve, latencyMs)),
                new Promise((_, reject) =>
                  cancelled.signal.addEventListener('abort', () => reject(new Error('aborted'))),
                ),
              ]);
              if (approvedAfter !== undefined && Date.now() >= start + approvedAfter * 1000) {
                return { accessToken: 't', expiresIn: 3600 };
              }
              wanted += reply === 'slow down' ? 5_000 : 0;
              notBefore = Date.now() + Math.max(wanted, reply === 'throttled' ? retryAfterMs : 0);
              throw ERRORS[reply](retryAfterMs);
            },
          };
          if (cancelledAfter !== undefined) {
            setTimeout(() => cancelled.abort(new Error('cancelled')), cancelledAfter * 1000);
          }
          let end: number | undefined;
          const prompt = { show: () => undefined, trouble: () => undefined };
          const options = { startUrl: 'https://x/', prompt, signal: cancelled.signal };
          const ended = (): void => void (end = Date.now());
          const client = { clientId: 'c', clientSecret: 's' };
          authorizeDevice(oidc as unknown as SsoOidc, client, options).then(ended, ended);
          await settled();
          while (end === undefined && clock.countTimers() > 0) {
            clock.next();
            await settled();
          }
          assert.equal(earliest, 0, 'A poll is too early, by so many milliseconds');
          assert.ok(end !== undefined, 'It hangs');
          const slowest = Math.max(0, ...replies.map(({ latencyMs }) => latencyMs));
          assert.ok(end <= lapses + slowest, 'It goes on after the code has lapsed');
          if (cancelledAfter !== undefined) {
            assert.ok(end <= start + cancelledAfter * 1000, 'It goes on after it was cancelled');
          }
        } finally {
          clock.uninstall();
        }
      }),
      { numRuns: 300 },
    ));
});
