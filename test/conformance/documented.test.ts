import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { Retries } from '../../src/aws/services/retries.ts';
import { CROSS_DEVICE, SAME_DEVICE, Signin, type SigninGrant } from '../../src/aws/services/Signin.ts';
import { deviceCodeGrant, type Grant, SsoOidc } from '../../src/aws/services/SsoOidc.ts';
import type { AwsSsoError, ErrorCode } from '../../src/base/errors.ts';
import type { HttpClient } from '../../src/http/client/HttpClient.ts';

/*
 * One row for every member and every exception that the public API references of CreateToken (IAM Identity Center
 * OIDC) and CreateOAuth2Token (AWS Sign-In) name.
 */

const signal = new AbortController().signal;
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body: object;
}

/** A service that answers so, and the body that it was sent. */
function service({ status = 200, headers = {}, body }: Answer) {
  let sent: unknown;
  const lowerCase = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const http: HttpClient = (request) => {
    sent = JSON.parse(request.body ?? '');
    return Promise.resolve({
      status,
      header: (name) => lowerCase.get(name.toLowerCase()),
      body: JSON.stringify(body),
    });
  };
  return { http, sent: () => sent as Record<string, unknown> };
}

const once = new Retries(() => 0);

describe('CreateToken, by its API reference', () => {
  const client = { clientId: 'the id', clientSecret: 'the secret' };
  const answer = { accessToken: 'a', tokenType: 'Bearer', expiresIn: 3600, refreshToken: 'r', idToken: 'i' };

  async function send(grant: Grant): Promise<Record<string, unknown>> {
    const { http, sent } = service({ body: answer });
    await new SsoOidc(http, 'https://x', once).createToken(client, grant, signal);
    return sent();
  }

  const code: Grant = {
    grantType: 'authorization_code',
    code: 'the code',
    redirectUri: 'http://127.0.0.1:52345/oauth/callback',
    codeVerifier: 'the verifier',
  };
  const members: [member: string, grant: Grant, value: unknown][] = [
    ['clientId', deviceCodeGrant('d'), 'the id'],
    ['clientSecret', deviceCodeGrant('d'), 'the secret'],
    ['grantType', deviceCodeGrant('d'), 'urn:ietf:params:oauth:grant-type:device_code'],
    ['grantType', { grantType: 'refresh_token', refreshToken: 'r' }, 'refresh_token'],
    ['grantType', code, 'authorization_code'],
    ['deviceCode', deviceCodeGrant('the device code'), 'the device code'],
    ['code', code, 'the code'],
    ['redirectUri', code, 'http://127.0.0.1:52345/oauth/callback'],
    ['codeVerifier', code, 'the verifier'],
    ['refreshToken', { grantType: 'refresh_token', refreshToken: 'the refresh token' }, 'the refresh token'],
    ['scope', { ...deviceCodeGrant('d'), scope: ['sso:account:access'] }, ['sso:account:access']],
  ];
  for (const [member, grant, value] of members) {
    it(`sends ${member} for ${grant.grantType}`, async () =>
      assert.deepEqual((await send(grant))[member], value));
  }

  it('sends nothing else', async () => {
    assert.deepEqual(Object.keys(await send(deviceCodeGrant('d'))).sort(), [
      'clientId',
      'clientSecret',
      'deviceCode',
      'grantType',
    ]);
  });

  for (const [member, value] of Object.entries(answer)) {
    it(`reads ${member}`, async () => {
      const { http } = service({ body: { ...answer, somethingNew: { a: 1 } } });
      const oidc = new SsoOidc(http, 'https://x', once);
      const read: Record<string, unknown> = await oidc.createToken(client, code, signal);
      assert.equal(read[member], value);
      assert.equal('somethingNew' in read, false);
    });
  }

  const exceptions: [name: string, status: number, error: string, code: ErrorCode, retryable: boolean][] = [
    ['AccessDeniedException', 400, 'access_denied', 'AccessDenied', false],
    ['AuthorizationPendingException', 400, 'authorization_pending', 'NotSignedIn', false],
    ['ExpiredTokenException', 400, 'expired_token', 'Expired', false],
    ['InternalServerException', 500, 'server_error', 'Service', true],
    ['InvalidClientException', 401, 'invalid_client', 'Expired', false],
    ['InvalidGrantException', 400, 'invalid_grant', 'Expired', false],
    ['InvalidRequestException', 400, 'invalid_request', 'InvalidRequest', false],
    ['InvalidScopeException', 400, 'invalid_scope', 'InvalidRequest', false],
    ['SlowDownException', 400, 'slow_down', 'Throttled', true],
    ['UnauthorizedClientException', 400, 'unauthorized_client', 'InvalidRequest', false],
    ['UnsupportedGrantTypeException', 400, 'unsupported_grant_type', 'InvalidRequest', false],
  ];
  for (const [name, status, error, expected, retryable] of exceptions) {
    it(`reads ${name}`, async () => {
      const { http } = service({
        status,
        headers: {
          'x-amzn-ErrorType': `${name}:http://internal.amazon.com/coral/`,
          'x-amzn-RequestId': 'r-1',
        },
        body: { error, error_description: 'why', reason: 'KMS_AccessDeniedException' },
      });
      const failure = await new SsoOidc(http, 'https://x', once).createToken(client, code, signal).then(
        () => assert.fail('It did not fail.'),
        (reason: unknown) => reason as AwsSsoError,
      );
      assert.equal(failure.code, expected);
      assert.notEqual(failure.message, '');
      assert.deepEqual(failure.service, {
        service: 'sso-oidc',
        name,
        status,
        requestId: 'r-1',
        error,
        description: 'why',
        reason: 'KMS_AccessDeniedException',
        retryable,
      });
    });
  }
});

