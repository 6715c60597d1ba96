import assert from 'node:assert/strict';
import { sessionId } from '../../../../src/sessions/kinds/identityCenter.ts';
import { FlowChoice, type SignInFlow } from '../../../../src/oauth/FlowChoice.ts';
import { blindPrompt } from '../../support/blindPrompt.ts';
import { callbackOf, visit } from '../../support/browserOf.ts';
import { useFakeClock } from '../../support/fakeClock.ts';
import { exception, PENDING } from '../../support/mockAws.ts';
import {
  CORP,
  INVALID_CLIENT,
  openSessions,
  registered,
  started,
  token,
  UNAUTHORIZED_CLIENT,
} from '../../support/openSessions.ts';
import { settled } from '../../support/settled.ts';
import { withoutFreePorts } from '../../support/withoutFreePorts.ts';

describe('authorize', () => {
  const clock = useFakeClock();
  const open = () => openSessions(clock());

  /** A sign-in by a person who looks at every page, and does as the test says. */
  function begin(
    { sessions }: Pick<ReturnType<typeof open>, 'sessions'>,
    flow: SignInFlow,
    browser: (address: string) => Promise<unknown> = () => Promise.resolve(),
  ) {
    const choice = new FlowChoice(flow);
    const seen: string[] = [];
    const pages: string[] = [];
    const prompt = {
      ...blindPrompt(),
      choice,
      show: ({ userCode }: { userCode: string }) => void seen.push(userCode),
      async openBrowser(address: string) {
        seen.push('page');
        pages.push(address);
        await browser(address);
      },
      cameBack: () => void seen.push('back'),
    };
    const cancelling = new AbortController();
    const result = sessions.signIn(CORP, prompt, cancelling.signal);
    result.catch(() => undefined);
    return { choice, seen, pages, result, cancel: () => cancelling.abort(new Error('enough')) };
  }

  const comesBack = (address: string) => visit(callbackOf(address, { code: 'TheCode' }));

  async function until(what: () => boolean): Promise<void> {
    for (let count = 0; count < 200 && !what(); count++) {
      await new Promise((resolve) => setImmediate(resolve));
      await clock().tickAsync(10);
    }
    assert.ok(what());
  }

  it('registers for the code as AWS’s own clients do, and keeps that for the next sign-in', async () => {
    const window = open();
    window.aws
      .next('/client/register', registered('browser'))
      .next('/token', token('t1'))
      .next('/token', token('t2'));
    const { accessToken, clientId } = await settled(
      clock(),
      begin(window, 'authorizationCode', comesBack).result,
    );
    assert.deepEqual([accessToken, clientId], ['t1', 'browser']);
    assert.deepEqual(window.aws.received[0]?.body, {
      clientName: 'SSO Sign-in for AWS',
      clientType: 'public',
      scopes: CORP.registrationScopes,
      grantTypes: ['authorization_code', 'refresh_token'],
      redirectUris: ['http://127.0.0.1/oauth/callback'],
      issuerUrl: CORP.startUrl,
    });
    await settled(clock(), begin(window, 'authorizationCode', comesBack).result);
    assert.deepEqual(window.operations(), [
      ['/client/register', 'SSO Sign-in for AWS'],
      ['/token', 'browser'],
      ['/token', 'browser'],
    ]);
  });

  it('never uses the registration of one flow for the other', async () => {
    const window = open();
    window.aws.next('/client/register', registered('browser')).next('/token', token('t1'));
    window.aws.next('/client/register', registered('device'));
    window.aws.next('/device_authorization', started()).next('/token', token('t2'));
    window.aws.next('/token', token('t3'));
    await settled(clock(), begin(window, 'authorizationCode', comesBack).result);
    await settled(clock(), begin(window, 'deviceAuthorization').result);
    await settled(clock(), begin(window, 'authorizationCode', comesBack).result);
    assert.deepEqual(window.operations(), [
      ['/client/register', 'SSO Sign-in for AWS'],
      ['/token', 'browser'],
      ['/client/register', 'SSO Sign-in for AWS'],
      ['/device_authorization', 'device'],
      ['/token', 'device'],
      ['/token', 'browser'],
    ]);
    assert.equal(window.aws.received[2]?.body['grantTypes'], undefined);
    assert.equal(window.aws.received[2]?.body['redirectUris'], undefined);
  });

  it('goes on with a code in the same sign-in when the person asks for it, and listens no more', async () => {
    const window = open();
    window.aws.next('/client/register', registered('browser')).next('/client/register', registered('device'));
    window.aws.next('/device_authorization', started()).next('/token', PENDING).next('/token', token('t1'));
    const { choice, seen, pages, result } = begin(window, 'authorizationCode');
    await until(() => pages.length === 1);
    choice.use('deviceAuthorization');
    assert.equal((await settled(clock(), result)).accessToken, 't1');
    assert.deepEqual(seen, ['page', 'ABCD-EFGH']);
    await assert.rejects(comesBack(pages[0] ?? ''), { code: 'ECONNREFUSED' });
    assert.equal(window.sessions.find(sessionId(CORP))?.clientId, 'device');
  });

  it('goes on in the browser in the same sign-in when the person asks for it, and polls no more', async () => {
    const window = open();
    window.aws.next('/client/register', registered('device')).next('/device_authorization', started());
    window.aws.next('/token', PENDING);
    const { choice, seen, pages, result } = begin(window, 'deviceAuthorization');
    await until(() => window.aws.received.some(({ path }) => path === '/token'));
    window.aws.next('/client/register', registered('browser')).next('/token', token('t1'));
    choice.use('authorizationCode');
    await until(() => pages.length === 1);
    await clock().tickAsync(5_000);
    await comesBack(pages[0] ?? '');
    assert.equal((await settled(clock(), result)).clientId, 'browser');
    assert.deepEqual(seen, ['ABCD-EFGH', 'page', 'back']);
    assert.equal(window.aws.unused, 0);
  });

  it('goes there and back again', async () => {
    const window = open();
    window.aws.next('/client/register', registered('b1')).next('/client/register', registered('device'));
    window.aws.next('/device_authorization', started());
    const { choice, seen, pages, result } = begin(window, 'authorizationCode');
    await until(() => pages.length === 1);
    choice.use('deviceAuthorization');
    await until(() => seen.length === 2);
    // The page that nobody came back from may have refused the registration.
    window.aws.next('/client/register', registered('b2')).next('/token', token('t1'));
    choice.use('authorizationCode');
    await until(() => pages.length === 2);
    await comesBack(pages[1] ?? '');
    assert.equal((await settled(clock(), result)).clientId, 'b2');
  });

  for (const [what, arrange] of [
    ['no browser can be opened', (run: () => Promise<void>) => run()],
    ['no port can be had', withoutFreePorts],
  ] as const) {
    it(`uses a code by itself when ${what}`, () =>
      arrange(async () => {
        const window = open();
        window.aws
          .next('/client/register', registered('browser'))
          .next('/client/register', registered('device'));
        window.aws.next('/device_authorization', started()).next('/token', token('t1'));
        const noBrowser = () => Promise.reject(new Error('no browser here'));
        const { choice, result } = begin(window, 'authorizationCode', noBrowser);
        assert.equal((await settled(clock(), result)).clientId, 'device');
        assert.equal(choice.flow, 'deviceAuthorization');
        assert.match(window.log.lines.join('\n'), /Going on with deviceAuthorization/);
      }));
  }

  for (const refusal of [INVALID_CLIENT, UNAUTHORIZED_CLIENT]) {
    it(`registers anew, and opens the page again, when the exchange says ${refusal.status}`, async () => {
      const window = open();
      window.aws.next('/client/register', registered('old')).next('/token', token('t1'));
      await settled(clock(), begin(window, 'authorizationCode', comesBack).result);
      window.aws
        .next('/token', refusal)
        .next('/client/register', registered('new'))
        .next('/token', token('t2'));
      const { seen, result } = begin(window, 'authorizationCode', comesBack);
      assert.equal((await settled(clock(), result)).clientId, 'new');
      assert.deepEqual(seen, ['page', 'back', 'page', 'back']);
    });
  }

  it('registers anew for the next sign-in when nobody came back from the page, which may have refused it', async () => {
    const window = open();
    window.aws.next('/client/register', registered('forgotten'));
    const { pages, result, cancel } = begin(window, 'authorizationCode');
    await until(() => pages.length === 1);
    cancel();
    await assert.rejects(result, { message: 'enough' });
    window.aws.next('/client/register', registered('new')).next('/token', token('t1'));
    const next = begin(window, 'authorizationCode', comesBack);
    assert.equal((await settled(clock(), next.result)).clientId, 'new');
  });

  it('is cancelled at once, though the secret storage does not answer', async () => {
    const window = open();
    window.aws.next('/client/register', registered('browser'));
    const { pages, result, cancel } = begin(window, 'authorizationCode');
    await until(() => pages.length === 1);
    window.secrets.delete = () => new Promise(() => undefined);
    cancel();
    await assert.rejects(result, { message: 'enough' });
    await assert.rejects(comesBack(pages[0] ?? ''), { code: 'ECONNREFUSED' });
  });

  it('ends with what the service says of a code, and changes nothing', async () => {
    const window = open();
    window.aws.next('/client/register', registered('browser'));
    window.aws.next('/token', exception('InvalidGrantException', 'invalid_grant'));
    const { result } = begin(window, 'authorizationCode', comesBack);
    await assert.rejects(settled(clock(), result), { code: 'Expired' });
    assert.deepEqual(window.sessions.stored(), []);
  });
});
