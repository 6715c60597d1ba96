import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AwsFiles } from '../../../../src/aws/config/AwsFiles.ts';
import { configuredEndpoints } from '../../../../src/aws/endpoints/configuredEndpoints.ts';

describe('configuredEndpoints', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'config-'));
  const file = path.join(folder, 'config');
  after(() => rmSync(folder, { recursive: true, force: true }));

  const files = new AwsFiles();
  const env = { HOME: folder, AWS_CONFIG_FILE: file };

  const CONFIG = `[default]
endpoint_url = https://all.example
[profile work]
services = local
endpoint_url = https://work.example
[services local]
sso_oidc =
  endpoint_url = https://oidc.example
sso =
  endpoint_url = https://portal.example
signin =
  endpoint_url = https://signin.example
sts =
  endpoint_url = https://sts.example
s3 =
  endpoint_url = https://s3.example
`;

  it('reads those of the profile in force', async () => {
    writeFileSync(file, CONFIG);
    assert.deepEqual(await configuredEndpoints(files, { ...env, AWS_PROFILE: 'work' }), {
      global: 'https://work.example',
      services: {
        oidc: 'https://oidc.example',
        portal: 'https://portal.example',
        signin: 'https://signin.example',
        sts: 'https://sts.example',
      },
    });
    assert.deepEqual(await configuredEndpoints(files, env), { global: 'https://all.example', services: {} });
  });

  it('reads the file anew each time', async () => {
    writeFileSync(file, '[default]\nendpoint_url = https://newer.example\n');
    assert.deepEqual(await configuredEndpoints(files, env), {
      global: 'https://newer.example',
      services: {},
    });
  });

  it('finds none in a file that is missing, empty or nonsense, or for a profile that is not there', async () => {
    for (const content of ['', 'nonsense', '[profile', '[profile x]\nservices = nowhere\n']) {
      writeFileSync(file, content);
      assert.deepEqual(await configuredEndpoints(files, { ...env, AWS_PROFILE: 'x' }), { services: {} });
    }
    rmSync(file);
    assert.deepEqual(await configuredEndpoints(files, env), { services: {} });
  });
});
