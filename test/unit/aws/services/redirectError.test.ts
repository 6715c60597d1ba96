import assert from 'node:assert/strict';
import { redirectError } from '../../../../src/aws/services/redirectError.ts';

describe('redirectError', () => {
  for (const [error, code, sentence] of [
    ['access_denied', 'AccessDenied', 'The request was denied.'],
    ['invalid_request', 'InvalidRequest', /Check the start URL and region/],
    ['invalid_scope', 'InvalidRequest', /Check the registration scopes/],
    ['unauthorized_client', 'InvalidRequest', /doesn’t allow this kind of sign-in/],
    ['unsupported_response_type', 'InvalidRequest', /doesn’t support this kind of sign-in here/],
    ['server_error', 'Service', /returned a server error/],
    ['temporarily_unavailable', 'Service', /returned a server error/],
    ['something_new', 'Service', 'AWS refused the request (something_new). See the log for details.'],
  ] as const) {
    it(`has a sentence for ${error}`, () => {
      const { code: found, message, service } = redirectError({ error, description: 'Said by AWS' });
      assert.equal(found, code);
      assert.ok(typeof sentence === 'string' ? message === sentence : sentence.test(message), message);
      assert.equal(service?.error, error);
      assert.equal(service?.description, 'Said by AWS');
      assert.ok(!message.includes('Said by AWS'));
    });
  }

  for (const error of ['[click](command:evil)', 'a'.repeat(65), 'constructor', '__proto__', ' ', '']) {
    it(`shows nobody ${JSON.stringify(error).slice(0, 30)} as a link or at length`, () => {
      const { code, message } = redirectError({ error, description: 'x'.repeat(2000) });
      assert.equal(code, 'Service');
      assert.match(message, /^AWS refused the request \(\w{1,64}\)\./);
    });
  }

  it('keeps as much of what AWS says as the log needs', () =>
    assert.equal(
      redirectError({ error: 'x', description: 'y'.repeat(2000) }).service?.description?.length,
      500,
    ));
});
