import assert from 'node:assert/strict';
import type { AwsFilesContent } from '../../../../src/aws/config/AwsFiles.ts';
import { asAwsConfig } from '../../../../src/aws/config/awsConfig.ts';
import { parseIni } from '../../../../src/aws/config/ini.ts';
import type { RoleChain, RoleLink } from '../../../../src/aws/config/roleChains.ts';
import type { RoleCredentials, SsoPortal } from '../../../../src/aws/services/SsoPortal.ts';
import { AwsSsoError } from '../../../../src/base/errors.ts';
import { ChainedRoles } from '../../../../src/sessions/portal/ChainedRoles.ts';
import { RoleCredentialsCache } from '../../../../src/sessions/portal/RoleCredentialsCache.ts';
import { useFakeClock } from '../../support/fakeClock.ts';
import { memoryLog } from '../../support/memoryLog.ts';

const HOUR_MS = 3_600_000;
const CONFIG = `[sso-session corp]
sso_start_url = https://d-1234567890.awsapps.com/start
sso_region = us-east-1
[profile base]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = Hub
[profile deploy]
source_profile = base
role_arn = arn:aws:iam::444455556666:role/Deploy
[profile audit]
source_profile = deploy
role_arn = arn:aws:iam::777788889999:role/Audit
external_id = audit:1
[profile twin]
source_profile = base
role_arn = arn:aws:iam::444455556666:role/Deploy
external_id = twin
[profile mfa]
source_profile = base
role_arn = arn:aws:iam::444455556666:role/Root
mfa_serial = arn:aws:iam::111122223333:mfa/alice
[profile broken]
source_profile = nowhere
role_arn = arn:aws:iam::444455556666:role/Broken
`;

const DEPLOY = { session: 's1', accountId: '444455556666', roleName: 'Deploy' };
const HUB = { session: 's1', accountId: '111122223333', roleName: 'Hub' };

function contentOf(config: string): AwsFilesContent {
  const parsed = asAwsConfig(parseIni(config, 'config'));
  const profiles = new Map([...parsed.profiles.values()].map(({ name, settings }) => [name, settings]));
  return { config: parsed, credentials: parseIni('', 'credentials'), profiles, problems: [] };
}

