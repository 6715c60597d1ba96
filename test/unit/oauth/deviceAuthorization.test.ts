import assert from 'node:assert/strict';
import { AwsSsoError } from '../../../src/base/errors.ts';
import { authorizeDevice, type UserCode } from '../../../src/oauth/deviceAuthorization.ts';
import { useFakeClock } from '../support/fakeClock.ts';
import { type Answer, connectionError, exception, MockAws, PENDING, SLOW_DOWN } from '../support/mockAws.ts';

const CLIENT = { clientId: 'id', clientSecret: 'secret' };
const START_URL = 'https://d-1234567890.awsapps.com/start';
const TOKEN = { body: { accessToken: 'aoa:MG', tokenType: 'Bearer', expiresIn: 3600, refreshToken: 'aor' } };
const HTML = { body: '<html>Welcome to the hotel</html>', headers: { 'content-type': 'text/html' } };

function started(members: object = {}): Answer {
  return {
    body: {
      deviceCode: 'device',
      userCode: 'ABCD-EFGH',
      verificationUri: 'https://device.sso.us-east-1.amazonaws.com/',
      verificationUriComplete: 'https://device.sso.us-east-1.amazonaws.com/?user_code=ABCD-EFGH',
      expiresIn: 600,
      interval: 1,
      ...members,
    },
  };
}

