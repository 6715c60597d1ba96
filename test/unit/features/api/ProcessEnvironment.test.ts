import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { AwsSsoApi, EnvironmentVariables } from '../../../../api/src/index.ts';
import { AwsSsoError } from '../../../../src/base/errors.ts';
import { sessionId } from '../../../../src/sessions/kinds/identityCenter.ts';
import { useFakeClock } from '../../support/fakeClock.ts';
import { CORP, LAB } from '../../support/openSessions.ts';
import { settled } from '../../support/settled.ts';
import { withoutFreePorts } from '../../support/withoutFreePorts.ts';
import { apiHarness, type GetSession } from './apiHarness.ts';

const ROLE = { accountId: '111122223333', roleName: 'ReadOnly' };
const HOUR_MS = 3_600_000;
const URI = 'AWS_CONTAINER_CREDENTIALS_FULL_URI';
const TOKEN = 'AWS_CONTAINER_AUTHORIZATION_TOKEN';
const OLD_KEYS = { AWS_ACCESS_KEY_ID: 'old', AWS_SECRET_ACCESS_KEY: 'old', AWS_PROFILE: 'dev' };

describe('The environment of child processes', () => {
  const clock = useFakeClock();
  let home: string;
  let harness: ReturnType<typeof apiHarness>;
  let aws: AwsSsoApi;
  beforeEach(() => {
    home = mkdtempSync(path.join(tmpdir(), 'home-'));
    mkdirSync(path.join(home, '.aws'));
    return begin();
  });
  afterEach(() => {
    harness.sessions.dispose();
    harness.processes.dispose();
    rmSync(home, { recursive: true });
  });

  async function begin(env: Readonly<Record<string, string>> = {}): Promise<void> {
    harness = apiHarness(clock(), [CORP, LAB], { HOME: home, ...env });
    await harness.signInTo(CORP);
    aws = harness.apiFor(harness.editor);
  }

  /** As a child process that inherits everything. */
  async function ask(given: EnvironmentVariables): Promise<{ status: number; key: string; text: string }> {
    const headers = { Authorization: given[TOKEN] ?? '' };
    const response = await fetch(given[URI] ?? '', { headers });
    const text = await response.text();
    return { status: response.status, key: /"AccessKeyId":"(\w+)"/.exec(text)?.[1] ?? '', text };
  }

  const config = (text: string): void => writeFileSync(path.join(home, '.aws/config'), text);
  /** Those that are set, without what opens the address. */
  const set = (given: EnvironmentVariables): Record<string, unknown> =>
    Object.fromEntries(Object.entries(given).filter(([name, value]) => value !== null && name !== TOKEN));
  /** Past the time for which credentials are handed out. */
  const untilRenewal = (): void => clock().setSystemTime(Date.now() + HOUR_MS - 60_000);

  describe('with live credentials', () => {
    it('is an address and a token, and nothing that would win over them', async () => {
      await begin(OLD_KEYS);
      const given = await aws.getEnvironment(ROLE);
      assert.match(
        given[URI] ?? '',
        /^http:\/\/127\.0\.0\.1:\d+\/process\/[\w-]{12}\/111122223333\/ReadOnly$/,
      );
      assert.deepEqual(Object.keys(set(given)), [URI]);
      for (const name of [
        ...Object.keys(OLD_KEYS),
        'AWS_SESSION_TOKEN',
        'AWS_DEFAULT_PROFILE',
        'AWS_ROLE_ARN',
      ]) {
        assert.equal(given[name], null, name);
      }
      assert.ok(Object.isFrozen(given));
      assert.equal((await ask(given)).key, 'ASIA1');
      assert.ok(harness.processLog.lines.every((line) => !line.includes(given[TOKEN] ?? '')));
    });

    it('asks for consent as getRoleCredentials does, and gives nothing without it', async () => {
      const refused: GetSession = () => Promise.reject(new Error('User did not consent to login.'));
      await assert.rejects(harness.apiFor(refused).getEnvironment(ROLE), { code: 'ConsentDenied' });
      const silent = await harness
        .apiFor(() => Promise.resolve(undefined))
        .getEnvironment({ ...ROLE, silent: true });
      assert.equal(silent, undefined);
      await aws.getEnvironment({ ...ROLE, session: 'corp' });
      assert.deepEqual(
        harness.asked.map(({ providerId, scopes, how }) => [providerId, how, ...scopes]),
        [['aws-sso-role', 'asks', 'account:111122223333', 'role:ReadOnly', 'session:corp']],
      );
    });

    it('goes on past the expiry, with the consent asked about in silence for new credentials', async () => {
      const given = await aws.getEnvironment(ROLE);
      assert.equal((await ask(given)).key, 'ASIA1');
      assert.equal((await ask(given)).key, 'ASIA1');
      const before = harness.asked.length;
      untilRenewal();
      assert.equal((await ask(given)).key, 'ASIA2');
      assert.ok(harness.asked.length > before);
      assert.deepEqual(new Set(harness.asked.slice(1).map(({ how }) => how)), new Set(['silent']));
    });

    it('ends at the next renewal once the consent is taken back', async () => {
      let isAllowed = true;
      const caller: GetSession = (...asked) =>
        isAllowed ? harness.editor(...asked) : Promise.resolve(undefined);
      const given = await harness.apiFor(caller).getEnvironment(ROLE);
      assert.equal((await ask(given)).status, 200);
      isAllowed = false;
      assert.equal((await ask(given)).status, 200);
      untilRenewal();
      const { status, text } = await ask(given);
      assert.equal(status, 403);
      assert.match(text, /"Message":"This program’s access has expired\. Start it again\."/);
      assert.doesNotMatch(text, /ASIA|secret/);
    });

    it('ends with the session, for good', async () => {
      const given = await aws.getEnvironment(ROLE);
      await harness.sessions.signOut(sessionId(CORP));
      assert.equal((await ask(given)).status, 404);
      await harness.signInTo(CORP);
      assert.equal((await ask(given)).status, 404);
      const again = await aws.getEnvironment(ROLE);
      assert.notEqual(again[TOKEN], given[TOKEN]);
      assert.equal((await ask(again)).status, 200);
    });

    it('ends when somebody signs in to the session again', async () => {
      const given = await aws.getEnvironment(ROLE);
      clock().setSystemTime(Date.now() + 10_000);
      await harness.signInTo(CORP);
      assert.equal((await ask(given)).status, 404);
    });

    it('gives nothing once the session has ended, not even while it was being asked about', async () => {
      let nowAsked: () => void = () => undefined;
      let goOn: () => void = () => undefined;
      const asked = new Promise<void>((resolve) => (nowAsked = resolve));
      const isOver = new Promise<void>((resolve) => (goOn = resolve));
      let isSlow = false;
      const caller: GetSession = async (...wanted) => {
        if (isSlow) {
          nowAsked();
          await isOver;
        }
        return harness.editor(...wanted);
      };
      const given = await harness.apiFor(caller).getEnvironment(ROLE);
      isSlow = true;
      untilRenewal();
      const answer = ask(given);
      await asked;
      await harness.sessions.signOut(sessionId(CORP));
      await harness.signInTo(CORP);
      goOn();
      const { status, text } = await answer;
      assert.equal(status, 404);
      assert.doesNotMatch(text, /ASIA/);
    });

    it('ends with the window, which listens no more', async () => {
      const given = await aws.getEnvironment(ROLE);
      harness.processes.dispose();
      await assert.rejects(ask(given));
      assert.equal((await aws.getEnvironment(ROLE))[URI], null);
    });

    it('is one token for all calls of a caller for a role, and another for each caller and role', async () => {
      const calls = await Promise.all(Array.from({ length: 1_000 }, () => aws.getEnvironment(ROLE)));
      const other = harness.apiFor(harness.editor);
      const others = [
        await other.getEnvironment(ROLE),
        await aws.getEnvironment({ ...ROLE, roleName: 'Admin' }),
      ];
      assert.equal(new Set(calls.map((one) => one[TOKEN])).size, 1);
      assert.equal(new Set([...calls, ...others].map((one) => one[TOKEN])).size, 3);
      const [mine, admin] = [calls[0]!, others[1]!];
      assert.match((await ask(mine)).text, /ASIA/);
      assert.equal((await ask({ ...mine, [TOKEN]: admin[TOKEN]! })).status, 401);
    });

    it('serves two roles at once, each to the program that was given it', async () => {
      const other = harness.apiFor(harness.editor);
      const [one, two] = await Promise.all([
        aws.getEnvironment(ROLE),
        other.getEnvironment({ ...ROLE, roleName: 'Admin' }),
      ]);
      const keys = [(await ask(one)).key, (await ask(two)).key, (await ask(one)).key];
      assert.equal(keys[0], keys[2]);
      assert.notEqual(keys[0], keys[1]);
    });

    it('stays with the session that it came from when another is signed in', async () => {
      const given = await aws.getEnvironment(ROLE);
      await harness.signInTo(LAB);
      untilRenewal();
      assert.equal((await ask(given)).status, 200);
      assert.match(harness.asked.at(-1)?.account ?? '', /corp/);
    });

    it('hands out what is good still while AWS cannot be reached, and says then that it may pass', async () => {
      const given = await aws.getEnvironment(ROLE);
      harness.portal.getRoleCredentials = () => Promise.reject(new AwsSsoError('Network', 'No.'));
      untilRenewal();
      assert.equal((await ask(given)).key, 'ASIA1');
      clock().setSystemTime(Date.now() + HOUR_MS);
      assert.equal((await ask(given)).status, 503);
    });

    it('hands out what is good still while the editor keeps a question waiting', async () => {
      let isBusy = false;
      const caller: GetSession = (...asked) =>
        isBusy ? new Promise(() => undefined) : harness.editor(...asked);
      const given = await harness.apiFor(caller).getEnvironment(ROLE);
      isBusy = true;
      untilRenewal();
      assert.equal((await settled(clock(), ask(given))).key, 'ASIA1');
    });
  });

  describe('and profiles', () => {
    it('uses the empty profile where the default one has credentials', async () => {
      config('[default]\naws_access_key_id = x\nregion = eu-west-1\n[profile aws-sso-terminals]\n');
      const { [URI]: uri, ...given } = set(await aws.getEnvironment(ROLE));
      const region = { AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'eu-west-1' };
      assert.deepEqual(given, { AWS_PROFILE: 'aws-sso-terminals', ...region });
      assert.ok(uri);
    });

    it('holds credentials that expire where none takes the place of the default one', async () => {
      await begin(OLD_KEYS);
      config('[default]\ncredential_process = x\n');
      const given = await aws.getEnvironment(ROLE);
      assert.deepEqual(Object.keys(set(given)), [
        'AWS_ACCESS_KEY_ID',
        'AWS_SECRET_ACCESS_KEY',
        'AWS_SESSION_TOKEN',
        'AWS_CREDENTIAL_EXPIRATION',
      ]);
      assert.deepEqual([given['AWS_ACCESS_KEY_ID'], given['AWS_PROFILE'], given[URI]], ['ASIA1', null, null]);
    });

    it('holds credentials that expire where this window may not listen', async () => {
      let given: EnvironmentVariables = {};
      await withoutFreePorts(async () => void (given = await aws.getEnvironment(ROLE)));
      assert.equal(given['AWS_ACCESS_KEY_ID'], 'ASIA1');
      assert.match(given['AWS_CREDENTIAL_EXPIRATION'] ?? '', /^2026-01-01T0\d:\d\d:\d\dZ$/);
    });
  });

  describe('and its region', () => {
    const regionOf = async (options = {}): Promise<unknown> => {
      const { AWS_REGION, AWS_DEFAULT_REGION } = await aws.getEnvironment({ ...ROLE, ...options });
      assert.equal(AWS_REGION, AWS_DEFAULT_REGION);
      return AWS_REGION;
    };

    it('is the one that the caller names, else that of terminals, without a question', async () => {
      assert.equal(await regionOf(), undefined);
      harness.regions['default'] = 'eu-north-1';
      assert.equal(await regionOf(), 'eu-north-1');
      config('[default]\nregion = us-east-2\n[profile dev]\nregion = us-west-2\n');
      assert.equal(await regionOf(), 'us-east-2');
      await begin({ AWS_PROFILE: 'dev' });
      assert.equal(await regionOf(), 'us-west-2', 'that of a profile, which is unset');
      harness.regions[ROLE.accountId] = 'eu-central-1';
      assert.equal(await regionOf(), 'eu-central-1');
      assert.equal(await regionOf({ region: 'ap-south-1' }), 'ap-south-1');
      assert.equal(harness.asked.length, 1);
    });

    for (const region of ['', 'Frankfurt', 7, null]) {
      it(`is refused as ${JSON.stringify(region)}, before anybody is asked`, async () => {
        await assert.rejects(aws.getEnvironment({ ...ROLE, region: region as string }), {
          code: 'InvalidRequest',
        });
        assert.deepEqual(harness.asked, []);
      });
    }
  });
});