describe('ChainedRoles', () => {
  const clock = useFakeClock();

  interface World {
    readonly config?: string;
    /** The roles that the portal gives, as account/role. */
    readonly assigned?: readonly string[];
    readonly startUrl?: string;
    readonly refuse?: (link: RoleLink, by: string) => AwsSsoError | undefined;
  }

  function open({
    config = CONFIG,
    assigned = ['111122223333/Hub'],
    startUrl = 'https://d-1234567890.awsapps.com/start',
    refuse = () => undefined,
  }: World = {}) {
    const world = { content: contentOf(config) as AwsFilesContent | undefined, assigned: [...assigned] };
    const asked: string[] = [];
    const log = memoryLog();
    const credentials = (accessKeyId: string): RoleCredentials => ({
      accessKeyId,
      secretAccessKey: 'secret',
      sessionToken: 'token',
      expiration: Date.now() + HOUR_MS,
    });
    const portal = {
      getRoleCredentials: (_: string, { accountId, roleName }: RoleChain['base']) => {
        const role = `${accountId}/${roleName}`;
        asked.push(`portal ${role}`);
        return world.assigned.includes(role)
          ? Promise.resolve(credentials(`${role}#${asked.length}`))
          : Promise.reject(new AwsSsoError('RoleNotAssigned', 'no'));
      },
    } as unknown as SsoPortal;
    const chained = new ChainedRoles({
      read: () => Promise.resolve(world.content),
      startUrlOf: (session) => (session === 's1' ? startUrl : undefined),
      sts: () =>
        Promise.resolve({
          assumeRole: (link: RoleLink, by: RoleCredentials) => {
            const what = `${link.roleArn}${link.externalId === undefined ? '' : ` (${link.externalId})`}`;
            asked.push(`${what} by ${by.accessKeyId.replace(/#.*/, '')}`);
            const refusal = refuse(link, by.accessKeyId);
            return refusal ? Promise.reject(refusal) : Promise.resolve(credentials(link.roleArn));
          },
        }),
      log,
    });
    const roles = new RoleCredentialsCache((_, action) => action(portal, 'access token'), chained);
    return { world, chained, roles, asked, log };
  }

  it('lists those of the session’s portal, and what is in the way of others', async () => {
    const { chained } = open();
    const { chains, refused } = await chained.list('s1');
    assert.deepEqual(
      chains.map(({ profile }) => profile),
      ['deploy', 'audit', 'twin'],
    );
    assert.deepEqual(
      refused.map(({ profile }) => profile),
      ['mfa'],
    );
    const other = await open({ startUrl: 'https://other.awsapps.com/start' }).chained.list('s1');
    assert.deepEqual(other, { chains: [], refused: [] });
  });

  it('lists none where the AWS files are not to be used', async () => {
    const { chained, world } = open();
    world.content = undefined;
    assert.deepEqual(await chained.list('s1'), { chains: [], refused: [] });
  });

  it('writes into the log once why one isn’t offered', async () => {
    const { chained, log, world } = open();
    await chained.list('s1');
    world.content = contentOf(CONFIG);
    await chained.list('s1');
    assert.deepEqual(log.lines, [
      'The profile “mfa” isn’t offered as a role. “mfa” needs an MFA code (mfa_serial), which isn’t supported. Use the AWS CLI with it.',
      'The profile “broken” isn’t offered as a role. There’s no profile “nowhere”, the source_profile of “broken”.',
    ]);
  });

  it('assumes the role of a profile with the credentials of the role below it, once for all callers', async () => {
    const { roles, asked } = open();
    const all = await Promise.all(
      Array.from({ length: 20 }, () => roles.get({ ...DEPLOY, profile: 'deploy' })),
    );
    assert.ok(all.every(({ accessKeyId }) => accessKeyId === 'arn:aws:iam::444455556666:role/Deploy'));
    assert.deepEqual(asked, [
      'portal 111122223333/Hub',
      'arn:aws:iam::444455556666:role/Deploy by 111122223333/Hub',
    ]);
    await roles.get(HUB);
    assert.equal(asked.length, 2);
  });

  it('goes link by link', async () => {
    const { roles, asked } = open();
    await roles.get({ session: 's1', accountId: '777788889999', roleName: 'Audit', profile: 'audit' });
    assert.deepEqual(asked.slice(1), [
      'arn:aws:iam::444455556666:role/Deploy by 111122223333/Hub',
      'arn:aws:iam::777788889999:role/Audit (audit:1) by arn:aws:iam::444455556666:role/Deploy',
    ]);
  });

  it('keeps profiles with the same role apart, and from one that is assigned', async () => {
    const { roles, asked } = open({ assigned: ['111122223333/Hub', '444455556666/Deploy'] });
    await roles.get({ ...DEPLOY, profile: 'twin' });
    await roles.get({ ...DEPLOY, profile: 'deploy' });
    const direct = await roles.get(DEPLOY);
    assert.match(direct.accessKeyId, /^444455556666\/Deploy/);
    assert.deepEqual(asked, [
      'portal 111122223333/Hub',
      'arn:aws:iam::444455556666:role/Deploy (twin) by 111122223333/Hub',
      'arn:aws:iam::444455556666:role/Deploy by 111122223333/Hub',
      'portal 444455556666/Deploy',
    ]);
    assert.equal(roles.wayTo(DEPLOY), undefined);
  });

  it('finds the way to a role that is not assigned, and keeps to it as long as its credentials are good', async () => {
    const { roles, asked, world } = open();
    await Promise.all([roles.get(DEPLOY), roles.get(DEPLOY)]);
    await roles.get(DEPLOY);
    assert.equal(roles.wayTo(DEPLOY)?.profile, 'deploy');
    assert.equal(roles.cached(DEPLOY)?.accessKeyId, 'arn:aws:iam::444455556666:role/Deploy');
    assert.ok(roles.left(DEPLOY));
    assert.equal(asked.length, 3);
    // Assigned meanwhile: that comes first as soon as something new is needed.
    world.assigned.push('444455556666/Deploy');
    clock().setSystemTime(Date.now() + HOUR_MS);
    assert.match((await roles.get(DEPLOY)).accessKeyId, /^444455556666\/Deploy/);
    assert.equal(roles.wayTo(DEPLOY), undefined);
  });

  it('renews before the credentials expire, and gives what is good still where AWS cannot be reached', async () => {
    let isOffline = false;
    const refuse = () => (isOffline ? new AwsSsoError('Network', 'offline') : undefined);
    const { roles, asked } = open({ refuse });
    const role = { ...DEPLOY, profile: 'deploy' };
    await roles.get(role);
    clock().setSystemTime(Date.now() + HOUR_MS - 60_000);
    isOffline = true;
    assert.ok(await roles.get(role));
    assert.equal(asked.length, 4);
    isOffline = false;
    await roles.get(role);
    assert.ok(roles.cached(role));
  });

  it('says who may not assume what, by which profile', async () => {
    const refuse = () => new AwsSsoError('AccessDenied', 'no');
    const { roles } = open({ refuse });
    await assert.rejects(roles.get({ ...DEPLOY, profile: 'deploy' }), {
      code: 'AccessDenied',
      message:
        'AWS doesn’t allow arn:aws:iam::444455556666:role/Deploy to be assumed as the profile “deploy” says. Check its external_id, or ask your administrator.',
    });
  });

  it('gets new credentials of the role below where AWS no longer takes those that it had, once', async () => {
    let refusals = 1;
    const refuse = () => (refusals-- > 0 ? new AwsSsoError('Expired', 'old') : undefined);
    const { roles, asked } = open({ refuse });
    await roles.get({ ...DEPLOY, profile: 'deploy' });
    assert.equal(asked.filter((what) => what.startsWith('portal')).length, 2);
    refusals = 5;
    await assert.rejects(roles.get({ ...DEPLOY, profile: 'twin' }), { code: 'Expired' });
  });

  it('says that the role below is not assigned, and does not look for a way to that', async () => {
    const config = `${CONFIG}[profile circle]\nsource_profile = base\nrole_arn = arn:aws:iam::111122223333:role/Hub\n`;
    const { roles } = open({ config, assigned: [] });
    for (const role of [{ ...DEPLOY, profile: 'deploy' }, DEPLOY, HUB]) {
      await assert.rejects(roles.get(role), {
        code: 'RoleNotAssigned',
        message: /You don’t have the role Hub in 111122223333/,
      });
    }
  });

  it('says that a profile no longer leads there', async () => {
    const { roles, world } = open();
    world.content = contentOf('');
    await assert.rejects(roles.get({ ...DEPLOY, profile: 'deploy' }), {
      code: 'InvalidRequest',
      message: 'The profile “deploy” of your AWS config no longer leads to Deploy in 444455556666.',
    });
    await assert.rejects(roles.get(DEPLOY), { code: 'RoleNotAssigned' });
  });

  it('takes no chain of another portal', async () => {
    const { roles } = open({ startUrl: 'https://other.awsapps.com/start' });
    await assert.rejects(roles.get(DEPLOY), { code: 'RoleNotAssigned' });
    await assert.rejects(roles.get({ ...DEPLOY, profile: 'deploy' }), { code: 'InvalidRequest' });
  });

  it('forgets them with their session, and the way to them', async () => {
    const { roles } = open();
    await roles.get(DEPLOY);
    roles.forget(DEPLOY);
    assert.equal(roles.left(DEPLOY), undefined);
    assert.equal(roles.left({ ...DEPLOY, profile: 'deploy' }), undefined);
    await roles.get(DEPLOY);
    roles.keepOnly(new Set());
    assert.equal(roles.left(DEPLOY), undefined);
    assert.equal(roles.left({ ...DEPLOY, profile: 'deploy' }), undefined);
    assert.equal(roles.wayTo(DEPLOY), undefined);
  });
});