describe('CreateOAuth2Token, by its API reference', () => {
  const answer = {
    accessToken: { accessKeyId: 'k', secretAccessKey: 's', sessionToken: 't' },
    tokenType: 'aws_sigv4',
    expiresIn: 900,
    refreshToken: 'ASOR',
    idToken: 'jwt',
  };
  const code: SigninGrant = {
    clientId: SAME_DEVICE,
    grantType: 'authorization_code',
    code: 'the code',
    redirectUri: 'http://127.0.0.1:52345/oauth/callback',
    codeVerifier: 'the verifier',
  };
  const refresh: SigninGrant = { clientId: CROSS_DEVICE, grantType: 'refresh_token', refreshToken: 'ASOR' };

  const members: [member: string, grant: SigninGrant, value: string][] = [
    ['clientId', code, 'arn:aws:signin:::devtools/same-device'],
    ['clientId', refresh, 'arn:aws:signin:::devtools/cross-device'],
    ['grantType', code, 'authorization_code'],
    ['grantType', refresh, 'refresh_token'],
    ['code', code, 'the code'],
    ['redirectUri', code, 'http://127.0.0.1:52345/oauth/callback'],
    ['codeVerifier', code, 'the verifier'],
    ['refreshToken', refresh, 'ASOR'],
  ];
  for (const [member, grant, value] of members) {
    it(`sends ${member} for ${grant.grantType}`, async () => {
      const { http, sent } = service({ body: answer });
      await new Signin(http, 'https://x', once).createOAuth2Token(grant, privateKey, signal);
      assert.equal(sent()[member], value);
      assert.deepEqual(Object.keys(sent()).sort(), Object.keys(grant).sort());
    });
  }

  for (const [member, value] of Object.entries(answer)) {
    it(`reads ${member}`, async () => {
      const { http } = service({ body: { ...answer, somethingNew: 1 } });
      const read: Record<string, unknown> = await new Signin(http, 'https://x', once).createOAuth2Token(
        code,
        privateKey,
        signal,
      );
      assert.deepEqual(read[member], value);
    });
  }

  const exceptions: [name: string, status: number, error: string, code: ErrorCode, retryable: boolean][] = [
    ['AccessDeniedException', 401, 'TOKEN_EXPIRED', 'Expired', false],
    ['AccessDeniedException', 401, 'AUTHCODE_EXPIRED', 'Expired', false],
    ['AccessDeniedException', 403, 'USER_CREDENTIALS_CHANGED', 'Expired', false],
    ['AccessDeniedException', 403, 'INSUFFICIENT_PERMISSIONS', 'AccessDenied', false],
    // The status is not part of the model, so it must not decide.
    ['AccessDeniedException', 400, 'TOKEN_EXPIRED', 'Expired', false],
    ['AccessDeniedException', 401, 'INSUFFICIENT_PERMISSIONS', 'AccessDenied', false],
    ['ValidationException', 400, 'INVALID_REQUEST', 'InvalidRequest', false],
    ['TooManyRequestsError', 429, 'INVALID_REQUEST', 'Throttled', true],
    ['InternalServerException', 500, 'server_error', 'Service', true],
    ['InternalServerException', 500, 'SERVER_ERROR', 'Service', true],
    ['InternalServerException', 400, 'server_error', 'Service', false],
    ['ResourceNotFoundException', 404, 'RESOURCE_NOT_FOUND', 'Expired', false],
    ['ConflictException', 409, 'CONFLICT', 'Service', false],
    ['ServiceQuotaExceededException', 402, 'SERVICE_QUOTA_EXCEEDED', 'Throttled', false],
  ];
  for (const [name, status, error, expected, retryable] of exceptions) {
    it(`reads ${name} with ${error} and status ${status}`, async () => {
      const { http } = service({
        status,
        headers: { 'x-amzn-ErrorType': name, 'x-amzn-RequestId': 'r-1' },
        body: { error, message: 'why' },
      });
      const failure = await new Signin(http, 'https://x', once)
        .createOAuth2Token(refresh, privateKey, signal)
        .then(
          () => assert.fail('It did not fail.'),
          (reason: unknown) => reason as AwsSsoError,
        );
      assert.equal(failure.code, expected);
      assert.notEqual(failure.message, '');
      // None of these is left to the sentence for what no table knows.
      assert.doesNotMatch(failure.message, /AWS refused the request/);
      const facts = {
        service: 'signin',
        name,
        status,
        requestId: 'r-1',
        error,
        description: 'why',
        retryable,
      };
      assert.deepEqual(failure.service, facts);
    });
  }
});
