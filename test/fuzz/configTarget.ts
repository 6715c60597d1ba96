import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AwsFiles } from '../../src/aws/config/AwsFiles.ts';
import { addProfile, readConfigText } from '../../src/aws/config/addProfile.ts';
import { awsConfigSessions } from '../../src/aws/config/awsConfigSessions.ts';
import { fileProblems } from '../../src/aws/config/fileProblems.ts';
import { loginProfiles } from '../../src/aws/config/loginProfiles.ts';
import { preferredSources } from '../../src/aws/config/preferredSources.ts';
import { roleChains } from '../../src/aws/config/roleChains.ts';
import { configuredEndpoints } from '../../src/aws/endpoints/configuredEndpoints.ts';
import { isAwsSsoError } from '../../src/base/errors.ts';
import type { Target } from './Target.ts';

/** A file of this size is read in a few milliseconds; in more than this, its time grows faster than the file. */
const LONGEST_MS = 500;

const CONFIG = `[default]
region = eu-west-1
[profile dev]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = ReadOnly # comment
s3 =
    max_concurrent_requests = 20
[profile deploy]
role_arn = arn:aws:iam::444455556666:role/Deploy
source_profile = dev
external_id = x
[sso-session corp]
sso_start_url = https://d-1234567890.awsapps.com/start
sso_region = us-east-1
sso_registration_scopes = sso:account:access
[profile 'my login']
login_session = arn:aws:iam::111122223333:user/alice
services = local
[services local]
sso_oidc =
    endpoint_url = http://127.0.0.1:1
`;

/** All that reads the AWS config file. */
export function configTarget(): Target {
  const folder = mkdtempSync(path.join(tmpdir(), 'fuzz-'));
  const file = path.join(folder, 'config');
  const env = { HOME: folder, AWS_CONFIG_FILE: file, AWS_PROFILE: 'dev' };
  const read = async () => {
    const files = new AwsFiles();
    const content = await files.read(env);
    roleChains(content);
    fileProblems(content);
    await preferredSources(files, env);
    await configuredEndpoints(files, env);
    await loginProfiles(files, env);
    return awsConfigSessions(files, env);
  };
  return {
    name: 'config reader',
    samples: [
      Buffer.from(CONFIG),
      Buffer.from(CONFIG.replaceAll('\n', '\r\n')),
      Buffer.from('\uFEFF[default]\n'),
    ],
    async feed(bytes) {
      writeFileSync(file, bytes);
      const started = performance.now();
      await read();
      assert.ok(performance.now() - started < LONGEST_MS, 'It takes too long');
      const text = bytes.toString();
      try {
        const added = addProfile(readConfigText(text), {
          ...{ profile: 'added', sessionName: 'added', startUrl: 'https://d-1234567890.awsapps.com/start' },
          ...{ region: 'us-east-1', scopes: [], accountId: '111122223333', roleName: 'r' },
        });
        assert.ok(added.startsWith(text), 'An edit has changed something else');
      } catch (error) {
        assert.ok(isAwsSsoError(error), error as Error);
      }
    },
    async check() {
      writeFileSync(file, CONFIG);
      const { sessions } = await read();
      assert.deepEqual(
        sessions.map(({ name }) => name),
        ['corp'],
      );
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
