import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { AwsCredentialIdentity } from '../../api/src/index.ts';
import { type IdentityCenter, startIdentityCenter } from '../identity-center/server.ts';
import { answering, api, configure, signIn, signOutOfAll } from './support.ts';

describe('A role that a profile leads to', () => {
  let center: IdentityCenter;
  let directory: string;
  const saved = { ...process.env };
  before(async () => {
    center = await startIdentityCenter({ interval: 0.2 });
    directory = mkdtempSync(path.join(tmpdir(), 'chains-'));
    const { oidc, portal, signin, startUrl, region, url } = center;
    const config = path.join(directory, 'config');
    writeFileSync(
      config,
      `[sso-session corp]
sso_start_url = ${startUrl}
sso_region = ${region}
[profile base]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = PowerUserAccess
[profile deploy]
source_profile = base
role_arn = arn:aws:iam::444455556666:role/Deploy
role_session_name = alice
`,
    );
    process.env['AWS_CONFIG_FILE'] = config;
    process.env['AWS_ENDPOINT_URL_STS'] = url;
    await configure({ endpoints: { oidc, portal, signin }, sessions: [{ name: 'corp', startUrl, region }] });
  });
  after(async () => {
    await signOutOfAll();
    await configure({ endpoints: undefined, sessions: undefined });
    for (const name of ['AWS_CONFIG_FILE', 'AWS_ENDPOINT_URL_STS']) {
      if (saved[name] === undefined) {
        Reflect.deleteProperty(process.env, name);
      } else {
        process.env[name] = saved[name];
      }
    }
    await center.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  it('is given to another extension by its account and name, once the person agrees to it and the way', async () => {
    await signIn(center, 'corp');
    const aws = await api();
    let credentials: AwsCredentialIdentity | undefined;
    const asked = await answering('Give Role', async () => {
      credentials = await aws.getRoleCredentials({ accountId: '444455556666', roleName: 'Deploy' });
    });
    assert.match(
      asked.join(),
      /^Let an extension use Deploy in 444455556666\?\nSession: corp\nBy way of PowerUserAccess in 111122223333\n/,
    );
    assert.ok(credentials);
    const client = new STSClient({ region: 'us-east-1', endpoint: center.url, credentials });
    const { Arn } = await client.send(new GetCallerIdentityCommand());
    assert.equal(Arn, 'arn:aws:sts::444455556666:assumed-role/Deploy/alice');
    assert.equal(credentials.accountId, '444455556666');
  });
});
