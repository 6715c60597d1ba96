import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { type IdentityCenter, startIdentityCenter } from '../identity-center/server.ts';
import { ACCOUNT } from './support/home.ts';
import { type Botocore, installedBotocore } from './support/installedClients.ts';
import { conforms, notInstalled } from './support/report.ts';

/** The cases of `driveBotocore.py`, which runs once for all of them. */
const CASES = [
  ['RegisterClient', 'for 90 days'],
  ['StartDeviceAuthorization', 'a code'],
  ['CreateToken', 'pending'],
  ['CreateToken', 'too fast'],
  ['CreateToken', 'unknown client'],
  ['CreateToken', 'a token'],
  ['CreateToken', 'refreshed'],
  ['CreateToken', 'superseded'],
  ['ListAccounts', 'all pages'],
  ['ListAccountRoles', 'of one account'],
  ['GetRoleCredentials', 'in milliseconds'],
  ['GetRoleCredentials', 'of somebody else'],
  ['Logout', 'ends the session'],
] as const;

const installed = installedBotocore();
if (installed) {
  describe('botocore against the local Identity Center', function () {
    this.timeout(30_000);
    suite(installed);
  });
} else {
  notInstalled('botocore');
}

function suite({ python, module, version }: Botocore): void {
  let center: IdentityCenter;
  let output = '';
  before(async () => {
    center = await startIdentityCenter({ interval: 0.2 });
    const script = path.join(import.meta.dirname, 'driveBotocore.py');
    const { oidc, startUrl, region } = center;
    const args = [script, module, oidc, startUrl, region, ACCOUNT.accountId, ACCOUNT.roleName];
    const child = spawn(python, args, {
      env: { PATH: process.env['PATH'], AWS_EC2_METADATA_DISABLED: 'true' },
    });
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    await new Promise((resolve) => child.on('close', resolve));
  });
  after(() => center.stop());

  for (const [operation, what] of CASES) {
    conforms(`botocore ${version}`, operation, what, () => {
      const lines = output.split('\n').filter((line) => line.startsWith('{'));
      const results = lines.map(
        (line) => JSON.parse(line) as { operation: string; what: string; ok: boolean },
      );
      const result = results.find(
        (candidate) => candidate.operation === operation && candidate.what === what,
      );
      assert.equal(result?.ok, true, output);
    });
  }
}
