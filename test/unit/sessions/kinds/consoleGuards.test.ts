import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { newDpopKey } from '../../../../src/aws/services/dpop.ts';
import { endpoint } from '../../../../src/aws/endpoints/endpoints.ts';
import { LoginCache } from '../../../../src/aws/cache/LoginCache.ts';
import { redirectError } from '../../../../src/aws/services/redirectError.ts';
import { consoleConfigs } from '../../../../src/sessions/kinds/consoleConfigs.ts';
import { consoleId, consoleLabel, type SignedInConsole } from '../../../../src/sessions/kinds/console.ts';
import { CacheSharing } from '../../../../src/sessions/engine/CacheSharing.ts';
import { CONSOLE } from '../../../../src/sessions/kinds/consoleRules.ts';
import { loginCacheFiles } from '../../../../src/sessions/kinds/loginCacheFiles.ts';
import { useFakeClock } from '../../support/fakeClock.ts';
import { memoryLog } from '../../support/memoryLog.ts';
import {
  ALICE,
  credentials,
  CREDENTIALS_MS,
  openConsoles,
  signinException,
  tokens,
} from '../../support/openConsoles.ts';

const ID = consoleId(ALICE);
const PATH = '/v1/token';
const CN = 'arn:aws-cn:iam::111122223333:user/alice';

describe('A wrong clock', () => {
  const clock = useFakeClock();
  for (const [what, by] of [
    ['set back by an hour', -3_600_000],
    ['an hour ahead', 3_600_000],
  ] as const) {
    it(`${what} does not end a console session whose refresh token was refused unread`, async () => {
      const { aws, sessions, add } = openConsoles();
      await add(ALICE, tokens());
      const right = Date.now();
      clock().setSystemTime(right + by);
      // The iat of the proof is out of range: nothing has been used up.
      aws.next(PATH, signinException('INVALID_REQUEST', 400, 'ValidationException'));
      const first = sessions.fresh(ID).catch((error: unknown) => error);
      await clock().tickAsync(5_000);
      await first;
      assert.deepEqual(
        sessions.endedUntold().map(({ ended }) => ended),
        [],
      );
      clock().setSystemTime(right + CREDENTIALS_MS + 60_000);
      aws.next(PATH, credentials(2));
      const then = sessions.fresh(ID);
      await clock().tickAsync(5_000);
      assert.equal((await then).accessKeyId, 'ASIA2');
    });
  }
});

describe('What AWS and files name', () => {
  it('makes no command link of a notification (the path of an IAM user may hold any of ! to ~)', () => {
    const arn = 'arn:aws:iam::111122223333:user/[Renew](command:workbench.action.quit)/alice';
    // The pattern by which the editor finds links in notifications.
    const LINK = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;
    let label = '';
    try {
      label = consoleLabel({ arn });
    } catch {
      // Refused: as good.
    }
    assert.doesNotMatch(label, LINK);
  });

  it('never means another partition than that of the ARN', () => {
    const [config] = consoleConfigs([{ profile: 'p', arn: CN, region: undefined }], {});
    assert.match(config?.region ?? 'cn-', /^cn-/);
  });

  it('says nothing of start URLs and registration scopes to who signs in with console credentials', () => {
    for (const error of ['invalid_request', 'invalid_scope', 'unauthorized_client']) {
      const { message } = redirectError({ error }, 'signin');
      assert.doesNotMatch(message, /start URL|registration/, error);
    }
  });
});

describe('The endpoints of AWS Sign-In', () => {
  for (const [region, host] of [
    ['us-gov-west-1', 'signin-fips.amazonaws-us-gov.com'],
    ['us-gov-east-1', 'us-gov-east-1.signin-fips.amazonaws-us-gov.com'],
  ] as const) {
    it(`are those of the SDK's rules for FIPS sign-in in ${region}`, () => {
      const env = { AWS_USE_FIPS_ENDPOINT: 'true' };
      assert.equal(
        endpoint('signin', region, { settings: {}, env, config: { services: {} } }),
        `https://${host}`,
      );
    });
  }
});

describe('Files of `aws login`', () => {
  const log = memoryLog();
  const dpopKey = newDpopKey();
  let directory: string;
  let cache: LoginCache;
  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'login-'));
    cache = new LoginCache({ AWS_LOGIN_CACHE_DIRECTORY: directory });
  });
  afterEach(() => rmSync(directory, { recursive: true }));
  const open = () =>
    new CacheSharing({ rules: CONSOLE, isOn: () => true, files: loginCacheFiles(cache), log });
  const session = (number = 1): SignedInConsole => ({
    ...ALICE,
    ...tokens(number, dpopKey),
    revision: number,
  });

  it('of a session without a refresh token do not come back as one that can be renewed', async () => {
    await open().write({ ...session(), refreshToken: undefined });
    const found = await open().newer(ALICE, undefined);
    assert.notEqual(found?.refreshToken, '');
  });

  it('keep the members that others have added', async () => {
    const file = path.join(directory, `${createHash('sha256').update(ALICE.arn).digest('hex')}.json`);
    await open().write(session(1));
    const content = JSON.parse(readFileSync(file, 'utf8')) as object;
    writeFileSync(file, JSON.stringify({ ...content, newInCli3: 'x' }));
    const here = open();
    here.retire('session 1');
    await here.write(session(2));
    const after = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    assert.equal(after['newInCli3'], 'x');
  });
});
