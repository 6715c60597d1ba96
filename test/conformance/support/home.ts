import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { IdentityCenter } from '../../identity-center/server.ts';
import { redirectOldAwsCli } from './redirectOldAwsCli.ts';

export const ACCOUNT = { accountId: '111122223333', roleName: 'PowerUserAccess' };
export const LOGIN_SESSION = 'arn:aws:iam::111122223333:user/alice';

/** A home directory for real clients, configured for the local Identity Center, and removed at the end. */
export class Home {
  readonly path: string;

  constructor({ startUrl, region }: IdentityCenter, directory = mkdtempSync(path.join(tmpdir(), 'home-'))) {
    this.path = directory;
    this.write(
      '.aws/config',
      `[sso-session corp]
sso_start_url = ${startUrl}
sso_region = ${region}
sso_registration_scopes = sso:account:access
[profile corp]
sso_session = corp
sso_account_id = ${ACCOUNT.accountId}
sso_role_name = ${ACCOUNT.roleName}
region = ${region}
[profile login]
login_session = ${LOGIN_SESSION}
region = ${region}
`,
    );
  }

  /** Where clients keep the token of the session `corp`. */
  get tokenFile(): string {
    return path.join(this.path, '.aws/sso/cache', `${createHash('sha1').update('corp').digest('hex')}.json`);
  }

  /** Where clients keep what belongs to the login session. */
  get loginFile(): string {
    return path.join(
      this.path,
      '.aws/login/cache',
      `${createHash('sha256').update(LOGIN_SESSION).digest('hex')}.json`,
    );
  }

  /** As `redirectOldAwsCli`, for a sign-in and the portal. */
  redirectOldAwsCli({ url }: IdentityCenter): void {
    redirectOldAwsCli(this.path, url, ['sso', 'sso-oidc']);
  }

  write(file: string, content: string): void {
    const target = path.resolve(this.path, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, content, { mode: 0o600 });
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** A point in time as the AWS CLI writes it. */
export function cliDate(msFromNow: number): string {
  return new Date(Date.now() + msFromNow).toISOString().replace(/\.\d+Z$/, 'Z');
}
