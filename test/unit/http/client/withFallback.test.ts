import assert from 'node:assert/strict';
import { AwsSsoError, type NetworkFailure } from '../../../../src/base/errors.ts';
import type { HttpClient, HttpRequest } from '../../../../src/http/client/HttpClient.ts';
import type { SecondPath } from '../../../../src/http/client/SecondPath.ts';
import { withFallback } from '../../../../src/http/client/withFallback.ts';

const UNTRUSTED = { kind: 'certificate', errno: 'SELF_SIGNED_CERT_IN_CHAIN', maybeSent: false } as const;
const UNKNOWN = { kind: 'name', errno: 'ENOTFOUND', maybeSent: false } as const;
const REFUSED = { kind: 'refused', errno: 'ECONNREFUSED', maybeSent: false } as const;
const RESET = { kind: 'broken', errno: 'ECONNRESET', maybeSent: true } as const;

const REQUEST: HttpRequest = { method: 'POST', url: 'https://oidc.example/token', body: '{}' };

/** A path that answers with its name, unless told to fail. */
class Path {
  failure: NetworkFailure | undefined;
  requests = 0;
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  readonly http: HttpClient = ({ signal }) => {
    this.requests++;
    signal?.throwIfAborted();
    const { failure } = this;
    return failure
      ? Promise.reject(new AwsSsoError('Network', `${this.#name} ${failure.kind}`, { network: failure }))
      : Promise.resolve({ status: 200, header: () => undefined, body: this.#name });
  };
}

function build() {
  const first = new Path('first');
  const second = new Path('second');
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  const world = { loads: 0, canLoad: true };
  const paths = withFallback(
    first.http,
    () => {
      world.loads++;
      return world.canLoad
        ? Promise.resolve({ http: second.http } as SecondPath)
        : Promise.reject(new Error('no such file'));
    },
    { debug: write, info: write, warn: write, error: write },
  );
  return { first, second, lines, world, send: async (request = REQUEST) => (await paths.http(request)).body };
}

describe('withFallback', () => {
  it('does not load the second as long as the first connects', async () => {
    const { send, world, lines } = build();
    assert.equal(await send(), 'first');
    assert.equal(world.loads, 0);
    assert.deepEqual(lines, []);
  });

  it('takes the second when the first cannot connect, remembers it for that host, and says so once', async () => {
    const { first, second, send, lines } = build();
    first.failure = UNTRUSTED;
    assert.equal(await send(), 'second');
    assert.equal(await send(), 'second');
    assert.equal(first.requests, 1);
    assert.deepEqual(lines, [
      "oidc.example is reached by the second path: by the editor's own, SELF_SIGNED_CERT_IN_CHAIN.",
    ]);
    first.failure = undefined;
    assert.equal(await send({ ...REQUEST, url: 'https://portal.example/' }), 'first');
    assert.equal(second.requests, 2);
  });

  it('says so once for all that are under way', async () => {
    const { first, second, send, lines } = build();
    first.failure = UNTRUSTED;
    await Promise.all([send(), send(), send()]);
    assert.equal(lines.length, 1);
    first.failure = undefined;
    second.failure = REFUSED;
    await Promise.all([send(), send(), send()]);
    assert.equal(lines.length, 2);
  });

  it('goes back when the second cannot connect any more', async () => {
    const { first, second, send, lines } = build();
    first.failure = UNTRUSTED;
    await send();
    first.failure = undefined;
    second.failure = REFUSED;
    assert.equal(await send(), 'first');
    assert.equal(await send(), 'first');
    assert.equal(second.requests, 2);
    assert.equal(
      lines[1],
      "oidc.example is reached by the editor's own path again: by the second, ECONNREFUSED.",
    );
  });

  it('never sends twice what may have been sent', async () => {
    const { first, second, send } = build();
    first.failure = RESET;
    await assert.rejects(send(), { message: 'first broken' });
    assert.equal(second.requests, 0);
    first.failure = UNTRUSTED;
    second.failure = RESET;
    await assert.rejects(send(), { message: 'second broken', network: RESET });
    assert.equal(first.requests, 2);
  });

  for (const [first, second, told] of [
    [UNKNOWN, UNTRUSTED, 'second certificate'],
    [UNTRUSTED, UNKNOWN, 'first certificate'],
    [UNTRUSTED, UNTRUSTED, 'second certificate'],
    [{ ...REFUSED, kind: 'proxyAuthentication' }, REFUSED, 'first proxyAuthentication'],
    [REFUSED, { ...REFUSED, kind: 'proxy' }, 'second proxy'],
  ] as const) {
    it(`tells of ${told} when neither connects: ${first.kind}, ${second.kind}`, async () => {
      const paths = build();
      paths.first.failure = first;
      paths.second.failure = second;
      await assert.rejects(paths.send(), { message: told });
    });
  }

  it('tells the same the other way round', async () => {
    const { first, second, send } = build();
    first.failure = UNKNOWN;
    await send();
    first.failure = UNTRUSTED;
    second.failure = UNKNOWN;
    await assert.rejects(send(), { message: 'first certificate' });
  });

  it('tries the second no more once the caller has gone', async () => {
    const controller = new AbortController();
    const { first, second, world, send } = build();
    first.failure = UNTRUSTED;
    const pending = send({ ...REQUEST, signal: controller.signal });
    const reason = new Error('enough');
    controller.abort(reason);
    await assert.rejects(pending, reason);
    assert.ok(world.loads <= 1 && second.requests <= 1);
  });

  it('has the first speak where the second cannot be loaded', async () => {
    const { first, world, send, lines } = build();
    world.canLoad = false;
    first.failure = UNTRUSTED;
    await assert.rejects(send(), { message: 'first certificate' });
    assert.deepEqual(lines, ['The second path cannot be used: no such file']);
  });
});
