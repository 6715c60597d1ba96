import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AwsFiles } from '../../../../src/aws/config/AwsFiles.ts';
import { preferredSources, regionForRole } from '../../../../src/aws/config/preferredSources.ts';

describe('preferredSources', () => {
  let HOME: string;
  beforeEach(() => {
    HOME = mkdtempSync(path.join(tmpdir(), 'home-'));
    mkdirSync(path.join(HOME, '.aws'));
  });
  afterEach(() => rmSync(HOME, { recursive: true }));

  const write = (name: string, text: string): void => writeFileSync(path.join(HOME, '.aws', name), text);
  const sources = (env: Record<string, string> = {}) => preferredSources(new AwsFiles(), { HOME, ...env });

  const NOTHING = { variables: [], leading: [], profileVariables: [], emptyProfile: 'absent' };

  it('finds nothing where there is nothing', async () => {
    assert.deepEqual(await sources(), NOTHING);
    assert.deepEqual(await sources({ AWS_ACCESS_KEY_ID: '', AWS_PROFILE: '' }), NOTHING);
    write('config', '[default]\nregion = eu-west-1\n[profile other]\nrole_arn = x\n');
    assert.deepEqual(await sources(), { ...NOTHING, region: 'eu-west-1' });
  });

  it('takes time in proportion to the length of a header', async () => {
    write('config', `[profile a${' '.repeat(50_000)}b]\nrole_arn = x\n`);
    write('credentials', `[a${' '.repeat(50_000)}b]\naws_access_key_id = x\n`);
    const started = performance.now();
    assert.deepEqual(await sources(), NOTHING);
    assert.ok(performance.now() - started < 1_000);
  });

  it('names the variables with credentials, and those that lead to another server', async () => {
    const env = {
      AWS_ACCESS_KEY_ID: 'a',
      AWS_SESSION_TOKEN: 't',
      AWS_ROLE_ARN: 'r',
      AWS_REGION: 'eu-west-1',
    };
    const container = { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/x', AWS_CREDENTIAL_FILE: 'y' };
    assert.deepEqual(await sources({ ...env, ...container }), {
      ...NOTHING,
      variables: ['AWS_ACCESS_KEY_ID', 'AWS_SESSION_TOKEN', 'AWS_ROLE_ARN'],
      leading: ['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI', 'AWS_CREDENTIAL_FILE'],
    });
  });

  for (const setting of [
    'aws_access_key_id',
    'credential_process',
    'login_session',
    'role_arn',
    'sso_session',
    'sso_start_url',
    'web_identity_token_file',
  ]) {
    it(`takes a profile with ${setting} for one with credentials`, async () => {
      write('config', `[default]\n${setting} = x\n`);
      assert.equal((await sources()).profile, 'default');
      assert.equal((await sources({ AWS_PROFILE: 'default' })).profile, 'default');
    });
  }

  it('reads the credentials file, whose headers are names and nothing else', async () => {
    write('credentials', '[default]\naws_access_key_id = x\n[a b]\naws_access_key_id = x\n');
    assert.equal((await sources()).profile, 'default');
    assert.equal((await sources({ AWS_PROFILE: 'a b' })).profile, 'a b');
    write('credentials', '[profile default]\naws_access_key_id = x\n');
    write('other', '[work]\naws_access_key_id = x\n');
    const file = path.join(HOME, '.aws/other');
    assert.equal((await sources({ AWS_SHARED_CREDENTIALS_FILE: file })).profile, undefined);
    assert.equal((await sources({ AWS_SHARED_CREDENTIALS_FILE: file, AWS_PROFILE: 'work' })).profile, 'work');
  });

  it('takes the profile of any variable, since clients differ, and one that does not exist, which is the end for botocore', async () => {
    write('config', '[profile a]\nregion = eu-west-1\n[profile b]\nsso_session = x\nregion = eu-west-2\n');
    assert.deepEqual(await sources({ AWS_PROFILE: 'a' }), {
      ...NOTHING,
      profileVariables: ['AWS_PROFILE'],
      region: 'eu-west-1',
    });
    assert.deepEqual(await sources({ AWS_PROFILE: 'a', AWS_DEFAULT_PROFILE: 'b' }), {
      ...NOTHING,
      profileVariables: ['AWS_DEFAULT_PROFILE', 'AWS_PROFILE'],
      profile: 'b',
      region: 'eu-west-1',
    });
    assert.equal((await sources({ AWS_PROFILE: 'b', AWS_DEFAULT_PROFILE: 'a' })).profile, 'b');
    assert.equal((await sources({ AWS_PROFILE: 'gone' })).profile, 'gone');
    assert.equal((await sources({ AWS_PROFILE: 'b', AWS_REGION: 'x' })).region, undefined);
  });

  it('takes the default profile where only botocore is told of another one', async () => {
    write('config', '[profile a]\nregion = eu-west-1\n');
    write('credentials', '[default]\naws_access_key_id = x\n');
    assert.equal((await sources({ AWS_DEFAULT_PROFILE: 'a' })).profile, 'default');
    assert.equal((await sources({ AWS_PROFILE: 'a' })).profile, undefined);
  });

  it('takes for credentials whatever some client takes for them', async () => {
    for (const text of [
      '[default]\nAWS_ACCESS_KEY_ID = x\n',
      '[default]\naws_access_key_id: x\n',
      '[default] ; mine\n  aws_access_key_id=x\n',
      '[ default ]\r\naws_access_key_id = x\r\n',
      '["default"]\naws_access_key_id = x\n',
      '[default]\nregion = x\n[other]\n[default]\naws_access_key_id = x\n',
    ]) {
      write('credentials', text);
      assert.equal((await sources()).profile, 'default', text);
    }
  });

  it('knows the empty profile, unless somebody has filled it', async () => {
    write('config', '[profile aws-sso-terminals]\n# nothing\n');
    assert.equal((await sources()).emptyProfile, 'empty');
    write('credentials', '[aws-sso-terminals]\naws_access_key_id = x\n');
    assert.equal((await sources()).emptyProfile, 'filled');
    write('credentials', '');
    write('config', '[profile aws-sso-terminals]\nrole_arn = x\n');
    assert.equal((await sources()).emptyProfile, 'filled');
  });

  it('knows the region of a role by its profiles, if they agree on one', async () => {
    const role = { accountId: '111122223333', roleName: 'Reader' };
    const profile = (name: string, region: string, roleName = 'Reader'): string =>
      `[profile ${name}]\nsso_account_id = 111122223333\nsso_role_name = ${roleName}\nregion = ${region}\n`;
    assert.equal(await regionForRole(new AwsFiles(), { HOME }, role), undefined);
    write('config', profile('a', 'eu-west-1') + profile('b', 'eu-west-1') + profile('c', 'x', 'Writer'));
    assert.equal(await regionForRole(new AwsFiles(), { HOME }, role), 'eu-west-1');
    write('config', profile('a', 'eu-west-1') + profile('b', 'eu-west-2'));
    assert.equal(await regionForRole(new AwsFiles(), { HOME }, role), undefined);
    write('config', profile('a', 'eu-west-1') + profile('b', 'eu-west-2'));
    assert.equal(await regionForRole(new AwsFiles(), { HOME }, { profile: 'b' }), 'eu-west-2');
    assert.equal(await regionForRole(new AwsFiles(), { HOME }, { profile: 'none' }), undefined);
    write('config', profile('a', 'not a region'));
    assert.equal(await regionForRole(new AwsFiles(), { HOME }, role), undefined);
  });
});
