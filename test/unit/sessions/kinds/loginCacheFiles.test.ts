import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { newDpopKey } from '../../../../src/aws/services/dpop.ts';
import { LoginCache } from '../../../../src/aws/cache/LoginCache.ts';
import { AwsFiles } from '../../../../src/aws/config/AwsFiles.ts';
import { loginProfiles } from '../../../../src/aws/config/loginProfiles.ts';
import { consoleConfigs } from '../../../../src/sessions/kinds/consoleConfigs.ts';
import { endedRecord } from '../../../../src/sessions/engine/SessionKind.ts';
import type { Console, SignedInConsole } from '../../../../src/sessions/kinds/console.ts';
import { CacheSharing } from '../../../../src/sessions/engine/CacheSharing.ts';
import { CONSOLE } from '../../../../src/sessions/kinds/consoleRules.ts';
import { loginCacheFiles } from '../../../../src/sessions/kinds/loginCacheFiles.ts';
import { memoryLog } from '../../support/memoryLog.ts';
import { ALICE, tokens } from '../../support/openConsoles.ts';

const HOUR_MS = 3_600_000;

describe('Sharing with `aws login`', () => {
  const dpopKey = newDpopKey();
  const log = memoryLog();
  let directory: string;
  let cache: LoginCache;
  let isOn: boolean;
  let sharing: CacheSharing<Console>;
  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'login-'));
    cache = new LoginCache({ AWS_LOGIN_CACHE_DIRECTORY: directory });
    isOn = true;
    sharing = new CacheSharing({ rules: CONSOLE, isOn: () => isOn, files: loginCacheFiles(cache), log });
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const session = (number = 1, expiresIn = 900_000): SignedInConsole => ({
    ...ALICE,
    ...tokens(number, dpopKey),
    expiresAt: Date.now() + expiresIn,
    revision: number,
  });
  /** What the AWS CLI leaves, with credentials of that number. */
  const written = async (number: number, expiresIn: number): Promise<void> => {
    await new CacheSharing({ rules: CONSOLE, isOn: () => true, files: loginCacheFiles(cache), log }).withdraw(
      session(number),
    );
    await cache.delete(ALICE.arn);
    await new CacheSharing({ rules: CONSOLE, isOn: () => true, files: loginCacheFiles(cache), log }).write(
      session(number, expiresIn),
    );
  };

  it('writes a file of the name that the AWS CLI looks for, for its owner alone', async () => {
    const arn = 'arn:aws:iam::012345678901:user/alice';
    await sharing.write({ ...session(), arn });
    const [name] = readdirSync(directory);
    assert.equal(name, '6d1997da898b12743b5dccd5b12add3762178eca6e712115dace03eb68693d31.json');
    const file = path.join(directory, name ?? '');
    assert.equal(statSync(file).mode & 0o777, 0o600);
    const content = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Record<string, string>>;
    assert.deepEqual(Object.keys(content['accessToken'] ?? {}), [
      'accessKeyId',
      'secretAccessKey',
      'sessionToken',
      'accountId',
      'expiresAt',
    ]);
    assert.match(content['accessToken']?.['expiresAt'] ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    assert.equal(content['dpopKey'], dpopKey);
  });

  it('does nothing while it is off', async () => {
    isOn = false;
    await sharing.write(session());
    assert.deepEqual(readdirSync(directory), []);
    isOn = true;
    await sharing.write(session());
    isOn = false;
    assert.equal(await sharing.newer(ALICE, undefined), undefined);
  });

  it('takes what expires later, and nothing that has been replaced here', async () => {
    await written(2, 890_000);
    assert.equal((await sharing.newer(ALICE, session(1, 600_000)))?.accessKeyId, 'ASIA2');
    assert.equal(await sharing.newer(ALICE, session(3, 895_000)), undefined);
    sharing.retire('session 2');
    assert.equal(await sharing.newer(ALICE, session(1, 600_000)), undefined);
  });

  it('begins a session with expired credentials within twelve hours, and none that has ended', async () => {
    await written(1, -11 * HOUR_MS);
    const found = await sharing.newer(ALICE, undefined);
    assert.equal(found?.refreshToken, 'ASOR1');
    assert.equal(await sharing.newer(ALICE, endedRecord(CONSOLE, session(), 'sessionOver')), undefined);
    await written(1, -13 * HOUR_MS);
    assert.equal(await sharing.newer(ALICE, undefined), undefined);
  });

  it('is due for renewal when five minutes are left, though the file does not say when it came', async () => {
    await written(1, 300_000);
    const found = await sharing.newer(ALICE, undefined);
    assert.ok(found && found.receivedAt <= found.expiresAt - 900_000);
  });

  it('never overwrites what the AWS CLI has got itself, nor leaves what was signed out of', async () => {
    await written(2, 890_000);
    await sharing.write(session(1, 600_000));
    assert.equal((await cache.read(ALICE.arn))?.accessToken.accessKeyId, 'ASIA2');
    await sharing.write(endedRecord(CONSOLE, session(1), 'sessionOver'));
    assert.ok(await cache.read(ALICE.arn), 'Others are still in use.');
    await sharing.write(endedRecord(CONSOLE, session(1), 'signedOut'));
    assert.equal(await cache.lacks(ALICE.arn), true);
  });

  it('takes back its own, and nothing of the AWS CLI', async () => {
    await sharing.write(session(1));
    await sharing.withdraw(session(1));
    assert.equal(await cache.lacks(ALICE.arn), true);
    await written(2, 890_000);
    await sharing.withdraw(session(1));
    assert.equal(await cache.lacks(ALICE.arn), false);
  });

  it('hears of a sign-out by the AWS CLI', async function () {
    this.timeout(10_000);
    await sharing.write(session(1));
    assert.equal(await sharing.isSignedOut(session(1)), false);
    await cache.delete(ALICE.arn);
    assert.equal(await sharing.isSignedOut(session(1)), true);
    assert.equal(await sharing.isSignedOut(session(2)), false);
  });

  for (const [what, change] of [
    ['a key that is none', { dpopKey: 'x' }],
    ['no refresh token', { refreshToken: undefined }],
    ['another kind of client', { clientId: 'x' }],
    ['a time that is none', { accessToken: { expiresAt: 'soon' } }],
  ] as const) {
    it(`takes nothing from a file with ${what}`, async () => {
      await sharing.write(session());
      const [name = ''] = readdirSync(directory);
      const file = path.join(directory, name);
      const content = JSON.parse(readFileSync(file, 'utf8')) as object;
      writeFileSync(file, JSON.stringify({ ...content, ...change }));
      assert.equal(await sharing.newer(ALICE, undefined), undefined);
    });
  }

  it('says why a file could not be written, without what is in it', async () => {
    const noDirectory = path.join(directory, 'a file');
    writeFileSync(noDirectory, '');
    const unusable = new LoginCache({ AWS_LOGIN_CACHE_DIRECTORY: path.join(noDirectory, 'cache') });
    await new CacheSharing({ rules: CONSOLE, isOn: () => true, files: loginCacheFiles(unusable), log }).write(
      session(),
    );
    const last = log.lines.at(-1) ?? '';
    assert.match(last, /user\/alice \(111122223333\) could not be written: ENOTDIR/);
    assert.doesNotMatch(last, /ASIA|ASOR|PRIVATE/);
  });

  it('knows the sessions that profiles name, each once', async () => {
    const file = path.join(directory, 'config');
    writeFileSync(
      file,
      `[profile one]
login_session = ${ALICE.arn}
region = eu-west-1
[profile two]
login_session = ${ALICE.arn}
[default]
login_session = arn:aws:iam::444455556666:root
[profile other]
login_session = nobody
[sso-session x]
login_session = arn:aws:iam::777788889999:root
`,
    );
    const profiles = await loginProfiles(new AwsFiles(), { AWS_CONFIG_FILE: file });
    assert.deepEqual(
      profiles.map(({ profile }) => profile),
      ['one', 'two', 'default'],
    );
    assert.deepEqual(consoleConfigs(profiles, { AWS_REGION: 'ap-south-1' }), [
      { arn: ALICE.arn, region: 'eu-west-1' },
      { arn: 'arn:aws:iam::444455556666:root', region: 'ap-south-1' },
    ]);
    assert.equal(consoleConfigs(profiles, {})[1]?.region, 'us-east-1');
    assert.deepEqual(
      await loginProfiles(new AwsFiles(), { AWS_CONFIG_FILE: path.join(directory, 'none') }),
      [],
    );
  });
});
