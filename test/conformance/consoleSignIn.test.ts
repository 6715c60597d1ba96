import assert from 'node:assert/strict';

import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { EmbeddedJWK, type JWK, jwtVerify } from 'jose';
import { fromLoginCredentials } from '@aws-sdk/credential-provider-login';
import { type Clock, install } from '@sinonjs/fake-timers';
import { LoginCache } from '../../src/aws/cache/LoginCache.ts';
import { AwsFiles } from '../../src/aws/config/AwsFiles.ts';
import { loginProfiles } from '../../src/aws/config/loginProfiles.ts';
import { newDpopKey } from '../../src/aws/services/dpop.ts';
import { Retries } from '../../src/aws/services/retries.ts';
import { Signin } from '../../src/aws/services/Signin.ts';
import { AwsSsoError } from '../../src/base/errors.ts';
import { fetchClient } from '../../src/http/client/fetchClient.ts';
import type { HttpClient, HttpRequest, HttpResponse } from '../../src/http/client/HttpClient.ts';
import { authorizeConsole, type ConsoleApproval } from '../../src/sessions/kinds/authorizeConsole.ts';
import { consoleConfigs } from '../../src/sessions/kinds/consoleConfigs.ts';
import { consoleId, type SignedInConsole } from '../../src/sessions/kinds/console.ts';
import { refreshConsole } from '../../src/sessions/kinds/consoleRules.ts';
import { ConsoleSessions } from '../../src/sessions/kinds/ConsoleSessions.ts';
import { loginCacheFiles } from '../../src/sessions/kinds/loginCacheFiles.ts';
import { type IdentityCenter, startIdentityCenter } from '../identity-center/server.ts';
import { memoryLog } from '../unit/support/memoryLog.ts';
import { MemorySecrets } from '../unit/support/MemorySecrets.ts';
import { MemoryLock, MemoryWindows } from '../unit/support/memoryWindows.ts';
import { setEnvironment } from './support/environment.ts';
import { Home, LOGIN_SESSION } from './support/home.ts';

const ROLE = 'arn:aws:sts::444455556666:assumed-role/AWSReservedSSO_ReadOnlyAccess_0123456789abcdef/alice';
const NEVER = new AbortController().signal;

