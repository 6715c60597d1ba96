import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { tokenName } from '../../src/aws/cache/cacheKey.ts';
import { SsoCache } from '../../src/aws/cache/SsoCache.ts';
import { AwsFiles } from '../../src/aws/config/AwsFiles.ts';
import { awsConfigSessions } from '../../src/aws/config/awsConfigSessions.ts';
import { allInstalledBotocores } from './support/installedClients.ts';
import { conforms, notInstalled } from './support/report.ts';

/** As they are written, which is what tokens are filed by, whatever an own domain leads to. */
const START_URLS = [
  'https://aws.example.com',
  'https://aws.example.com/',
  'https://SSO.Example.com/aws',
  'https://identitycenter.amazonaws.com/ssoins-1234567890abcdef',
  'https://start.home.awsapps.cn/directory/d-1234567890#/',
  'https://ssoins-1234567890abcdef.portal.eu-west-1.app.aws',
];

const botocores = allInstalledBotocores();
if (botocores.length === 0) {
  notInstalled('botocore');
}
for (const { python, module, version } of botocores) {
  describe(`The tokens of start URLs, as ${module} ${version} finds them`, function () {
    this.timeout(30_000);
    let home: string;
    beforeEach(() => (home = mkdtempSync(path.join(tmpdir(), 'start-urls-'))));
    afterEach(() => rmSync(home, { recursive: true }));

    for (const legacy of [false, true]) {
      const kind = legacy ? 'legacy profiles' : 'sessions';
      conforms(
        `${module} ${version}`,
        'token cache',
        `own domains, issuers and directories, ${kind}`,
        async () => {
          const sections = START_URLS.map((startUrl, at) => {
            const portal = `sso_start_url = ${startUrl}\nsso_region = eu-west-1\n`;
            const scopes = 'sso_registration_scopes = sso:account:access\n';
            return legacy ? `[profile p${at}]\n${portal}` : `[sso-session s${at}]\n${portal}${scopes}`;
          });
          mkdirSync(path.join(home, '.aws'));
          writeFileSync(path.join(home, '.aws/config'), sections.join(''));
          const cache = new SsoCache({ HOME: home });
          const { sessions, problems } = await awsConfigSessions(new AwsFiles(), { HOME: home });
          assert.deepEqual(problems, []);
          for (const key of sessions.flatMap(({ cacheKeys }) => cacheKeys)) {
            const client = { clientId: `client of ${key.startUrl}`, clientSecret: 's' };
            const scoped = legacy ? { ...key, scopes: ['sso:account:access'] } : key;
            await cache.writeRegistration(scoped, { ...client, expiresAt: 4e12 });
            await cache.writeToken(tokenName(key), {
              ...{ startUrl: key.startUrl, region: key.region, accessToken: `token of ${key.startUrl}` },
              ...{ ...client, expiresAt: 4e12, registrationExpiresAt: 4e12, refreshToken: 'r' },
            });
          }
          const keys = START_URLS.map((startUrl, at) => [startUrl, legacy ? null : `s${at}`]);
          const script = path.join(import.meta.dirname, 'readSsoTokens.py');
          const args = [script, module, cache.directory, JSON.stringify(keys)];
          const { stdout, stderr } = spawnSync(python, args, { encoding: 'utf8' });
          const found = JSON.parse(stdout || `"${stderr}"`) as [string, string | null][];
          assert.deepEqual(
            found.map(([token]) => token),
            START_URLS.map((startUrl) => `token of ${startUrl}`),
          );
          const clients = found.map(([, client]) => client).filter((client) => client !== null);
          assert.deepEqual(clients, clients.length > 0 ? START_URLS.map((one) => `client of ${one}`) : []);
        },
      );
    }
  });
}
