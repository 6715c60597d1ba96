import assert from 'node:assert/strict';
import type { AwsSsoError } from '../../../../src/base/errors.ts';
import type { HttpClient } from '../../../../src/http/client/HttpClient.ts';
import { OPERATION_NAMES, OPERATIONS } from '../../support/operations.ts';

const HOST = 'aws.example';

/** Something that answers every request alike. */
function answering(status: number, body: object | string, headers: Record<string, string> = {}): HttpClient {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return () => Promise.resolve({ status, header: (name) => headers[name], body: text });
}

/** What proxies, gateways and captive portals say, in words that AWS uses as well. */
const REFUSALS: [status: number, body: object | string][] = [
  [403, { error: 'access_denied' }],
  [401, { error: 'invalid_client' }],
  [400, { error: 'invalid_grant' }],
  [400, { error: 'expired_token' }],
  [400, { error: 'unauthorized_client' }],
  [400, { error: 'invalid_request' }],
  [401, { code: 'UnauthorizedException' }],
  [403, { Code: 'ForbiddenException' }],
  [401, { __type: 'UnauthorizedException' }],
  [401, { error: 'TOKEN_EXPIRED', message: 'm' }],
  [403, { error: 'USER_CREDENTIALS_CHANGED', message: 'm' }],
  [403, { message: 'Forbidden' }],
  [404, {}],
  [407, 'Proxy Authentication Required'],
  [511, '<html>Sign in to the network</html>'],
  [302, ''],
];

describe('What is not by AWS', () => {
  for (const operation of OPERATION_NAMES) {
    const failure = (http: HttpClient): Promise<AwsSsoError> =>
      OPERATIONS[operation](http, `https://${HOST}`).then(
        () => assert.fail('It did not fail.'),
        (error: unknown) => error as AwsSsoError,
      );

    it(`refuses ${operation} without ending anything`, async () => {
      for (const [status, body] of REFUSALS) {
        const { code, message, network, service } = await failure(answering(status, body));
        const what = `${status} ${JSON.stringify(body)}`;
        assert.equal(code, 'Network', what);
        assert.deepEqual(network, { kind: 'foreign', maybeSent: true }, what);
        assert.equal(service, undefined, what);
        assert.match(message, /^Something other than AWS answered for aws\.example\./, what);
      }
    });

    if (!['getSigninToken', 'Logout'].includes(operation)) {
      it(`is told from an answer of AWS to ${operation} that is cut off`, async () => {
        const headers = { 'x-amzn-requestid': '00000000-0000-4000-8000-000000000001' };
        const { code, message, network } = await failure(answering(200, '{"accessToken":"t', headers));
        assert.equal(code, 'Network');
        assert.deepEqual(network, { kind: 'broken', maybeSent: true });
        assert.match(message, /^The connection to aws\.example failed\./);
      });
    }

    it(`means nothing of ${operation} by the words of a server in trouble`, async () => {
      for (const body of [
        { error: 'invalid_grant' },
        { error: 'TOKEN_EXPIRED' },
        { __type: 'AccessDeniedException' },
        { code: 'UnauthorizedException' },
        { error: 'TOKEN_EXPIRED', code: 'SlowDownException' },
      ]) {
        const { code, service } = await failure(answering(503, body));
        assert.ok(code === 'Service' || code === 'Throttled', JSON.stringify(body));
        assert.ok(service?.retryable);
      }
    });
  }

  const deviceCode = OPERATIONS['CreateToken device_code'];

  for (const [error, name] of [
    ['authorization_pending', 'AuthorizationPendingException'],
    ['slow_down', 'SlowDownException'],
  ] as const) {
    it(`lets a sign-in wait though a proxy has lost the headers: ${error}`, () =>
      assert.rejects(deviceCode(answering(400, { error }), `https://${HOST}`), (thrown: AwsSsoError) => {
        assert.equal(thrown.service?.name, name);
        return true;
      }));
  }

  for (const headers of [
    { 'x-amzn-requestid': '00000000-0000-4000-8000-000000000001' },
    { 'x-amz-request-id': '00000000-0000-4000-8000-000000000001' },
    { 'x-amzn-errortype': 'InvalidGrantException' },
  ]) {
    it(`is told from AWS by ${Object.keys(headers)[0]}`, async () => {
      await assert.rejects(
        deviceCode(answering(400, { error: 'invalid_grant' }, headers), `https://${HOST}`),
        {
          code: 'Expired',
        },
      );
    });
  }

  it('is told from the portal of AWS by the namespace of its exceptions', async () => {
    const body = { message: 'm', __type: 'com.amazonaws.switchboard.portal#UnauthorizedException' };
    await assert.rejects(OPERATIONS.GetRoleCredentials(answering(401, body), `https://${HOST}`), {
      code: 'NotSignedIn',
    });
  });

  for (const [server, said] of [
    ['squid/5.7', /requires sign-in\. It identifies itself as “squid\/5\.7”\.$/],
    ['[click](command:evil)', /requires sign-in\.$/],
    ['x'.repeat(500), /It identifies itself as “x{40}”\.$/],
    ['', /requires sign-in\.$/],
  ] as const) {
    it(`says what it calls itself: ${server.slice(0, 30)}`, () =>
      assert.rejects(deviceCode(answering(403, { error: 'access_denied' }, { server }), `https://${HOST}`), {
        message: said,
      }));
  }
});
