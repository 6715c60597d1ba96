import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { Retries } from '../../src/aws/services/retries.ts';
import { SAME_DEVICE, Signin } from '../../src/aws/services/Signin.ts';
import { fetchClient } from '../../src/http/client/fetchClient.ts';
import { waitFor } from '../editor/waitFor.ts';
import { type IdentityCenter, startIdentityCenter } from '../identity-center/server.ts';
import { configure, extension, signOut } from './support.ts';

const ALICE = 'arn:aws:iam::111122223333:user/alice';
const BOB = 'arn:aws:iam::444455556666:user/bob';
const LABEL = 'user/alice (111122223333)';
const VERIFIER = 'v'.repeat(64);
const REDIRECT_URI = 'http://127.0.0.1:4444/oauth/callback';

/* The sessions are those of the AWS CLI here, because nobody presses a button in a browser. */
describe('Console sessions', () => {
  let center: IdentityCenter;
  let directory: string;
  const saved = { ...process.env };
  before(async () => {
    center = await startIdentityCenter({ consoleSessions: [ALICE, BOB] });
    directory = mkdtempSync(path.join(tmpdir(), 'consoles-'));
    const config = path.join(directory, 'config');
    const profile = (name: string, arn: string) =>
      `[profile ${name}]\nlogin_session = ${arn}\nregion = ${center.region}\n`;
    writeFileSync(config, profile('alice', ALICE) + profile('bob', BOB));
    process.env['AWS_CONFIG_FILE'] = config;
    process.env['AWS_LOGIN_CACHE_DIRECTORY'] = path.join(directory, 'cache');
    const { oidc, portal, signin } = center;
    await configure({ endpoints: { oidc, portal, signin } });
    await extension().activate();
    await configure({ shareTokensWithAwsCli: true });
  });
  after(async () => {
    await configure({ endpoints: undefined, shareTokensWithAwsCli: undefined });
    for (const name of ['AWS_CONFIG_FILE', 'AWS_LOGIN_CACHE_DIRECTORY']) {
      if (saved[name] === undefined) {
        Reflect.deleteProperty(process.env, name);
      } else {
        process.env[name] = saved[name];
      }
    }
    await center.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  /** Does what `aws login` does. @param seconds by when the credentials seem to expire. */
  async function login(arn: string, seconds: number): Promise<void> {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const signin = new Signin(fetchClient(), center.signin, new Retries());
    const codeChallenge = createHash('sha256').update(VERIFIER).digest('base64url');
    const request = { clientId: SAME_DEVICE, redirectUri: REDIRECT_URI, state: 's', codeChallenge } as const;
    const address = center.authorize(signin.authorizationAddress(request), 'approved', arn);
    const code = new URL(address).searchParams.get('code') ?? '';
    const token = await signin.createOAuth2Token(
      {
        ...{ clientId: SAME_DEVICE, grantType: 'authorization_code', code },
        ...{ redirectUri: REDIRECT_URI, codeVerifier: VERIFIER },
      },
      privateKey,
      new AbortController().signal,
    );
    const { LoginCache } = await import('../../src/aws/cache/LoginCache.ts');
    await new LoginCache(process.env).write(arn, {
      accessToken: {
        ...token.accessToken,
        accountId: arn.split(':')[4] ?? '',
        expiresAt: Date.now() + seconds * 1000,
      },
      clientId: SAME_DEVICE,
      refreshToken: token.refreshToken ?? '',
      dpopKey: privateKey.export({ format: 'pem', type: 'sec1' }).toString(),
    });
  }

  const get = (...scopes: string[]) =>
    vscode.authentication.getSession('aws-signin', scopes, { silent: true });
  /** Has the editor ask the person, for that account; without one it would ask for the account first. */
  const consent = (label: string, ...scopes: string[]) =>
    vscode.authentication.getSession('aws-signin', scopes, {
      createIfNone: true,
      account: { id: label, label },
    });
  const labels = async () =>
    (await vscode.authentication.getAccounts('aws-signin')).map(({ label }) => label).sort();
  const keyOf = (session: vscode.AuthenticationSession | undefined) =>
    (JSON.parse(session?.accessToken ?? '{}') as { AccessKeyId?: string }).AccessKeyId;

  it('are none where nobody has signed in, and nobody is asked', async () => {
    assert.equal(await get(), undefined);
    assert.deepEqual(await labels(), []);
  });

  it('are accounts, whose token is what a credential_process prints', async () => {
    await login(ALICE, 800);
    await waitFor('the session', async () => (await labels()).includes(LABEL));
    const session = await consent(LABEL);
    assert.equal(session.account.label, LABEL);
    assert.deepEqual(session.scopes, []);
    const credentials = JSON.parse(session.accessToken) as Record<string, unknown>;
    assert.deepEqual(Object.keys(credentials), [
      'Version',
      'AccessKeyId',
      'SecretAccessKey',
      'SessionToken',
      'Expiration',
      'AccountId',
    ]);
    assert.deepEqual([credentials['Version'], credentials['AccountId']], [1, '111122223333']);
    assert.ok(center.issuedSecrets.includes(String(credentials['SecretAccessKey'])));
    assert.equal(keyOf(await get(`session:${ALICE}`)), keyOf(session));
    assert.equal(await get(`session:${BOB}`), undefined);
    assert.equal(await get('openid'), undefined);
  });

  it('are several at a time', async () => {
    await login(BOB, 800);
    await waitFor('both', async () => (await labels()).length === 2);
    assert.deepEqual(await labels(), [LABEL, 'user/bob (444455556666)']);
    const bob = await consent('user/bob (444455556666)', `session:${BOB}`);
    assert.equal(bob.account.label, 'user/bob (444455556666)');
    assert.equal((await get(`session:${BOB}`))?.id, bob.id);
  });

  it('are gone with the sign-out, and so are their files', async () => {
    await signOut(ALICE);
    await signOut(BOB);
    assert.deepEqual(await labels(), []);
    assert.equal(await get(), undefined);
    assert.deepEqual(readdirSync(path.join(directory, 'cache')), []);
    assert.match(readFileSync(path.join(directory, 'config'), 'utf8'), /login_session/);
  });
});
