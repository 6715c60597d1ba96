import assert from 'node:assert/strict';
import { Retries } from '../../../../src/aws/services/retries.ts';
import { chainedConsole } from '../../../../src/features/roles/chainedConsole.ts';
import { DEPLOY_CHAIN } from '../../support/roleChain.ts';

const ROLE = { session: 's1', accountId: '444455556666', roleName: 'Deploy' };

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
      const asked: unknown[] = [];
      const link = chainedConsole({
        http: ({ url }) => {
          asked.push(new URL(url).host);
          return Promise.resolve({ status: 200, body: '{"SigninToken":"t"}', header: () => undefined });
        },
        retries: new Retries(() => 0),
        endpoints: () => Promise.resolve({ settings: {}, env: {}, config: { services: {} } }),
        roles: {
          get: (role) => {
            asked.push(role);
            return Promise.resolve({
              accessKeyId: 'a',
              secretAccessKey: 's',
              sessionToken: 't',
              expiration: 4e12,
            });
          },
        },
      });
      const { origin, pathname, searchParams } = new URL(
        await link({ ...DEPLOY_CHAIN, region }, ROLE, DEPLOY_CHAIN.base.startUrl),
      );
      assert.deepEqual(asked, [{ ...ROLE, profile: 'deploy' }, host]);
      assert.equal(origin + pathname, `https://${host}/federation`);
      assert.equal(searchParams.get('Destination'), destination);
      assert.equal(searchParams.get('Issuer'), 'https://d-1234567890.awsapps.com/start');
    });
  }
});
