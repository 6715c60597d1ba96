import assert from 'node:assert/strict';
import { deviceCodeGrant } from '../../../../src/aws/services/SsoOidc.ts';
import type { AwsSsoError } from '../../../../src/base/errors.ts';
import { exception, MockAws } from '../../support/mockAws.ts';

const CLIENT = { clientId: 'id', clientSecret: 'client-secret' };
const GRANT = deviceCodeGrant('device-code');
/** The number that AWS gives each answer. */
const NUMBERED = { 'x-amzn-requestid': '00000000-0000-4000-8000-000000000001' };
const never = new AbortController().signal;

async function failure(aws: MockAws): Promise<AwsSsoError> {
  try {
    await aws.oidc.createToken(CLIENT, GRANT, never);
  } catch (error) {
    return error as AwsSsoError;
  }
  throw new Error('CreateToken did not fail.');
}

describe('CreateToken', () => {
  /** Every exception that the API reference names for the operation, and what a caller is told. */
  const exceptions = [
    ['AccessDeniedException', 'access_denied', 400, 'AccessDenied', /denied/],
    ['AuthorizationPendingException', 'authorization_pending', 400, 'NotSignedIn', /haven’t approved/],
    ['ExpiredTokenException', 'expired_token', 400, 'Expired', /Sign in again/],
    ['InternalServerException', 'server_error', 500, 'Service', /server error/],
    ['InvalidClientException', 'invalid_client', 401, 'Expired', /registration .* has expired/],
    ['InvalidGrantException', 'invalid_grant', 400, 'Expired', /Sign in again/],
    ['InvalidRequestException', 'invalid_request', 400, 'InvalidRequest', /start URL and region/],
    ['InvalidScopeException', 'invalid_scope', 400, 'InvalidRequest', /scopes/],
    ['SlowDownException', 'slow_down', 400, 'Throttled', /limiting requests/],
    [
      'UnauthorizedClientException',
      'unauthorized_client',
      400,
      'InvalidRequest',
      /registration doesn’t allow/,
    ],
    ['UnsupportedGrantTypeException', 'unsupported_grant_type', 400, 'InvalidRequest', /doesn’t support/],
  ] as const;

  for (const [name, oauthError, status, code, sentence] of exceptions) {
    it(`maps ${name} to ${code}, from the header`, async () => {
      const error = await failure(new MockAws().next('/token', exception(name, oauthError, status)));
      assert.equal(error.code, code);
      assert.match(error.message, sentence);
      assert.deepEqual(error.service, {
        service: 'sso-oidc',
        name,
        status,
        retryable: status === 500 || name === 'SlowDownException',
        error: oauthError,
        requestId: '00000000-0000-4000-8000-000000000001',
        description: 'Said by the service',
      });
    });

    it(`maps ${name} to ${code}, from the error member where its header is lost`, async () => {
      const answer = { status, headers: NUMBERED, body: { error: oauthError } };
      const error = await failure(new MockAws().next('/token', answer));
      assert.equal(error.code, code);
      assert.equal(error.service?.name, name);
    });
  }

  it('cuts namespaces, and prefers header to code to __type', async () => {
    const name = async (headers: Record<string, string>, body: object) =>
      (await failure(new MockAws().next('/token', { status: 400, headers, body }))).service?.name;
    const byCode = { code: 'com.amazonaws.sso.oidc#SlowDownException', __type: 'ns#InvalidGrantException' };
    assert.equal(
      await name({ 'X-AMZN-ERRORTYPE': 'ns#AccessDeniedException:http://x/' }, byCode),
      'AccessDeniedException',
    );
    assert.equal(await name({}, byCode), 'SlowDownException');
    assert.equal(
      await name(NUMBERED, { __type: 'ns#InvalidGrantException', error: 'slow_down' }),
      'InvalidGrantException',
    );
  });

  it('keeps the reason of an AccessDeniedException', async () => {
    const body = { error: 'access_denied', error_description: 'no', reason: 'KMS_AccessDeniedException' };
    assert.equal(
      (await failure(new MockAws().next('/token', { status: 400, headers: NUMBERED, body }))).service?.reason,
      'KMS_AccessDeniedException',
    );
  });

  it('names an exception that it does not know, and keeps its words for the log', async () => {
    const unknown = exception('TeapotException', 'teapot', 418, 'see [the help](command:evil)');
    const error = await failure(new MockAws().next('/token', unknown));
    assert.equal(error.code, 'Service');
    assert.match(error.message, /TeapotException/);
    assert.doesNotMatch(error.message, /command/);
    assert.equal(error.service?.description, 'see [the help](command:evil)');
  });

  for (const name of ['constructor', '__proto__', 'toString', '[click](command:evil)', '<b>', '']) {
    it(`is not confused by an exception named ${JSON.stringify(name)}`, async () => {
      for (const answer of [
        { status: 400, headers: NUMBERED, body: { error: name } },
        { status: 400, headers: { 'x-amzn-errortype': name }, body: {} },
      ]) {
        const error = await failure(new MockAws().next('/token', answer));
        assert.match(error.message, /^(AWS refused the request \(\w+\)|Something other than AWS answered)/);
      }
    });
  }

  it('takes the first of a doubled header', async () => {
    const headers = { 'x-amzn-errortype': 'SlowDownException,Other' };
    const error = await failure(new MockAws().next('/token', { status: 400, headers, body: {} }));
    assert.equal(error.code, 'Throttled');
  });

  it('calls any 5xx or 429 without a name a problem of the service', async () => {
    for (const [status, code] of [
      [500, 'Service'],
      [502, 'Service'],
      [429, 'Throttled'],
    ] as const) {
      const error = await failure(new MockAws().next('/token', { status, body: '<html>' }));
      assert.equal(error.code, code);
      assert.equal(error.service?.name, `HTTP ${status}`);
    }
  });

  it('reads how long to wait, in seconds, as a date, or in milliseconds', async () => {
    const wait = async (headers: Record<string, string>) =>
      (await failure(new MockAws().next('/token', { status: 503, headers, body: {} }))).service?.retryAfter;
    assert.equal(await wait({ 'retry-after': '7' }), 7000);
    assert.equal(await wait({ 'x-amz-retry-after': '250', 'retry-after': '7' }), 250);
    const date = (await wait({ 'retry-after': new Date(Date.now() + 60_000).toUTCString() })) ?? 0;
    assert.ok(date > 55_000 && date <= 60_000, String(date));
    assert.equal(await wait({ 'retry-after': 'soon' }), undefined);
    assert.equal(await wait({}), undefined);
  });

  for (const [what, answer] of [
    ['a captive portal’s page with status 200', { body: '<html>Sign in to the WLAN</html>' }],
    ['a redirect to one', { status: 302, headers: { location: 'https://portal.example' }, body: '' }],
    ['a body cut short', { body: '{"accessToken":"aoa' }],
    ['an empty body', { body: '' }],
    ['a token without its lifetime', { body: { accessToken: 'aoa' } }],
    ['members that are null', { body: { accessToken: null, expiresIn: null } }],
    ['a page of a proxy that refuses', { status: 403, body: '<html>Forbidden</html>' }],
  ] as const) {
    it(`says that something else answered: ${what}`, async () => {
      const error = await failure(new MockAws().next('/token', answer));
      assert.equal(error.code, 'Network');
      assert.match(error.message, /Something other than AWS answered for oidc\.us-east-1\.amazonaws\.com/);
    });
  }

  it('refuses an endless answer', async () => {
    const error = await failure(new MockAws().next('/token', { body: 'x'.repeat(1024 * 1024 + 1) }));
    assert.equal(error.code, 'Network');
    assert.match(error.message, /too large/);
  });

  it('reads the answer, and ignores members it does not know', async () => {
    const aws = new MockAws().next('/token', {
      body: {
        accessToken: 'aoa',
        tokenType: 'Bearer',
        expiresIn: 3600,
        idToken: null,
        originSessionId: null,
      },
    });
    const { accessToken, expiresIn, refreshToken } = await aws.oidc.createToken(CLIENT, GRANT, never);
    assert.deepEqual([accessToken, expiresIn, refreshToken], ['aoa', 3600, undefined]);
  });

  it('never quotes a secret in an error', async () => {
    const quoting = "Value 'device-code' at 'deviceCode' and client-secret failed";
    const body = { error: 'invalid_grant', error_description: quoting, reason: quoting };
    const error = await failure(new MockAws().next('/token', { status: 400, headers: NUMBERED, body }));
    assert.match(error.service?.description ?? '', /^Value '…' at/);
    const everything = `${error.stack} ${JSON.stringify(error)} ${JSON.stringify(error.service)}`;
    assert.doesNotMatch(everything, /client-secret|device-code/);
  });

  it('cuts what a service, or whoever speaks in its place, says at too great a length', async () => {
    const body = { error: 'x'.repeat(100_000), error_description: 'y'.repeat(100_000) };
    const named = { 'x-amzn-errortype': 'z'.repeat(100_000) };
    for (const headers of [{}, NUMBERED, named]) {
      const error = await failure(new MockAws().next('/token', { status: 400, headers, body }));
      assert.ok(JSON.stringify([error.message, error.service]).length < 2_000);
    }
  });

  for (const wrong of [
    { accessToken: '', expiresIn: 3600 },
    { accessToken: 'a', expiresIn: -5 },
    { accessToken: 'a', expiresIn: 1e308 },
  ]) {
    it(`takes no token for one: ${JSON.stringify(wrong)}`, async () => {
      assert.equal((await failure(new MockAws().next('/token', { body: wrong }))).code, 'Network');
    });
  }

  it('loses no token to a member that nobody needs', async () => {
    const body = { accessToken: 'a', expiresIn: 3600, idToken: 7, tokenType: {} };
    const aws = new MockAws().next('/token', { body });
    assert.equal((await aws.oidc.createToken(CLIENT, GRANT, never)).accessToken, 'a');
  });

  for (const [status, retryable] of [
    [429, true],
    [500, true],
    [502, true],
    [503, true],
    [504, true],
    [501, false],
    [505, false],
    [400, false],
  ] as const) {
    it(`calls status ${status} ${retryable ? 'one' : 'none'} that may pass`, async () => {
      const answer = { status, headers: { 'x-amzn-errortype': 'UnknownException' }, body: {} };
      assert.equal((await failure(new MockAws().next('/token', answer))).service?.retryable, retryable);
    });
  }

  it('reads a number that came as text, and no other text for one', async () => {
    const read = (expiresIn: string) =>
      new MockAws()
        .next('/token', { body: { accessToken: 'a', expiresIn } })
        .oidc.createToken(CLIENT, GRANT, never);
    assert.equal((await read('3600')).expiresIn, 3600);
    for (const text of ['', ' ', '1e3', '0x10', '-1', '36.5', 'soon', '9'.repeat(16), 'Infinity']) {
      await assert.rejects(read(text), { code: 'Network' }, text);
    }
  });

  it('takes any 2xx for a success', async () => {
    const aws = new MockAws().next('/token', { status: 201, body: { accessToken: 'a', expiresIn: 1 } });
    assert.equal((await aws.oidc.createToken(CLIENT, GRANT, never)).accessToken, 'a');
  });

  it('sends JSON as JSON', async () => {
    const aws = new MockAws().next('/token', { body: { accessToken: 'a', expiresIn: 1 } });
    await aws.oidc.createToken(CLIENT, GRANT, never);
    assert.equal(aws.received[0]?.headers['content-type'], 'application/json');
  });
});
