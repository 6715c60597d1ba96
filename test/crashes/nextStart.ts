import assert from 'node:assert/strict';
import { readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { messageOf } from '../../src/base/errors.ts';
import { memoryLog } from '../unit/support/memoryLog.ts';
import { addOneProfile, CONFIG, ID, type OperationName } from './operations.ts';
import { Place } from './Place.ts';

/** What is found after a crash. */
export type Finding =
  | 'signed in'
  | 'not signed in'
  | 'signed in until the token ends, then told why'
  | 'signed out'
  | 'as it was'
  | 'with the profile';

/** Longer ago than a writer that is killed is taken for one that writes still. */
const AGE_S = 120;

/** Starts the next window over what one that was killed has left. @throws where anything stored is lost, or does not work. */
export async function nextStart(
  operation: OperationName,
  folder: string,
  url: string,
  approve: (userCode: string) => void,
): Promise<Finding> {
  const log = memoryLog();
  const place = new Place(folder, url, approve, log);
  try {
    await place.sessions.load();
    const finding = await CHECKS[operation](place);
    assert.ok(!log.lines.some((line) => line.includes('cannot be read')), log.lines.join('\n'));
    return finding;
  } finally {
    place.sessions.dispose();
  }
}

const CHECKS: Readonly<Record<OperationName, (place: Place) => Promise<Finding>>> = {
  async 'sign-in'(place) {
    const isSignedIn = place.sessions.find(ID) !== undefined;
    if (isSignedIn) {
      await expectWorks(place);
    }
    await expectSignsIn(place);
    return isSignedIn ? 'signed in' : 'not signed in';
  },
  async 'sign-in, while signed in'(place) {
    assert.ok(place.sessions.find(ID), 'the session is lost');
    await expectWorks(place);
    await expectSignsIn(place);
    return 'signed in';
  },
  async renewal(place) {
    const { sessions } = place;
    const session = sessions.find(ID);
    assert.ok(session, 'the session is lost');
    await expectWorks(place);
    const renewed = await sessions.renew(ID, session.accessToken);
    await expectWorks(place);
    const isRenewed = renewed.accessToken !== session.accessToken;
    if (isRenewed) {
      assert.ok(renewed.refreshToken);
      return 'signed in';
    }
    assert.equal(renewed.refreshToken, undefined);
    const told = await sessions.renewal.replaceRejected(ID, renewed.accessToken).then(() => '', messageOf);
    assert.match(told, /Its last renewal didn’t complete\. Sign in again\./);
    await expectSignsIn(place);
    return 'signed in until the token ends, then told why';
  },
  async 'sign-out'(place) {
    if (place.sessions.find(ID)) {
      await expectWorks(place);
      return 'signed in';
    }
    assert.doesNotMatch(place.secrets.text(), /accessToken|refreshToken/);
    assert.deepEqual(tokenFiles(place), []);
    assert.deepEqual(place.sessions.endedUntold(), []);
    await expectSignsIn(place);
    return 'signed out';
  },
  async 'edit of the AWS config file'(place) {
    const text = readFileSync(place.configFile, 'utf8');
    const isDone = text !== CONFIG;
    if (isDone) {
      assert.ok(
        text.startsWith(CONFIG) && text.endsWith('sso_registration_scopes = sso:account:access\r\n'),
        text,
      );
    }
    // What the one that was killed has left beside it is removed once nobody can be writing it.
    for (const name of leftovers(place)) {
      const old = Date.now() / 1000 - AGE_S;
      utimesSync(path.join(path.dirname(place.configFile), name), old, old);
    }
    writeFileSync(place.configFile, text.replace('# Mine', '# Mine, still'));
    await addOneProfile(place);
    if (!isDone) {
      assert.deepEqual(leftovers(place), []);
    }
    assert.match(readFileSync(place.configFile, 'utf8'), /^# Mine, still\.\r\n[^]*\[profile dev\]/);
    return isDone ? 'with the profile' : 'as it was';
  },
};

/** The token that is stored is one that AWS takes. */
async function expectWorks({ directory }: Place): Promise<void> {
  directory.clear();
  assert.ok((await directory.accounts(ID)).length > 0);
}

/** Nothing that was left, such as a lock, stands in the way of the next sign-in. */
async function expectSignsIn(place: Place): Promise<void> {
  const started = performance.now();
  await place.signIn();
  assert.ok(performance.now() - started < 5_000, 'the next sign-in has waited');
  await expectWorks(place);
}

function tokenFiles({ cacheDirectory }: Place): string[] {
  try {
    return readdirSync(cacheDirectory);
  } catch {
    return [];
  }
}

const leftovers = ({ configFile }: Place): string[] =>
  readdirSync(path.dirname(configFile)).filter((name) => name.endsWith('.tmp'));
