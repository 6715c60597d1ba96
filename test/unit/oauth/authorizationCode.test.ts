import assert from 'node:assert/strict';
import { authorizeInBrowser } from '../../../src/oauth/authorizationCode.ts';
import { challengeOf } from '../../../src/oauth/pkce.ts';
import { callbackOf, visit } from '../support/browserOf.ts';
import { useFakeClock } from '../support/fakeClock.ts';
import { memoryLog } from '../support/memoryLog.ts';
import { connectionError, exception, MockAws, ORIGIN } from '../support/mockAws.ts';
import { withoutFreePorts } from '../support/withoutFreePorts.ts';

const CLIENT = { clientId: 'id', clientSecret: 'secret' };
const TOKEN = { body: { accessToken: 'aoa:MG', tokenType: 'Bearer', expiresIn: 3600, refreshToken: 'aor' } };
const NEVER = new AbortController().signal;
const MINUTE_MS = 60_000;

describe('authorizeInBrowser', () => {
  const clock = useFakeClock();

  interface Conditions {
    signal?: AbortSignal;
    waiting?: AbortSignal;
    open?: () => Promise<void>;
    back?: () => void;
  }

  function begin(aws: MockAws, { signal = NEVER, waiting = NEVER, open, back }: Conditions = {}) {
    const log = memoryLog();
    const seen: string[] = [];
    let opened: (address: string) => void;
    const address = new Promise<string>((resolve) => (opened = resolve));
    const prompt = {
      openBrowser: (at: string) => {
        seen.push('open');
        opened(at);
        return open?.() ?? Promise.resolve();
      },
      cameBack: () => {
        seen.push('back');
        back?.();
      },
    };
    const world = { name: 'corp <b>', scopes: ['b:c', 'a'], prompt, waiting, signal, log };
    const result = authorizeInBrowser(aws.oidc, CLIENT, world);
    result.catch(() => undefined);
    return { result, address, seen, log };
  }

  const asked = (aws: MockAws) => aws.received.filter(({ path }) => path === '/token');

  it('opens the page with the challenge, and exchanges the code with the verifier', async () => {
    const aws = new MockAws().next('/token', TOKEN);
    const { result, address, seen } = begin(aws);
    const query = new URL(await address).searchParams;
    assert.ok((await address).startsWith(`${ORIGIN}/authorize?response_type=code&client_id=id&`));
    assert.equal(query.get('scopes'), 'b:c a');
    assert.equal(query.get('code_challenge_method'), 'S256');
    assert.match(query.get('redirect_uri') ?? '', /^http:\/\/127\.0\.0\.1:\d+\/oauth\/callback$/);
    const { status, text } = await visit(callbackOf(await address, { code: 'TheCode' }));
    assert.equal(status, 200);
    assert.match(text, /You can close this page/);
    assert.match(text, /finish signing in to corp &lt;b&gt;\./);
    assert.equal((await result)?.accessToken, 'aoa:MG');
    const { codeVerifier, ...grant } = asked(aws)[0]!.body;
    assert.deepEqual(grant, {
      ...CLIENT,
      grantType: 'authorization_code',
      code: 'TheCode',
      redirectUri: query.get('redirect_uri'),
    });
    assert.match(String(codeVerifier), /^[A-Za-z0-9._~-]{43,128}$/);
    assert.equal(challengeOf(String(codeVerifier)), query.get('code_challenge'));
    assert.deepEqual(seen, ['open', 'back']);
  });

  it('listens before the browser opens, and no longer than it needs', async () => {
    const aws = new MockAws().next('/token', TOKEN);
    let came: Promise<unknown> | undefined;
    const { result, address } = begin(aws, {
      open: async () => void (came = visit(callbackOf(await address, { code: 'TheCode' }))),
    });
    await result;
    await came;
    await assert.rejects(visit(callbackOf(await address, { code: 'TheCode' })), { code: 'ECONNREFUSED' });
    assert.equal(asked(aws).length, 1);
  });

  it('has another state, verifier and address each time', async () => {
    const aws = new MockAws();
    const cancelling = new AbortController();
    const both = [begin(aws, cancelling), begin(aws, cancelling)];
    const [first, second] = await Promise.all(
      both.map(async ({ address }) => new URL(await address).searchParams),
    );
    for (const member of ['state', 'code_challenge', 'redirect_uri']) {
      assert.notEqual(first?.get(member), second?.get(member));
    }
    assert.match(first?.get('state') ?? '', /^[0-9a-f-]{36}$/);
    cancelling.abort();
    await Promise.allSettled(both.map(({ result }) => result));
  });

  it('goes on after whatever does not belong to it', async () => {
    const aws = new MockAws().next('/token', TOKEN);
    const { result, address, log } = begin(aws);
    const foreign = callbackOf(await address, { code: 'evil', state: 'guessed' });
    const denied = callbackOf(await address, { error: 'access_denied', state: 'guessed' });
    assert.equal((await visit(foreign)).status, 400);
    assert.equal((await visit(denied)).status, 400);
    assert.equal((await visit(new URL('/favicon.ico', foreign).href)).status, 404);
    assert.equal((await visit(callbackOf(await address, { code: 'TheCode' }))).status, 200);
    await result;
    assert.equal(asked(aws)[0]?.body['code'], 'TheCode');
    assert.ok(!/evil|guessed|TheCode/.test(log.lines.join()));
  });

  for (const [error, code, sentence] of [
    ['access_denied', 'AccessDenied', 'The request was denied.'],
    ['invalid_scope', 'InvalidRequest', 'AWS doesn’t know one of the scopes.'],
    ['server_error', 'Service', 'AWS returned a server error.'],
  ] as const) {
    it(`says ${error} in the editor and on the page, and exchanges nothing`, async () => {
      const aws = new MockAws();
      const { result, address, seen } = begin(aws);
      const members = { error, error_description: 'Said <i>by AWS</i>' };
      const { status, text } = await visit(callbackOf(await address, members));
      assert.equal(status, 200);
      assert.match(text, /Couldn’t sign in to corp &lt;b&gt;/);
      assert.ok(text.includes(sentence) && !text.includes('Said'), text);
      await assert.rejects(
        result,
        (thrown: Error) => 'code' in thrown && thrown.code === code && thrown.message.startsWith(sentence),
      );
      assert.deepEqual([aws.received, seen], [[], ['open']]);
    });
  }

  it('ends after ten minutes, by the clock', async () => {
    const { result, address } = begin(new MockAws());
    await address;
    await clock().tickAsync(10 * MINUTE_MS - 1_000);
    assert.equal((await visit(callbackOf(await address, { code: 'c', state: 'x' }))).status, 400);
    await clock().tickAsync(1_000);
    await assert.rejects(result, { code: 'Expired', message: /timed out in the browser/ });
    await assert.rejects(visit(await address.then((at) => callbackOf(at, { code: 'TheCode' }))), {
      code: 'ECONNREFUSED',
    });
  });

  it('ends when the machine has slept through the ten minutes', async () => {
    const { result, address } = begin(new MockAws());
    await address;
    clock().setSystemTime(Date.now() + 10 * MINUTE_MS);
    await clock().tickAsync(1_000);
    await assert.rejects(result, { code: 'Expired' });
  });

  for (const which of ['signal', 'waiting'] as const) {
    it(`stops listening at once when ${which} is aborted`, async () => {
      const cancelling = new AbortController();
      const { result, address } = begin(new MockAws(), { [which]: cancelling.signal });
      const callback = callbackOf(await address, { code: 'TheCode' });
      cancelling.abort(new Error('enough'));
      await assert.rejects(result, { message: 'enough' });
      await assert.rejects(visit(callback), { code: 'ECONNREFUSED' });
    });

    it(`opens nothing when ${which} was aborted before`, async () => {
      const aborted = AbortSignal.abort(new Error('enough'));
      const { result, seen } = begin(new MockAws(), { [which]: aborted });
      await assert.rejects(result, { message: 'enough' });
      assert.deepEqual(seen, []);
    });
  }

  it('uses a code that has come, though nobody waits for the browser any more', async () => {
    const cancelling = new AbortController();
    const aws = new MockAws().next('/token', TOKEN);
    const { result, address } = begin(aws, { waiting: cancelling.signal, back: () => cancelling.abort() });
    await visit(callbackOf(await address, { code: 'TheCode' }));
    assert.equal((await result)?.accessToken, 'aoa:MG');
  });

  it('does not exchange the code again when the answer may be lost, and says what happened', async () => {
    const aws = new MockAws().next('/token', connectionError('ECONNRESET')).next('/token', TOKEN);
    const { result, address } = begin(aws);
    await visit(callbackOf(await address, { code: 'TheCode' }));
    await assert.rejects(result, {
      code: 'Expired',
      message: 'The connection dropped during sign-in. Sign in again.',
    });
    assert.equal(aws.unused, 1);
  });

  it('tries again when the network failed before anything was sent', async () => {
    const aws = new MockAws();
    aws.next('/token', connectionError('ENOTFOUND')).next('/token', connectionError('ECONNREFUSED'));
    aws.next('/token', TOKEN);
    const { result, address } = begin(aws);
    await visit(callbackOf(await address, { code: 'TheCode' }));
    await clock().tickAsync(500);
    assert.equal((await result)?.accessToken, 'aoa:MG');
  });

  it('blames the network, and not a lost answer, when nothing was ever sent', async () => {
    const aws = new MockAws();
    for (let count = 0; count < 3; count++) {
      aws.next('/token', connectionError('ENOTFOUND'));
    }
    const { result, address } = begin(aws);
    await visit(callbackOf(await address, { code: 'TheCode' }));
    await clock().tickAsync(500);
    await assert.rejects(result, { code: 'Network', message: /Couldn’t resolve/ });
    assert.equal(aws.unused, 0);
  });

  it('hands on what the service says of the code, or something in its place', async () => {
    const refusals = [
      [exception('InvalidGrantException', 'invalid_grant'), 'Expired'],
      [{ body: '<html>hotel</html>' }, 'Network'],
      [{ status: 503, body: 'busy' }, 'Service'],
    ] as const;
    for (const [answer, code] of refusals) {
      const aws = new MockAws().next('/token', answer).next('/token', TOKEN);
      const { result, address } = begin(aws);
      await visit(callbackOf(await address, { code: 'TheCode' }));
      await assert.rejects(result, { code });
      assert.equal(aws.unused, 1);
    }
  });

  it('gives way to a code where the editor cannot open a browser', async () => {
    const { result, address, log } = begin(new MockAws(), {
      open: () => Promise.reject(new Error('no browser here')),
    });
    assert.equal(await result, undefined);
    assert.match(log.lines.join(), /The browser was not opened: no browser here/);
    await assert.rejects(visit(callbackOf(await address, { code: 'c' })), { code: 'ECONNREFUSED' });
  });

  it('gives way to a code where no port can be had', async () => {
    await withoutFreePorts(async () => {
      const { result, seen, log } = begin(new MockAws());
      assert.equal(await result, undefined);
      assert.deepEqual(seen, []);
      assert.match(log.lines.join(), /No port could be had for the browser: .*EADDRNOTAVAIL/);
    });
  });
});