describe('Signing in with AWS console credentials, against the local Identity Center', () => {
  let center: IdentityCenter;
  let sent: HttpRequest[];
  let http: HttpClient;
  let signin: Signin;
  before(async () => {
    center = await startIdentityCenter();
  });
  beforeEach(() => {
    center.healthy();
    sent = [];
    http = (request) => {
      sent.push(request);
      return fetchClient()(request);
    };
    signin = new Signin((request) => http(request), center.signin, new Retries());
  });
  after(() => center.stop());

  /** The person approves, and the browser goes where it is sent. */
  const openBrowser = async (address: string): Promise<void> => void (await fetch(center.authorize(address)));

  function authorize(
    prompt: Partial<Parameters<typeof authorizeConsole>[1]['prompt']> = {},
    byHand = new AbortController(),
  ): Promise<ConsoleApproval> {
    const unexpected = (): Promise<never> => Promise.reject(new Error('not to be asked for'));
    return authorizeConsole(signin, {
      prompt: { openBrowser, askCode: unexpected, cameBack: () => undefined, ...prompt },
      byHand: byHand.signal,
      signal: NEVER,
      log: memoryLog(),
    });
  }

  /** What the confirmation page shows, when the person has approved this session. */
  function textFor(address: string, arn?: string): string {
    const { searchParams } = new URL(center.authorize(address, 'approved', arn), center.url);
    const [state, code] = ['state', 'code'].map((name) => searchParams.get(name));
    return Buffer.from(`state=${state}&code=${code}`).toString('base64');
  }

  /** Checks a proof with a library that shares nothing with how it was made. */
  async function verified({ url, headers }: HttpRequest): Promise<JWK> {
    const proof = headers?.['DPoP'] ?? '';
    const options = { typ: 'dpop+jwt', algorithms: ['ES256'], requiredClaims: ['htm', 'htu', 'iat', 'jti'] };
    const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, options);
    assert.deepEqual([payload['htm'], payload['htu']], ['POST', url]);
    const { jwk } = protectedHeader;
    assert.ok(jwk && !('d' in jwk), 'The public part only.');
    return jwk;
  }

  it('gets a session from a browser that comes back, as `aws login` asks for it', async () => {
    let asked = '';
    const { arn, tokens } = await authorize({
      openBrowser: (address) => {
        asked = address;
        return openBrowser(address);
      },
    });
    assert.equal(arn, LOGIN_SESSION);
    assert.match(tokens.accessKeyId, /^ASIA/);
    assert.match(tokens.refreshToken ?? '', /^ASOR/);
    assert.ok(Math.abs(tokens.expiresAt - Date.now() - 900_000) < 5_000);
    const { pathname, searchParams } = new URL(asked);
    const { state, code_challenge, redirect_uri, ...rest } = Object.fromEntries(searchParams);
    assert.equal(pathname, '/v1/authorize');
    assert.deepEqual(rest, {
      response_type: 'code',
      client_id: 'arn:aws:signin:::devtools/same-device',
      code_challenge_method: 'SHA-256',
      scope: 'openid',
    });
    assert.match(state ?? '', /^[0-9a-f-]{36}$/);
    assert.match(code_challenge ?? '', /^[\w-]{43}$/);
    assert.match(redirect_uri ?? '', /^http:\/\/127\.0\.0\.1:\d+\/oauth\/callback$/);
    await verified(sent[0]!);
  });

  it('is denied with a sentence', async () => {
    const deny = async (address: string): Promise<void> =>
      void (await fetch(center.authorize(address, 'denied')));
    await assert.rejects(authorize({ openBrowser: deny }), { code: 'AccessDenied' });
    assert.deepEqual(sent, []);
  });

  it('gets a session by a text that the person carries, after they gave up waiting for the browser', async () => {
    const byHand = new AbortController();
    const problems: (string | undefined)[] = [];
    const { arn, tokens } = await authorize(
      {
        openBrowser: () => Promise.resolve(byHand.abort()),
        askCode: (address, problemOf) => {
          const text = textFor(address, ROLE);
          problems.push(problemOf('x y'), problemOf(textFor(address).slice(0, 20)));
          problems.push(problemOf(Buffer.from('code=c').toString('base64')));
          problems.push(problemOf(Buffer.from('state=another&code=c').toString('base64')), problemOf(text));
          return Promise.resolve(`${text.slice(0, 40)}\n${text.slice(40)}\n`);
        },
      },
      byHand,
    );
    assert.equal(arn, ROLE);
    assert.equal(tokens.clientId, 'arn:aws:signin:::devtools/cross-device');
    assert.deepEqual(
      problems.map((problem) => problem?.slice(0, 25)),
      [
        'This isn’t the code from ',
        'Part of the code is missi',
        'Part of the code is missi',
        'This code belongs to anot',
        undefined,
      ],
    );
    await verified(sent[0]!);
  });

  it('asks for the text where no browser can be opened', async () => {
    const { arn } = await authorize({
      openBrowser: () => Promise.reject(new Error('no browser here')),
      askCode: (address) => Promise.resolve(textFor(address)),
    });
    assert.equal(arn, LOGIN_SESSION);
  });

  it('uses no code twice when the answer is lost, and says so', async () => {
    center.fail('CreateOAuth2Token', { kind: 'dropAfter' });
    await assert.rejects(authorize(), { code: 'Expired', message: /connection dropped/ });
    assert.equal(sent.length, 1);
  });

  for (const [what, idToken] of [
    ['no id token', undefined],
    ['an id token that is none', 'x'],
    ['an id token without an ARN', `e30.${Buffer.from('{"sub":"alice"}').toString('base64url')}.s`],
  ]) {
    it(`does not take ${what}`, async () => {
      const { http: before } = { http };
      http = async (request): Promise<HttpResponse> => {
        const response = await before(request);
        const body = { ...(JSON.parse(response.body) as object), idToken };
        return { ...response, body: JSON.stringify(body) };
      };
      await assert.rejects(authorize(), {
        code: 'Service',
        message: /didn’t name the user of this console session/,
      });
    });
  }

  it('cannot be renewed with another key, and understands that', async () => {
    const { arn, tokens } = await authorize();
    const session: SignedInConsole = { arn, region: center.region, ...tokens, revision: 1 };
    const stranger = { ...session, dpopKey: newDpopKey() };
    await assert.rejects(refreshConsole(signin, stranger, NEVER), (error) => {
      assert.ok(error instanceof AwsSsoError);
      assert.deepEqual([error.code, error.service?.error], ['InvalidRequest', 'INVALID_REQUEST']);
      return true;
    });
    const renewed = await refreshConsole(signin, session, NEVER);
    assert.notEqual(renewed.sessionToken, session.sessionToken);
    const [first, other, last] = await Promise.all(sent.map(verified));
    assert.deepEqual(last, first);
    assert.notDeepEqual(other, first);
  });
});

