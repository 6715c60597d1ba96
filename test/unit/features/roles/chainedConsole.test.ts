import assert from 'node:assert/strict';
import { Retries } from '../../../../src/aws/services/retries.ts';
import { chainedConsole } from '../../../../src/features/roles/chainedConsole.ts';
import { DEPLOY_CHAIN } from '../../support/roleChain.ts';

const ROLE = { session: 's1', accountId: '444455556666', roleName: 'Deploy' };

function open(settings: { readonly signin?: string } = {}) {
  const asked: unknown[] = [];
  const link = chainedConsole({
    http: ({ url }) => {
      asked.push(new URL(url).host);
      return Promise.resolve({ status: 200, body: '{"SigninToken":"t"}', header: () => undefined });
    },
    retries: new Retries(() => 0),
    settings: () => settings,
    roles: {
      get: (role) => {
        asked.push(role);
        const keys = { accessKeyId: 'a', secretAccessKey: 's', sessionToken: 't' };
        return Promise.resolve({ ...keys, expiration: 4e12 });
      },
    },
  });
  return { asked, link };
}

describe('chainedConsole', () => {
  for (const [region, host, destination] of [
    [
      'eu-west-1',
      'eu-west-1.signin.aws.amazon.com',
      'https://console.aws.amazon.com/console/home?region=eu-west-1',
    ],
    [
      'cn-north-1',
      'cn-north-1.signin.amazonaws.cn',
      'https://console.amazonaws.cn/console/home?region=cn-north-1',
    ],
    [
      'us-gov-west-1',
      'us-gov-west-1.signin.amazonaws-us-gov.com',
      'https://console.amazonaws-us-gov.com/console/home?region=us-gov-west-1',
    ],
  ] as const) {
    it(`opens the console of its partition in ${region}, as the role that the profile leads to`, async () => {
      const { asked, link } = open();
      const address = await link({ ...DEPLOY_CHAIN, region }, ROLE, { page: DEPLOY_CHAIN.base.startUrl });
      const { origin, pathname, searchParams } = new URL(address);
      assert.deepEqual(asked, [{ ...ROLE, profile: 'deploy' }, host]);
      assert.equal(origin + pathname, `https://${host}/federation`);
      assert.equal(searchParams.get('Destination'), destination);
      assert.equal(searchParams.get('Issuer'), 'https://d-1234567890.awsapps.com/start');
    });
  }

  it('names no page of a portal that has none', async () => {
    const { searchParams } = new URL(await open().link(DEPLOY_CHAIN, ROLE, { page: undefined }));
    assert.equal(searchParams.has('Issuer'), false);
  });

  it('opens the page of the console that is wanted', async () => {
    const destination = 'https://console.aws.amazon.com/s3/home';
    const { searchParams } = new URL(await open().link(DEPLOY_CHAIN, ROLE, { page: undefined, destination }));
    assert.equal(searchParams.get('Destination'), destination);
  });

  it('takes an address of the user’s settings', async () => {
    const { asked, link } = open({ signin: 'http://127.0.0.1:1' });
    await link(DEPLOY_CHAIN, ROLE, { page: undefined });
    assert.equal(asked.at(-1), '127.0.0.1:1');
  });

  it('sends credentials to no address that the environment names', async () => {
    process.env['AWS_ENDPOINT_URL_SIGNIN'] = 'https://evil.example';
    try {
      const { asked, link } = open();
      await link(DEPLOY_CHAIN, ROLE, { page: undefined });
      assert.equal(asked.at(-1), 'eu-west-1.signin.aws.amazon.com');
    } finally {
      delete process.env['AWS_ENDPOINT_URL_SIGNIN'];
    }
  });
});
