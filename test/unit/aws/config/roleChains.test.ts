import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AwsFiles } from '../../../../src/aws/config/AwsFiles.ts';
import { roleChains, type RoleChain } from '../../../../src/aws/config/roleChains.ts';

const PORTAL = 'sso_start_url = https://d-1234567890.awsapps.com/start/\nsso_region = eu-west-1\n';
const HUB = 'sso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Hub\n';
const BASE = `[sso-session corp]\n${PORTAL}[profile base]\n${HUB}`;
const over = (source: string, account: string, role: string, more = ''): string =>
  `source_profile = ${source}\nrole_arn = arn:aws:iam::${account}:role/${role}\n${more}`;
const DEPLOY = `${BASE}[profile deploy]\n${over('base', '444455556666', 'Deploy')}`;

describe('roleChains', () => {
  let directory = '';
  before(async () => (directory = await mkdtemp(path.join(tmpdir(), 'chains-'))));
  after(() => rm(directory, { recursive: true }));

  async function read(config: string, credentials = '') {
    const [AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE] = [
      path.join(directory, 'config'),
      path.join(directory, 'credentials'),
    ];
    await writeFile(AWS_CONFIG_FILE, config);
    await writeFile(AWS_SHARED_CREDENTIALS_FILE, credentials);
    return roleChains(await new AwsFiles().read({ AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE }));
  }
  async function only(config: string, credentials = ''): Promise<RoleChain> {
    const { chains, refused } = await read(config, credentials);
    assert.deepEqual(refused, []);
    assert.equal(chains.length, 1);
    return chains[0]!;
  }
  async function refusal(config: string, credentials = '') {
    const { chains, refused } = await read(config, credentials);
    assert.deepEqual(chains, []);
    return refused.map(({ profile, kind, sentence }) => `${profile}: ${kind}: ${sentence}`);
  }

  it('finds a role over a role of IAM Identity Center', async () => {
    assert.deepEqual(await only(`${DEPLOY}region = us-west-2\n`), {
      profile: 'deploy',
      accountId: '444455556666',
      roleName: 'Deploy',
      base: {
        startUrl: 'https://d-1234567890.awsapps.com/start',
        accountId: '111122223333',
        roleName: 'Hub',
      },
      links: [{ roleArn: 'arn:aws:iam::444455556666:role/Deploy' }],
      region: 'us-west-2',
      ssoRegion: 'eu-west-1',
      isLegacyEndpoint: false,
    });
  });

  it('finds one over a profile that names the portal itself', async () => {
    const { base } = await only(
      `[profile base]\n${PORTAL}sso_account_id = 111122223333\nsso_role_name = Hub\n[profile deploy]\n${over('base', '444455556666', 'Deploy')}`,
    );
    assert.equal(base.startUrl, 'https://d-1234567890.awsapps.com/start');
  });

  it('reads what AssumeRole is asked for, as botocore does', async () => {
    const more =
      'external_id = ab:c/1\nduration_seconds = 1800\nrole_session_name = ci@corp\nsts_regional_endpoints = legacy\n';
    const chain = await only(DEPLOY + more);
    assert.deepEqual(chain.links, [
      {
        roleArn: 'arn:aws:iam::444455556666:role/Deploy',
        externalId: 'ab:c/1',
        roleSessionName: 'ci@corp',
        durationSeconds: 1800,
      },
    ]);
    assert.equal(chain.isLegacyEndpoint, true);
    const [link] = (await only(`${DEPLOY}duration_seconds = an hour\n`)).links;
    assert.equal(link?.durationSeconds, undefined);
  });

  it('follows several links, the first one first, with the region of the profile that is used', async () => {
    const { chains } = await read(
      `${DEPLOY}region = us-east-2\n[profile last]\n${over('deploy', '777788889999', 'path/to/Last', 'region = eu-west-3\n')}`,
    );
    const chain = chains.find(({ profile }) => profile === 'last');
    assert.deepEqual(
      chain?.links.map(({ roleArn }) => roleArn),
      ['arn:aws:iam::444455556666:role/Deploy', 'arn:aws:iam::777788889999:role/path/to/Last'],
    );
    assert.deepEqual([chain?.accountId, chain?.roleName], ['777788889999', 'Last']);
    assert.equal(chain?.region, 'eu-west-3');
    assert.equal(chain?.base.roleName, 'Hub');
  });

  it('takes roles of every partition, and no other ARN', async () => {
    for (const partition of ['aws-cn', 'aws-us-gov', 'aws-iso-b', 'aws-eusc']) {
      const arn = `arn:${partition}:iam::444455556666:role/Deploy`;
      const { links } = await only(DEPLOY.replace('arn:aws:iam::444455556666:role/Deploy', arn));
      assert.equal(links[0]?.roleArn, arn);
    }
    for (const arn of [
      '',
      'Deploy',
      'arn:aws:iam::444455556666:user/x',
      'arn:aws:sts::444455556666:assumed-role/a/b',
    ]) {
      const [sentence] = await refusal(DEPLOY.replace('arn:aws:iam::444455556666:role/Deploy', arn));
      assert.match(sentence ?? '', /^deploy: broken: The role_arn of “deploy” isn’t that of a role/);
    }
  });

  it('finds a chain of which the credentials file has a part, or all', async () => {
    const deploy = over('base', '444455556666', 'Deploy');
    assert.equal((await only(BASE, `[deploy]\n${deploy}`)).profile, 'deploy');
    const { links } = await only(DEPLOY, '[deploy]\nexternal_id = x1\n');
    assert.equal(links[0]?.externalId, 'x1');
    assert.equal(
      (await only(`[sso-session corp]\n${PORTAL}`, `[base]\n${HUB}[deploy]\n${deploy}`)).profile,
      'deploy',
    );
  });

  it('finds source profiles with names that hold what looks like a comment', async () => {
    const config = `[sso-session corp]\n${PORTAL}[profile 'Team #1']\n${HUB}[profile deploy]\n`;
    assert.equal((await only(config + over('Team #1', '444455556666', 'Deploy'))).base.roleName, 'Hub');
    assert.equal((await only(DEPLOY.replace('= base', '= base ; the hub'))).base.roleName, 'Hub');
  });

  it('says that MFA isn’t supported, wherever in the chain', async () => {
    const mfa = 'mfa_serial = arn:aws:iam::111122223333:mfa/alice\n';
    const sentence =
      '“deploy” needs an MFA code (mfa_serial), which isn’t supported. Use the AWS CLI with it.';
    const last = `[profile last]\n${over('deploy', '777788889999', 'Last')}`;
    assert.deepEqual(await refusal(`${DEPLOY}${mfa}${last}`), [
      `deploy: unsupported: ${sentence}`,
      `last: unsupported: ${sentence}`,
    ]);
    const { refused } = await read(DEPLOY + mfa);
    assert.equal(refused[0]?.startUrl, 'https://d-1234567890.awsapps.com/start');
  });

  it('says what is missing', async () => {
    assert.deepEqual(await refusal(DEPLOY.replace('[profile base]', '[profile other]')), [
      'deploy: broken: There’s no profile “base”, the source_profile of “deploy”.',
    ]);
    assert.deepEqual(await refusal(DEPLOY.replace('source_profile = base\n', '')), [
      'deploy: broken: “deploy” has role_arn, but no source_profile.',
    ]);
    const incomplete =
      'deploy: broken: Its source profile “base” has no complete role of IAM Identity Center. Check sso_session, sso_account_id and sso_role_name.';
    for (const line of [
      'sso_account_id = 111122223333\n',
      'sso_role_name = Hub\n',
      `[sso-session corp]\n${PORTAL}`,
    ]) {
      assert.deepEqual(await refusal(DEPLOY.replace(line, '')), [incomplete], line);
    }
  });

  it('says that source profiles lead in a circle, however long', async () => {
    const self = `[profile deploy]\n${over('deploy', '444455556666', 'Deploy')}`;
    assert.deepEqual(await refusal(self), [
      'deploy: broken: Its source profiles lead in a circle: deploy → deploy.',
    ]);
    const circle = ['a', 'b', 'c']
      .map((name, at) => `[profile ${name}]\n${over('bca'[at] ?? '', '444455556666', 'Deploy')}`)
      .join('');
    const [first] = await refusal(circle);
    assert.equal(first, 'a: broken: Its source profiles lead in a circle: a → b → c → a.');
  });

  it('leaves to others what has its credentials elsewhere', async () => {
    const keys = 'aws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = secret\n';
    const deploy = `[profile deploy]\n${over('base', '444455556666', 'Deploy')}`;
    const sentence = 'deploy: elsewhere: The credentials of “base” don’t come from IAM Identity Center.';
    assert.deepEqual(await refusal(`[profile base]\n${keys}${deploy}`), [sentence]);
    assert.deepEqual(await refusal(deploy, `[base]\n${keys}`), [sentence]);
    assert.deepEqual(await refusal(`[profile base]\ncredential_process = x\n${deploy}`), [sentence]);
    const web = `[profile base]\nweb_identity_token_file = /x\nrole_arn = arn:aws:iam::111122223333:role/Web\n${deploy}`;
    assert.deepEqual(await refusal(web), [sentence]);
    assert.deepEqual(
      await refusal(DEPLOY.replace('source_profile = base', 'credential_source = Environment')),
      ['deploy: elsewhere: The credentials of “deploy” don’t come from IAM Identity Center.'],
    );
    assert.deepEqual(await refusal(`${DEPLOY}credential_source = Environment\n`), [
      'deploy: broken: “deploy” has both source_profile and credential_source.',
    ]);
    assert.deepEqual(await refusal(`[profile deploy]\n${keys}${over('deploy', '444455556666', 'Deploy')}`), [
      'deploy: elsewhere: The credentials of “deploy” don’t come from IAM Identity Center.',
    ]);
  });

  it('takes a role of IAM Identity Center before keys in the same source profile, as botocore does', async () => {
    const chain = await only(
      DEPLOY,
      '[base]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = secret\n',
    );
    assert.equal(chain.base.roleName, 'Hub');
  });

  it('reads ten thousand profiles, each over the one before, in no time', async () => {
    const profiles = Array.from(
      { length: 10_000 },
      (_, at) => `[profile p${at}]\n${over(at === 0 ? 'base' : `p${at - 1}`, '444455556666', `R${at}`)}`,
    );
    const { chains, refused } = await read(BASE + profiles.join(''));
    assert.equal(chains.length, 10);
    assert.equal(refused.at(-1)?.sentence, 'It leads over more than 10 roles.');
  });
});
