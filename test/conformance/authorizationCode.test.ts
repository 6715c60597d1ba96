import assert from 'node:assert/strict';
import { Retries } from '../../src/aws/services/retries.ts';
import { deviceCodeGrant, SsoOidc } from '../../src/aws/services/SsoOidc.ts';
import type { AwsSsoError } from '../../src/base/errors.ts';
import { fetchClient } from '../../src/http/client/fetchClient.ts';
import { authorize } from '../../src/sessions/kinds/authorize.ts';
import { Registrations } from '../../src/sessions/kinds/Registrations.ts';
import { FlowChoice, type SignInFlow } from '../../src/oauth/FlowChoice.ts';
import { type Fault, type IdentityCenter, startIdentityCenter } from '../identity-center/server.ts';
import { consentIn } from '../unit/identity-center/codeFlow.ts';
import { blindPrompt } from '../unit/support/blindPrompt.ts';
import { memoryLog } from '../unit/support/memoryLog.ts';
import { MemorySecrets } from '../unit/support/MemorySecrets.ts';
import { conforms } from './support/report.ts';

const CLIENT = 'SSO Sign-in for AWS, by authorization code';

const NEVER = new AbortController().signal;

const isUnauthorized = (error: AwsSsoError) => error.service?.name === 'UnauthorizedClientException';

