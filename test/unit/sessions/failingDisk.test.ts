import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { addOneProfile, CONFIG, ID } from '../../crashes/operations.ts';
import { Place } from '../../crashes/Place.ts';
import { type IdentityCenter, startIdentityCenter } from '../../identity-center/server.ts';
import { type DiskFault, failDisk } from '../support/failingDisk.ts';
import { memoryLog } from '../support/memoryLog.ts';

const FAULTS: Readonly<Record<DiskFault, string>> = { ENOSPC: 'is full', EROFS: 'is read-only' };

for (const [fault, name] of Object.entries(FAULTS) as [DiskFault, string][]) {
  describe(`A disk that ${name}`, () => {
    let center: IdentityCenter;
    let folder: string;
    let end: () => void;
    let places: Place[] = [];
    before(async () => (center = await startIdentityCenter({ interval: 0.02 })));
    after(() => center.stop());
    beforeEach(() => {
      folder = mkdtempSync(path.join(tmpdir(), 'disk-'));
      end = () => undefined;
    });
    afterEach(() => {
      end();
      places.forEach(({ sessions }) => sessions.dispose());
      places = [];
      rmSync(folder, { recursive: true });
    });

    const fail = (...parts: string[]): void => void (end = failDisk(path.join(folder, ...parts), fault));
    function open(log = memoryLog()): Place {
      const place = new Place(folder, center.url, (code) => center.approve(code), log);
      places.push(place);
      return place;
    }
    async function works({ sessions, directory }: Place): Promise<void> {
      directory.clear();
      assert.ok(sessions.find(ID));
      assert.ok((await directory.accounts(ID)).length > 0);
    }

    for (const [what, parts, said] of [
      ['the locks', ['storage', 'locks'], /windows of this editor cannot wait for one another/],
      [
        'what was written for the AWS CLI',
        ['storage', 'written'],
        /AWS CLI’s files of corp .* could not be written/,
      ],
      ['the caches of the AWS CLI', ['home'], /AWS CLI’s files of corp .* could not be written/],
    ] as const) {
      it(`under ${what} keeps nobody from signing in, renewing and signing out, and the log says so`, async () => {
        const log = memoryLog();
        mkdirSync(path.join(folder, ...parts), { recursive: true });
        fail(...parts);
        const place = open(log);
        await place.signIn();
        await works(place);
        const { accessToken } = await place.sessions.renew(ID, place.sessions.find(ID)?.accessToken ?? '');
        await works(place);
        assert.match(log.lines.join('\n'), said);
        end();
        const next = open();
        await next.sessions.load();
        assert.equal(next.sessions.find(ID)?.accessToken, accessToken);
        await works(next);
        fail(...parts);
        await next.sessions.signOut(ID);
        end();
        const last = open();
        await last.sessions.load();
        assert.deepEqual(last.sessions.stored(), []);
        assert.doesNotMatch(last.secrets.text(), /accessToken/);
      });
    }

    it('under the secrets stores no half of a session, which a sign-in says', async () => {
      const place = open();
      fail('secrets');
      await assert.rejects(place.signIn(), { code: 'Service', message: /couldn’t store the session/ });
      assert.deepEqual(place.sessions.stored(), []);
      end();
      await open().sessions.load();
      await place.signIn();
      await works(place);
    });

    it('under the AWS config file leaves that as it was, and nothing beside it, and says so', async () => {
      const place = open();
      mkdirSync(path.dirname(place.configFile), { recursive: true });
      writeFileSync(place.configFile, CONFIG);
      fail('home');
      const sentence =
        fault === 'ENOSPC' ? /: the disk is full\. Free some space/ : /Check that you can write it/;
      await assert.rejects(addOneProfile(place), { code: 'Service', message: sentence });
      end();
      assert.equal(readFileSync(place.configFile, 'utf8'), CONFIG);
      assert.deepEqual(readdirSync(path.dirname(place.configFile)), ['config']);
      await addOneProfile(place);
      assert.match(readFileSync(place.configFile, 'utf8'), /\[profile dev\]/);
    });
  });
}
