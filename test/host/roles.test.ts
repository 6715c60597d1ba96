import assert from 'node:assert/strict';
import { GetRoleCredentialsCommand, SSOClient } from '@aws-sdk/client-sso';
import * as vscode from 'vscode';
import { waitFor } from '../editor/waitFor.ts';
import { type IdentityCenter, startIdentityCenter } from '../identity-center/server.ts';
import { api, approveNext, configure, signIn, signOutOfAll, answering, givingRole } from './support.ts';

const ROLE = { accountId: '111122223333', roleName: 'PowerUserAccess' };
/** A role that no other test has been given, so that its first use is here. */
const SCOPES = [`account:${ROLE.accountId}`, 'role:AdministratorAccess'];
const LABEL = '111122223333/AdministratorAccess, corp (d-1234567890.awsapps.com)';

describe('Role credentials', () => {
  let center: IdentityCenter;
  before(async () => {
    center = await startIdentityCenter({ interval: 0.2 });
    const { oidc, portal, startUrl, region } = center;
    await configure({ endpoints: { oidc, portal }, sessions: [{ name: 'corp', startUrl, region }] });
  });
  beforeEach(() => center.healthy());
  afterEach(signOutOfAll);
  after(async () => {
    await center.stop();
    await configure({ endpoints: undefined, sessions: undefined });
  });

  it('come from the provider as a credential_process prints them, under a label that never changes', async () => {
    await signIn(center, 'corp');
    const session = await givingRole(() =>
      vscode.authentication.getSession('aws-sso-role', SCOPES, { createIfNone: true }),
    );
    assert.equal(session.account.label, LABEL);
    const credentials = JSON.parse(session.accessToken) as Record<string, unknown>;
    assert.deepEqual(Object.keys(credentials), [
      'Version',
      'AccessKeyId',
      'SecretAccessKey',
      'SessionToken',
      'Expiration',
      'AccountId',
    ]);
    assert.equal(credentials['Version'], 1);
    const silent = await vscode.authentication.getSession('aws-sso-role', SCOPES, { silent: true });
    assert.equal(silent?.accessToken, session.accessToken);
    const accounts = await vscode.authentication.getAccounts('aws-sso-role');
    assert.deepEqual(
      accounts.map(({ label }) => label),
      [LABEL],
    );
  });

  it('are not there before their first use, which the person confirms, and not listed for who asks in silence', async () => {
    await signIn(center, 'corp');
    const scopes = ['account:444455556666', 'role:ReadOnlyAccess'];
    const { getSession, getAccounts } = vscode.authentication;
    assert.equal(await getSession('aws-sso-role', scopes, { silent: true }), undefined);
    assert.deepEqual(await getAccounts('aws-sso-role'), []);
    await answering(undefined, () =>
      assert.rejects(Promise.resolve(getSession('aws-sso-role', scopes, { createIfNone: true }))),
    );
    assert.equal(await getSession('aws-sso-role', scopes, { silent: true }), undefined);
    const asked = await answering('Give Role', () =>
      getSession('aws-sso-role', scopes, { createIfNone: true }),
    );
    assert.match(asked.join(), /^Let an extension use ReadOnlyAccess in .*444455556666.*\?\nSession: corp/);
    await signOutOfAll();
    await signIn(center, 'corp');
    assert.ok(await getSession('aws-sso-role', scopes, { silent: true }));
  });

  it('sign in first where nobody is, and are gone with the sign-out', async () => {
    const aws = await api();
    assert.equal(await aws.getRoleCredentials({ ...ROLE, session: 'corp', silent: true }), undefined);
    const [credentials] = await givingRole(() =>
      Promise.all([aws.getRoleCredentials({ ...ROLE, session: 'corp' }), approveNext(center)]),
    );
    assert.match(credentials.accessKeyId, /^ASIA/);
    await signOutOfAll();
    await waitFor(
      'the role to be gone',
      async () => (await vscode.authentication.getAccounts('aws-sso-role')).length === 0,
    );
    assert.equal(await aws.getRoleCredentials({ ...ROLE, session: 'corp', silent: true }), undefined);
  });

  it('name the account and the role that are not assigned', async () => {
    await signIn(center, 'corp');
    const aws = await api();
    await givingRole(() =>
      assert.rejects(aws.getRoleCredentials({ ...ROLE, roleName: 'Nobody' }), {
        code: 'RoleNotAssigned',
        message: /Nobody .* 111122223333/,
      }),
    );
    assert.equal(aws.sessions[0]?.signedIn, true);
  });

  for (const options of [{ ...ROLE, accountId: '1' }, { ...ROLE, roleName: '' }, undefined]) {
    it(`are refused for ${JSON.stringify(options)}`, async () => {
      await assert.rejects((await api()).getRoleCredentials(options as typeof ROLE), {
        code: 'InvalidRequest',
      });
    });
  }

  it('and tokens serve a client of the AWS SDK for JavaScript', async () => {
    await signIn(center, 'corp');
    const aws = await api();
    const { token } = await aws.tokenProvider({ session: 'corp' })();
    const client = new SSOClient({
      region: center.region,
      endpoint: center.portal,
      credentials: aws.credentialProvider(ROLE),
    });
    const { roleCredentials } = await givingRole(() =>
      client.send(new GetRoleCredentialsCommand({ accessToken: token, ...ROLE })),
    );
    assert.match(roleCredentials?.accessKeyId ?? '', /^ASIA/);
    // As a client for signed requests resolves them, and writes into what it gets.
    const resolved = await client.config.credentials();
    assert.match(resolved.accessKeyId, /^ASIA/);
    client.destroy();
  });
});