describe('authorizeDevice', () => {
  const clock = useFakeClock();

  function begin(aws: MockAws, signal = new AbortController().signal) {
    const codes: UserCode[] = [];
    const troubles: (string | undefined)[] = [];
    const sentences: (string | undefined)[] = [];
    const prompt = {
      show: (code: UserCode) => void codes.push(code),
      trouble(error?: AwsSsoError) {
        troubles.push(error?.code);
        sentences.push(error?.message);
      },
    };
    const from = Date.now();
    const promise = authorizeDevice(aws.oidc, CLIENT, { startUrl: START_URL, prompt, signal });
    promise.catch(() => undefined);
    /** When each poll came, in seconds after the start. */
    const polls = () =>
      aws.received.filter(({ path }) => path === '/token').map(({ at }) => (at - from) / 1000);
    return { promise, codes, troubles, sentences, polls };
  }

  async function seconds(count: number) {
    await clock().tickAsync(count * 1000);
  }

  it('shows the code and both addresses as they came, and when it lapses', async () => {
    const aws = new MockAws().next('/device_authorization', started()).next('/token', TOKEN);
    const { promise, codes } = begin(aws);
    const from = Date.now();
    await seconds(1);
    await promise;
    assert.deepEqual(codes, [
      {
        userCode: 'ABCD-EFGH',
        verificationUri: 'https://device.sso.us-east-1.amazonaws.com/',
        verificationUriComplete: 'https://device.sso.us-east-1.amazonaws.com/?user_code=ABCD-EFGH',
        expiresAt: from + 600_000,
      },
    ]);
  });

  it('opens the plain address where no complete one came', async () => {
    const aws = new MockAws().next('/device_authorization', started({ verificationUriComplete: null }));
    const { codes } = begin(aws);
    await seconds(0.5);
    assert.equal(codes[0]?.verificationUriComplete, 'https://device.sso.us-east-1.amazonaws.com/');
  });

  it('polls one interval after each reply with exactly the members of the grant', async () => {
    const aws = new MockAws().next('/device_authorization', started({ interval: 2 }));
    aws.next('/token', PENDING).next('/token', PENDING).next('/token', TOKEN);
    const { promise, polls } = begin(aws);
    await seconds(6);
    assert.equal((await promise).accessToken, 'aoa:MG');
    assert.deepEqual(polls(), [2, 4, 6]);
    assert.deepEqual(aws.received[1]?.body, {
      clientId: 'id',
      clientSecret: 'secret',
      deviceCode: 'device',
      grantType: 'urn:ietf:params:oauth:grant-type:device_code',
    });
    assert.deepEqual(aws.received[0]?.body, { clientId: 'id', clientSecret: 'secret', startUrl: START_URL });
  });

  for (const interval of [undefined, null, 0]) {
    it(`polls every 5 seconds where the interval is ${interval}`, async () => {
      const aws = new MockAws().next('/device_authorization', started({ interval }));
      aws.next('/token', PENDING).next('/token', TOKEN);
      const { polls } = begin(aws);
      await seconds(10);
      assert.deepEqual(polls(), [5, 10]);
    });
  }

  it('adds 5 seconds for good on each slow_down', async () => {
    const aws = new MockAws().next('/device_authorization', started());
    aws.next('/token', SLOW_DOWN).next('/token', PENDING).next('/token', SLOW_DOWN).next('/token', TOKEN);
    const { polls } = begin(aws);
    await seconds(60);
    assert.deepEqual(polls(), [1, 7, 13, 24]);
  });

  it('rides out network trouble, server errors, throttling and a captive portal, and says so', async () => {
    const aws = new MockAws().next('/device_authorization', started());
    aws.next('/token', connectionError('ECONNREFUSED'));
    aws.next('/token', exception('InternalServerException', 'server_error', 500));
    aws.next('/token', { status: 503, body: 'busy' });
    aws.next('/token', { status: 429, body: 'too many' });
    aws.next('/token', HTML);
    aws.next('/token', { ...HTML, status: 302, headers: { location: 'https://portal.example/' } });
    aws.next('/token', { body: '{"accessToken":"aoa' });
    aws.next('/token', PENDING).next('/token', TOKEN);
    const { promise, troubles } = begin(aws);
    await seconds(9);
    assert.equal((await promise).accessToken, 'aoa:MG');
    const expected = [
      'Network',
      'Service',
      'Service',
      'Throttled',
      'Network',
      'Network',
      'Network',
      undefined,
    ];
    assert.deepEqual(troubles, expected);
  });

  for (const [status, error] of [
    [403, 'access_denied'],
    [401, 'invalid_client'],
    [400, 'invalid_grant'],
    [400, 'expired_token'],
  ] as const) {
    it(`goes on after a middlebox has said ${error}, and names it`, async () => {
      const aws = new MockAws().next('/device_authorization', started());
      aws.next('/token', { status, headers: { server: 'BlueBox' }, body: { error } });
      aws.next('/token', PENDING).next('/token', TOKEN);
      const { promise, troubles, sentences } = begin(aws);
      await seconds(4);
      assert.equal((await promise).accessToken, 'aoa:MG');
      assert.deepEqual(troubles, ['Network', undefined]);
      assert.match(sentences[0] ?? '', /BlueBox/);
    });
  }

  it('ends with Expired at the deadline of the code, whatever the service says', async () => {
    const aws = new MockAws().next('/device_authorization', started({ expiresIn: 3 }));
    aws.next('/token', PENDING).next('/token', PENDING).next('/token', PENDING).next('/token', TOKEN);
    const { promise, polls } = begin(aws);
    await seconds(10);
    await assert.rejects(promise, { code: 'Expired' });
    assert.deepEqual(polls(), [1, 2, 3]);
  });

  it('ends with the network’s own error when the deadline passes out of reach', async () => {
    const aws = new MockAws().next('/device_authorization', started({ expiresIn: 2 }));
    aws.next('/token', PENDING).next('/token', connectionError('ENOTFOUND'));
    const { promise } = begin(aws);
    await seconds(10);
    await assert.rejects(promise, { code: 'Network', message: /Couldn’t resolve/ });
  });

  it('waits as long as the service asks before it polls again', async () => {
    const aws = new MockAws().next('/device_authorization', started());
    aws.next('/token', { status: 429, headers: { 'retry-after': '30' }, body: {} });
    aws.next('/token', PENDING).next('/token', TOKEN);
    const { polls } = begin(aws);
    await seconds(40);
    assert.deepEqual(polls(), [1, 31, 32]);
  });

  it('does not blame a lost answer when nothing was ever sent', async () => {
    const aws = new MockAws().next('/device_authorization', started());
    aws.next('/token', connectionError('ENOTFOUND'));
    aws.next('/token', exception('InvalidGrantException', 'invalid_grant'));
    const { promise } = begin(aws);
    await seconds(2);
    await assert.rejects(promise, { code: 'Expired', message: /expired before it was confirmed/ });
  });

  it('tells a code whose answer was lost from one that lapsed', async () => {
    const aws = new MockAws().next('/device_authorization', started());
    aws.next('/token', connectionError('ECONNRESET'));
    aws.next('/token', exception('InvalidGrantException', 'invalid_grant'));
    const { promise } = begin(aws);
    await seconds(2);
    await assert.rejects(promise, { code: 'Expired', message: /connection dropped/ });
  });

  it('takes the trouble back when the service answers again, and forgets it', async () => {
    const aws = new MockAws().next('/device_authorization', started({ expiresIn: 3 }));
    aws.next('/token', connectionError('ECONNRESET')).next('/token', PENDING).next('/token', PENDING);
    const { promise, troubles } = begin(aws);
    await seconds(5);
    await assert.rejects(promise, { code: 'Expired' });
    assert.deepEqual(troubles, ['Network', undefined]);
  });

  for (const wrong of [
    { verificationUri: 'command:workbench.action.files.newUntitledFile' },
    { verificationUri: 'http://device.example/' },
    { verificationUri: 'https://device.example/) [x](command:evil' },
    { verificationUriComplete: 'file:///etc/passwd' },
    { verificationUriComplete: 'javascript:alert(1)' },
    { userCode: 'AB [x](command:evil)' },
    { userCode: '' },
    { interval: -1 },
    { expiresIn: -1 },
    { deviceCode: undefined },
  ]) {
    it(`takes nothing for the service’s that it cannot have said: ${JSON.stringify(wrong)}`, async () => {
      const aws = new MockAws().next('/device_authorization', started(wrong));
      const { promise, codes } = begin(aws);
      await seconds(1);
      await assert.rejects(promise, { code: 'Network', message: /Something other than AWS/ });
      assert.deepEqual(codes, []);
    });
  }

  for (const [name, error] of [
    ['InvalidGrantException', 'invalid_grant'],
    ['ExpiredTokenException', 'expired_token'],
  ] as const) {
    it(`takes ${name} for a lapsed code`, async () => {
      const aws = new MockAws()
        .next('/device_authorization', started())
        .next('/token', exception(name, error));
      const { promise } = begin(aws);
      await seconds(1);
      await assert.rejects(promise, { code: 'Expired', message: /expired before it was confirmed/ });
    });
  }

  it('ends with AccessDenied when the person denied', async () => {
    const aws = new MockAws().next('/device_authorization', started());
    aws.next('/token', exception('AccessDeniedException', 'access_denied'));
    const { promise } = begin(aws);
    await seconds(1);
    await assert.rejects(promise, { code: 'AccessDenied' });
  });

  it('ends at once on an error that waiting cannot mend', async () => {
    const aws = new MockAws().next('/device_authorization', started());
    aws.next('/token', exception('InvalidClientException', 'invalid_client', 401));
    const { promise, polls } = begin(aws);
    await seconds(1);
    await assert.rejects(promise, (error: AwsSsoError) => error.service?.name === 'InvalidClientException');
    assert.deepEqual(polls(), [1]);
  });

  it('stops at once with the reason when it is cancelled while waiting', async () => {
    const aws = new MockAws().next('/device_authorization', started({ interval: 5 }));
    const controller = new AbortController();
    const { promise } = begin(aws, controller.signal);
    await seconds(2);
    const reason = new AwsSsoError('Cancelled', 'enough');
    controller.abort(reason);
    await assert.rejects(promise, reason);
    await seconds(60);
    assert.equal(aws.received.length, 1);
  });

  it('polls at once when the machine wakes up past the time of the next poll', async () => {
    const aws = new MockAws().next('/device_authorization', started({ interval: 30 })).next('/token', TOKEN);
    const { polls } = begin(aws);
    await seconds(2);
    clock().setSystemTime(Date.now() + 60_000);
    await seconds(1);
    assert.equal(polls().length, 1);
  });

  it('passes on what StartDeviceAuthorization says', async () => {
    const aws = new MockAws();
    aws.next('/device_authorization', exception('InvalidRequestException', 'invalid_request'));
    const { promise, codes } = begin(aws);
    await seconds(0);
    await assert.rejects(promise, { code: 'InvalidRequest', message: /start URL and region/ });
    assert.deepEqual(codes, []);
  });
});