describe('Console sessions and the login provider of the AWS SDK for JavaScript', () => {
  /** Short enough for the SDK to renew them at once. */
  const LIFETIME = 200;
  const saved = { ...process.env };
  const log = memoryLog();
  let clock: Clock;
  let center: IdentityCenter;
  let home: Home;
  let isOn: boolean;
  let sessions: ConsoleSessions;
  let signin: Signin;
  beforeEach(async () => {
    clock = install({ now: Date.now(), toFake: ['Date'] });
    center = await startIdentityCenter({ accessTokenLifetime: LIFETIME });
    home = new Home(center);
    Object.assign(process.env, { HOME: home.path, AWS_ENDPOINT_URL_SIGNIN: center.signin });
    isOn = true;
    signin = new Signin(fetchClient(), center.signin, new Retries());
    sessions = open();
  });
  afterEach(async () => {
    sessions.dispose();
    setEnvironment(saved);
    home.remove();
    await center.stop();
    clock.uninstall();
  });

  function open(): ConsoleSessions {
    const env = { HOME: home.path };
    return new ConsoleSessions({
      secrets: new MemorySecrets(),
      sharing: { isOn: () => isOn, files: loginCacheFiles(new LoginCache(env)) },
      lock: new MemoryLock(),
      otherWindows: new MemoryWindows().seenBy(() => Promise.reject(new Error('nobody'))),
      signin: () => Promise.resolve(signin),
      issuer: () => Promise.resolve(center.signin),
      profiles: async () => (isOn ? consoleConfigs(await loginProfiles(new AwsFiles(), env), env) : []),
      onChange: () => undefined,
      onEnded: () => undefined,
      log,
    });
  }

  async function signIn(): Promise<string> {
    const { arn, tokens } = await authorizeConsole(signin, {
      prompt: {
        openBrowser: async (address) => void (await fetch(center.authorize(address))),
        askCode: () => Promise.reject(new Error('not to be asked for')),
        cameBack: () => undefined,
      },
      byHand: NEVER,
      signal: NEVER,
      log,
    });
    return consoleId(await sessions.add({ arn, region: center.region }, tokens, NEVER));
  }

  const provide = () =>
    fromLoginCredentials({ profile: 'login' })({
      callerClientConfig: { region: () => Promise.resolve(center.region) },
    });
  const file = (): Record<string, unknown> =>
    JSON.parse(readFileSync(home.loginFile, 'utf8')) as Record<string, unknown>;

  it('hand each other what either has renewed, with the same key', async () => {
    const id = await signIn();
    const key = file()['dpopKey'];
    assert.equal(statSync(home.loginFile).mode & 0o777, 0o600);
    assert.equal(key, sessions.find(id)?.dpopKey);
    assert.deepEqual(Object.keys(file()), [
      'accessToken',
      'tokenType',
      'clientId',
      'refreshToken',
      'idToken',
      'dpopKey',
      'signInRegion',
    ]);

    const bySdk = await provide();
    assert.notEqual(bySdk.accessKeyId, sessions.find(id)?.accessKeyId, 'The SDK has renewed.');
    assert.equal(bySdk.accountId, '111122223333');
    await sessions.takeShared();
    assert.equal(sessions.find(id)?.accessKeyId, bySdk.accessKeyId);

    clock.setSystemTime(Date.now() + (LIFETIME - 1) * 1000);
    const byUs = await sessions.fresh(id);
    assert.notEqual(byUs.accessKeyId, bySdk.accessKeyId, 'The extension has renewed.');
    assert.equal((file()['accessToken'] as { accessKeyId: string }).accessKeyId, byUs.accessKeyId);
    assert.equal(file()['dpopKey'], key);
    const again = await provide();
    assert.ok(again.accessKeyId !== byUs.accessKeyId && again.accessKeyId !== bySdk.accessKeyId);
  });

  it('take up what the SDK has renewed instead of using an old refresh token', async () => {
    const id = await signIn();
    clock.setSystemTime(Date.now() + 30_000);
    const bySdk = await provide();
    const requests = center.requests.length;
    // Nobody has told the extension, whose own are about to expire.
    clock.setSystemTime((sessions.find(id)?.expiresAt ?? 0) - 500);
    assert.equal((await sessions.fresh(id)).accessKeyId, bySdk.accessKeyId);
    assert.equal(center.requests.length, requests);
  });

  it('find a session that a profile names and only the AWS CLI has signed in to', async () => {
    await signIn();
    const other = open();
    await other.load();
    const [found] = other.stored();
    assert.equal(found?.arn, LOGIN_SESSION);
    assert.equal(found?.region, center.region);
    other.dispose();
  });

  it('end with a sign-out on either side', async () => {
    const id = await signIn();
    await sessions.signOut(id);
    assert.equal(existsSync(home.loginFile), false);
    await assert.rejects(provide());
  });

  it('leave nothing behind when sharing is switched off, and are back when it is on again', async () => {
    const id = await signIn();
    isOn = false;
    await sessions.share(false);
    assert.equal(existsSync(home.loginFile), false);
    assert.ok(sessions.find(id));
    isOn = true;
    await sessions.share(true);
    assert.equal((await provide()).accountId, '111122223333');
  });

  it('write where AWS_LOGIN_CACHE_DIRECTORY says', async () => {
    const directory = path.join(home.path, 'elsewhere');
    const cache = new LoginCache({ HOME: home.path, AWS_LOGIN_CACHE_DIRECTORY: directory });
    assert.equal(cache.directory, directory);
    await signIn();
    const login = await new LoginCache({ HOME: home.path }).read(LOGIN_SESSION);
    await cache.write(LOGIN_SESSION, login!);
    home.write('.aws/login/cache/other.json', '{}');
    await new LoginCache({ HOME: home.path }).delete(LOGIN_SESSION);
    process.env['AWS_LOGIN_CACHE_DIRECTORY'] = directory;
    assert.equal((await provide()).accountId, '111122223333');
  });
});
