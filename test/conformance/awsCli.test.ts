import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { AwsFiles } from '../../src/aws/config/AwsFiles.ts';
import { awsConfigSessions } from '../../src/aws/config/awsConfigSessions.ts';
import { SsoCache } from '../../src/aws/cache/SsoCache.ts';
import { waitFor } from '../editor/waitFor.ts';
import { type IdentityCenter, startIdentityCenter } from '../identity-center/server.ts';
import { ACCOUNT, Home } from './support/home.ts';
import { type AwsCli, installedAwsCli } from './support/installedClients.ts';
import { redirectOldAwsCli } from './support/redirectOldAwsCli.ts';
import { conforms, notInstalled } from './support/report.ts';
import { loginArguments, runAwsCli } from './support/runAwsCli.ts';

const installed = installedAwsCli();
if (installed) {
  describe('The AWS CLI against the local Identity Center', function () {
    this.timeout(60_000);
    suite(installed);
  });
} else {
  notInstalled('AWS CLI version 2');
}

function suite(cli: AwsCli): void {
  const CLIENT = `AWS CLI ${cli.version}`;
  let center: IdentityCenter;
  let home: Home;
  before(async () => {
    center = await startIdentityCenter();
    home = new Home(center);
    home.redirectOldAwsCli(center);
  });
  after(async () => {
    home.remove();
    await center.stop();
  });

  const aws = (args: readonly string[], meanwhile?: () => Promise<void>) =>
    runAwsCli(cli, home, center, args, meanwhile);

  function login(decide: (userCode: string) => void) {
    return aws(loginArguments(cli), async () =>
      decide(await waitFor('the user code', () => center.pendingUserCodes[0], { seconds: 30 })),
    );
  }

  function filesIn(directory: string): [name: string, content: string][] {
    const names = readdirSync(directory).sort();
    return names.map((name) => [name, readFileSync(path.join(directory, name), 'utf8')]);
  }

  function token(): string {
    return (JSON.parse(readFileSync(home.tokenFile, 'utf8')) as { accessToken: string }).accessToken;
  }

  if (Number(cli.version.split('.')[1]) < 13) {
    it('asks STS where a model in the home directory leads, which no variable does in old versions', async () => {
      redirectOldAwsCli(home.path, center.url, ['sts']);
      const before = center.requests.length;
      home.write('.aws/credentials', '[keys]\naws_access_key_id = AKIAX\naws_secret_access_key = secret\n');
      const { stderr } = await aws(['sts', 'get-caller-identity', '--profile', 'keys']);
      home.write('.aws/credentials', '');
      assert.match(stderr, /InvalidClientTokenId/);
      assert.deepEqual(
        center.requests.slice(before).map(({ operation }) => operation),
        ['GetCallerIdentity'],
      );
    });
  }

  conforms(CLIENT, 'sso login', 'denied', async () => {
    const { code, stderr } = await login((userCode) => center.deny(userCode));
    assert.notEqual(code, 0);
    assert.match(stderr, /denied/i);
  });

  conforms(CLIENT, 'sso login', 'approved', async () => {
    const { code, stderr } = await login((userCode) => center.approve(userCode));
    assert.equal(code, 0, stderr);
    assert.ok(center.issuedSecrets.includes(token()));
  });

  conforms(
    CLIENT,
    'sso login',
    'leaves files that this extension reads, and writes the same way',
    async () => {
      const env = { HOME: home.path };
      const cache = new SsoCache(env);
      const { sessions } = await awsConfigSessions(new AwsFiles(), env);
      const session = sessions.find(({ name }) => name === 'corp');
      assert.ok(session);
      const token = await cache.readToken('corp');
      assert.ok(token?.clientId && token.clientSecret && token.registrationExpiresAt);
      const before = filesIn(cache.directory);
      rmSync(cache.directory, { recursive: true });
      await cache.writeToken('corp', token);
      const [cacheKey] = session.cacheKeys;
      assert.ok(cacheKey);
      await cache.writeRegistration(cacheKey, {
        clientId: token.clientId,
        clientSecret: token.clientSecret,
        expiresAt: token.registrationExpiresAt,
      });
      assert.equal(before.length, 2);
      assert.deepEqual(filesIn(cache.directory), before);
    },
  );

  conforms(CLIENT, 'sso list-accounts', 'pages of two', async () => {
    const args = ['sso', 'list-accounts', '--access-token', token(), '--page-size', '2', '--output', 'json'];
    const { stdout, stderr } = await aws(args);
    const { accountList } = JSON.parse(stdout || '{}') as { accountList: { accountId: string }[] };
    assert.ok(
      accountList.some(({ accountId }) => accountId === ACCOUNT.accountId),
      stderr,
    );
    assert.ok(accountList.length > 2);
  });

  conforms(CLIENT, 'sso get-role-credentials', 'of a role; of one that is somebody else’s', async () => {
    const { accountId, roleName } = ACCOUNT;
    const args = [
      'sso',
      'get-role-credentials',
      '--access-token',
      token(),
      '--account-id',
      accountId,
      '--role-name',
    ];
    const { stdout, stderr } = await aws([...args, roleName, '--output', 'json']);
    const answer = JSON.parse(stdout || '{}') as { roleCredentials?: { expiration: number } };
    assert.ok((answer.roleCredentials?.expiration ?? 0) > Date.now(), stderr);
    assert.match((await aws([...args, 'Nope'])).stderr, /ForbiddenException/);
  });

  conforms(CLIENT, 'configure export-credentials', 'refreshes the expired token first', async () => {
    const stored = JSON.parse(readFileSync(home.tokenFile, 'utf8')) as Record<string, string>;
    home.write(home.tokenFile, JSON.stringify({ ...stored, expiresAt: '2020-01-01T00:00:00Z' }));
    const before = center.requests.length;
    const { stdout, stderr } = await aws(['configure', 'export-credentials', '--profile', 'corp']);
    assert.match((JSON.parse(stdout || '{}') as { AccessKeyId?: string }).AccessKeyId ?? stderr, /^ASIA/);
    const operations = center.requests.slice(before).map(({ operation }) => operation);
    assert.deepEqual(operations, ['CreateToken', 'GetRoleCredentials']);
  });

  conforms(CLIENT, 'sts get-caller-identity', 'signed with role credentials', async () => {
    const args = ['sts', 'get-caller-identity', '--profile', 'corp', '--output', 'json'];
    const { stdout, stderr } = await aws([...args, '--endpoint-url', center.url]);
    const { Account, Arn = stderr } = JSON.parse(stdout || '{}') as { Account?: string; Arn?: string };
    assert.equal(Account, ACCOUNT.accountId, stderr);
    assert.ok(Arn.includes(`:assumed-role/AWSReservedSSO_${ACCOUNT.roleName}_`), Arn);
  });

  conforms(CLIENT, 'sso logout', 'removes the token, and ends the session', async () => {
    const before = center.requests.length;
    const { code, stderr } = await aws(['sso', 'logout']);
    assert.equal(code, 0, stderr);
    assert.equal(existsSync(home.tokenFile), false, path.basename(home.tokenFile));
    assert.deepEqual(
      center.requests.slice(before).map(({ operation, status }) => [operation, status]),
      [['Logout', 200]],
    );
  });
}
