import assert from 'node:assert/strict';
import type { RoleLink } from '../../../../src/aws/config/roleChains.ts';
import { Retries } from '../../../../src/aws/services/retries.ts';
import { Sts } from '../../../../src/aws/services/Sts.ts';
import type { HttpRequest } from '../../../../src/http/client/HttpClient.ts';
import { NEVER } from '../../../../src/base/never.ts';
import { useFakeClock } from '../../support/fakeClock.ts';

const LINK: RoleLink = { roleArn: 'arn:aws:iam::444455556666:role/Deploy' };
const BASE = {
  accessKeyId: 'ASIABASE',
  secretAccessKey: 'base-secret',
  sessionToken: 'base-token',
  expiration: 0,
};
const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';
const ASSUMED = `<AssumeRoleResponse xmlns="${NAMESPACE}">
  <AssumeRoleResult>
    <AssumedRoleUser><AssumedRoleId>AROA:x</AssumedRoleId><Arn>arn:aws:sts::444455556666:assumed-role/Deploy/x</Arn></AssumedRoleUser>
    <Credentials>
      <AccessKeyId>ASIADEPLOY</AccessKeyId>
      <SecretAccessKey>a/b+c&amp;d</SecretAccessKey>
      <SessionToken>token==</SessionToken>
      <Expiration>2026-01-01T01:00:00Z</Expiration>
    </Credentials>
  </AssumeRoleResult>
  <ResponseMetadata><RequestId>1</RequestId></ResponseMetadata>
</AssumeRoleResponse>`;
const error = (code: string, message = 'Said by AWS'): string =>
  `<ErrorResponse xmlns="${NAMESPACE}"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>2</RequestId></ErrorResponse>`;

describe('Sts', () => {
  useFakeClock();

  /** STS that answers with each of these in turn. */
  function open(...answers: [status: number, body: string, offset?: number][]) {
    const received: HttpRequest[] = [];
    const clock = { offset: 0 };
    const http = (request: HttpRequest) => {
      received.push(request);
      const [status, body, offset = 0] = answers.shift() ?? [599, ''];
      clock.offset = offset;
      return Promise.resolve({ status, body, header: () => undefined });
    };
    const endpoint = { address: 'https://sts.eu-west-1.amazonaws.com', signingRegion: 'eu-west-1' };
    const sts = new Sts(http, endpoint, new Retries(() => 0), clock);
    const assume = (link: RoleLink = LINK) => sts.assumeRole(link, BASE, NEVER);
    return { assume, received, clock };
  }

  it('assumes a role with signed credentials', async () => {
    const { assume, received } = open([200, ASSUMED]);
    const link = { ...LINK, externalId: 'a:b', durationSeconds: 900, roleSessionName: 'ci@corp' };
    assert.deepEqual(await assume(link), {
      accessKeyId: 'ASIADEPLOY',
      secretAccessKey: 'a/b+c&d',
      sessionToken: 'token==',
      expiration: Date.parse('2026-01-01T01:00:00Z'),
    });
    const [{ url, headers = {}, body = '' } = {} as HttpRequest] = received;
    assert.equal(url, 'https://sts.eu-west-1.amazonaws.com/');
    assert.deepEqual(Object.fromEntries(new URLSearchParams(body)), {
      Action: 'AssumeRole',
      Version: '2011-06-15',
      RoleArn: LINK.roleArn,
      RoleSessionName: 'ci@corp',
      ExternalId: 'a:b',
      DurationSeconds: '900',
    });
    assert.equal(headers['x-amz-security-token'], 'base-token');
    assert.equal(headers['x-amz-date'], '20260101T000000Z');
    assert.match(
      headers['authorization'] ?? '',
      /^AWS4-HMAC-SHA256 Credential=ASIABASE\/20260101\/eu-west-1\/sts\/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, Signature=[0-9a-f]{64}$/,
    );
  });

  it('names the session where the profile doesn’t', async () => {
    const { assume, received } = open([200, ASSUMED]);
    await assume();
    assert.equal(new URLSearchParams(received[0]?.body).get('RoleSessionName'), 'aws-sso-1767225600');
  });

  for (const [name, code, sentence] of [
    ['AccessDenied', 'AccessDenied', /^AWS doesn’t allow this role to be assumed\./],
    ['ExpiredToken', 'Expired', /^The credentials have expired\./],
    ['InvalidClientTokenId', 'Expired', /^AWS no longer accepts the credentials\./],
    ['RegionDisabledException', 'InvalidRequest', /^STS isn’t active in this region\./],
    ['ValidationError', 'InvalidRequest', /^AWS refused what the profile asks for\./],
    ['constructor', 'Service', /^AWS refused the request \(constructor\)/],
  ] as const) {
    it(`says what ${name} means`, async () => {
      const { assume, received } = open([403, error(name)]);
      await assert.rejects(assume(), (thrown: Error & { code: string; service: object }) => {
        assert.equal(thrown.code, code);
        assert.match(thrown.message, sentence);
        return true;
      });
      assert.equal(received.length, 1);
    });
  }

  it('repeats after trouble of AWS, and where it asks for fewer requests', async () => {
    const { assume, received } = open(
      [500, error('InternalFailure')],
      [400, error('Throttling')],
      [200, ASSUMED],
    );
    await assume();
    assert.equal(received.length, 3);
  });

  it('takes nobody else’s answer for one of AWS', async () => {
    for (const [status, body] of [
      [200, '<html>Sign in to the hotel</html>'],
      [200, ''],
      [200, ASSUMED.replace('2026-01-01T01:00:00Z', 'soon')],
      [403, '<html><Code>AccessDenied</Code></html>'],
      [403, error('AccessDenied').replace(NAMESPACE, 'https://proxy.example/')],
      [403, '{"Code":"AccessDenied"}'],
    ] as const) {
      await assert.rejects(open([status, body]).assume(), { code: 'Network' }, body);
    }
  });

  it('never quotes what it sent', async () => {
    const said = 'base-token and the id a-long-external-id are wrong';
    const { assume } = open([403, error('AccessDenied', said)]);
    await assert.rejects(
      assume({ ...LINK, externalId: 'a-long-external-id' }),
      (thrown: { service: { description: string } }) => {
        assert.equal(thrown.service.description, '… and the id … are wrong');
        return true;
      },
    );
  });

  it('signs again by the clock of AWS, once', async () => {
    const hour = 3_600_000;
    const { assume, received } = open([403, error('SignatureDoesNotMatch'), hour], [200, ASSUMED, hour]);
    await assume();
    assert.deepEqual(
      received.map(({ headers }) => headers?.['x-amz-date']),
      ['20260101T000000Z', '20251231T230000Z'],
    );
  });

  it('signs by the clock of AWS at once where it is known', async () => {
    const { assume, received, clock } = open([200, ASSUMED]);
    clock.offset = -3_600_000;
    await assume();
    assert.equal(received[0]?.headers?.['x-amz-date'], '20260101T010000Z');
  });

  it('says that the clock is wrong where the second signature is refused as well', async () => {
    const hour = 3_600_000;
    const { assume } = open(
      [403, error('SignatureDoesNotMatch'), hour],
      [403, error('SignatureDoesNotMatch'), hour],
    );
    await assert.rejects(assume(), /This machine’s clock is 60 min fast/);
  });

  it('doesn’t blame the clock where that is right', async () => {
    const { assume, received } = open([403, error('SignatureDoesNotMatch')]);
    await assert.rejects(assume(), { code: 'Service' });
    assert.equal(received.length, 1);
  });
});