describe(CLIENT, () => {
  let center: IdentityCenter;
  let oidc: SsoOidc;
  let secrets: MemorySecrets;
  const log = memoryLog();
  before(async () => {
    center = await startIdentityCenter({ interval: 0.2 });
    oidc = new SsoOidc(fetchClient(), center.oidc, new Retries());
  });
  beforeEach(() => {
    center.healthy();
    secrets = new MemorySecrets();
  });
  after(() => center.stop());

  /** Goes to the page, presses a button there, and follows where that leads: all that a browser would do. */
  async function inBrowser(
    address: string,
    decision: 'allow' | 'deny' = 'allow',
  ): Promise<{ status: number; text: string }> {
    const page = await (await fetch(address)).text();
    const answer = await fetch(new URL('authorize', address), {
      method: 'POST',
      body: new URLSearchParams({ consent: consentIn(page), decision }),
      redirect: 'manual',
    });
    const landed = await fetch(answer.headers.get('location') ?? '');
    return { status: landed.status, text: await landed.text() };
  }

  interface Options {
    flow?: SignInFlow;
    signal?: AbortSignal;
  }

  async function signIn(
    browser: (address: string) => Promise<unknown>,
    { flow = 'authorizationCode', signal = NEVER }: Options = {},
  ) {
    const config = {
      name: 'corp',
      startUrl: center.startUrl,
      region: center.region,
      registrationScopes: ['sso:account:access'],
    };
    const visits: Promise<unknown>[] = [];
    const prompt = {
      ...blindPrompt(),
      choice: new FlowChoice(flow),
      openBrowser: (address: string) => {
        visits.push(browser(address));
        return Promise.resolve();
      },
      show: ({ userCode }: { userCode: string }) => center.approve(userCode),
    };
    const registrations = new Registrations(secrets, log);
    const signingIn = authorize(config, { oidc, endpoint: center.oidc, registrations, prompt, signal, log });
    return signingIn.finally(() => Promise.all(visits));
  }

  const since = (count: number) =>
    center.requests.slice(count).flatMap(({ operation, error }) => (operation ? [[operation, error]] : []));

  conforms(CLIENT, 'CreateToken', 'by its own page and listener, then refreshed', async () => {
    let shown: { status: number; text: string } | undefined;
    const tokens = await signIn(async (address) => (shown = await inBrowser(address)));
    assert.equal(shown?.status, 200);
    assert.match(shown.text, /You can close this page/);
    const { refreshToken = '' } = tokens;
    const next = await oidc.createToken(tokens, { grantType: 'refresh_token', refreshToken }, NEVER);
    assert.notEqual(next.accessToken, tokens.accessToken);
  });

  conforms(
    CLIENT,
    'RegisterClient',
    'once for all sign-ins by code, and never for those by device',
    async () => {
      const before = center.requests.length;
      const first = await signIn(inBrowser);
      const second = await signIn(inBrowser);
      const device = await signIn(inBrowser, { flow: 'deviceAuthorization' });
      const third = await signIn(inBrowser);
      assert.equal(first.clientId, second.clientId);
      assert.equal(first.clientId, third.clientId);
      assert.notEqual(first.clientId, device.clientId);
      assert.equal(since(before).filter(([operation]) => operation === 'RegisterClient').length, 2);
      await assert.rejects(oidc.startDeviceAuthorization(first, center.startUrl, NEVER), isUnauthorized);
      const grant = deviceCodeGrant('x');
      await assert.rejects(oidc.createToken(first, grant, NEVER), isUnauthorized);
    },
  );

  conforms(CLIENT, 'CreateToken', 'a person who denies', async () => {
    let shown: { status: number; text: string } | undefined;
    const before = center.requests.length;
    const denied = signIn(async (address) => (shown = await inBrowser(address, 'deny')));
    await assert.rejects(denied, { code: 'AccessDenied', message: 'The request was denied.' });
    assert.match(shown?.text ?? '', /The request was denied\./);
    assert.ok(!since(before).some(([operation]) => operation === 'CreateToken'));
  });

  conforms(CLIENT, 'CreateToken', 'a code that was asked for with another verifier is refused', async () => {
    const before = center.requests.length;
    const another = signIn((address) => {
      const changed = new URL(address);
      changed.searchParams.set('code_challenge', 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM');
      return inBrowser(changed.href);
    });
    await assert.rejects(another, { code: 'Expired' });
    assert.deepEqual(since(before).at(-1), ['CreateToken', 'invalid_grant']);
  });

  conforms(CLIENT, 'CreateToken', 'a code that was asked for with another port is refused', async () => {
    const before = center.requests.length;
    const another = signIn(async (address) => {
      const changed = new URL(address);
      const listener = new URL(changed.searchParams.get('redirect_uri') ?? '');
      changed.searchParams.set('redirect_uri', 'http://127.0.0.1:1/oauth/callback');
      // Somebody carries the answer over to the right listener.
      listener.search = new URL(center.authorize(changed.href)).search;
      await fetch(listener);
    });
    await assert.rejects(another, { code: 'Expired' });
    assert.deepEqual(since(before).at(-1), ['CreateToken', 'invalid_grant']);
  });

  conforms(CLIENT, 'authorize', 'a redirect to any address but the registered one is refused', async () => {
    const statuses: number[] = [];
    const tokens = await signIn(async (address) => {
      for (const redirect of [
        'http://127.0.0.1:1/other',
        'http://localhost/oauth/callback',
        'https://evil.example/',
      ]) {
        const changed = new URL(address);
        changed.searchParams.set('redirect_uri', redirect);
        statuses.push((await fetch(changed, { redirect: 'manual' })).status);
      }
      await inBrowser(address);
    });
    assert.ok(tokens.accessToken);
    assert.deepEqual(statuses, [400, 400, 400]);
  });

  for (const fault of [
    { kind: 'dropAfter' },
    { kind: 'dropWithin' },
    { kind: 'cut' },
    { kind: 'html', status: 200 },
    { kind: 'status', status: 500, after: true },
  ] satisfies Fault[]) {
    conforms(CLIENT, 'CreateToken', `an answer spoiled by ${JSON.stringify(fault)} is final`, async () => {
      center.fail('CreateToken', fault);
      const before = center.requests.length;
      await assert.rejects(signIn(inBrowser), (error: Error) => /\w/.test(error.message));
      assert.equal(since(before).filter(([operation]) => operation === 'CreateToken').length, 1);
      assert.ok((await signIn(inBrowser)).accessToken);
    });
  }

  conforms(
    CLIENT,
    'CreateToken',
    'after a registration that the page has refused, with a new one',
    async () => {
      const { clientId } = await signIn(inBrowser);
      center.expireRegistrations();
      const stuck = new AbortController();
      const refused = signIn(
        async (address) => {
          assert.equal((await fetch(address)).status, 400);
          stuck.abort(new Error('The page does not go on.'));
        },
        { signal: stuck.signal },
      );
      await assert.rejects(refused, { message: 'The page does not go on.' });
      assert.notEqual((await signIn(inBrowser)).clientId, clientId);
    },
  );

  it('logged no secret', () => {
    const text = log.lines.join('\n');
    assert.ok(!center.issuedSecrets.some((secret) => text.includes(secret)));
  });
});
