import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ID } from '../../crashes/operations.ts';
import { Place } from '../../crashes/Place.ts';
import { type IdentityCenter, startIdentityCenter } from '../../identity-center/server.ts';
import { memoryLog } from '../support/memoryLog.ts';

/** What may have become of a stored value; undefined where it is gone. */
const DAMAGES: Readonly<Record<string, (value: string) => string | undefined>> = {
  garbage: () => '\u0000\uFFFDgarbage{{',
  'of a future version': (value) => value.replace('"version":1', '"version":2'),
  'cut in half': (value) => value.slice(0, value.length / 2),
  empty: () => '',
  'of another type': () => '{"version":1,"content":[{"a":1}]}',
  gone: () => undefined,
};

describe('A secret store in which a value is', () => {
  let center: IdentityCenter;
  let folder: string;
  let places: Place[] = [];
  before(async () => (center = await startIdentityCenter({ interval: 0.02 })));
  after(() => center.stop());
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'secrets-'))));
  afterEach(() => {
    places.forEach(({ sessions }) => sessions.dispose());
    places = [];
    rmSync(folder, { recursive: true });
  });

  function open(log = memoryLog()): Place {
    const place = new Place(folder, center.url, (code) => center.approve(code), log);
    places.push(place);
    return place;
  }

  for (const [what, damage] of Object.entries(DAMAGES)) {
    it(`${what} is used but for that, whichever it is; the next sign-in works, and no value is quoted`, async () => {
      const first = open();
      await first.signIn();
      // The AWS CLI's files hold the session, too.
      rmSync(first.cacheDirectory, { recursive: true });
      const directory = path.join(folder, 'secrets');
      const values = new Map(
        readdirSync(directory).map((name) => [name, readFileSync(path.join(directory, name), 'utf8')]),
      );
      assert.ok(values.size >= 3, [...values.keys()].join());
      for (const [name, value] of values) {
        values.forEach((stored, other) => writeFileSync(path.join(directory, other), stored));
        const damaged = damage(value);
        if (damaged === undefined) {
          rmSync(path.join(directory, name));
        } else {
          writeFileSync(path.join(directory, name), damaged);
        }
        const log = memoryLog();
        const next = open(log);
        await next.sessions.load();
        const isOfSession = name.includes(ID);
        assert.equal(next.sessions.find(ID) === undefined, isOfSession, name);
        if (!isOfSession) {
          next.directory.clear();
          assert.ok((await next.directory.accounts(ID)).length > 0);
        } else if (damaged !== undefined) {
          assert.match(log.lines.join('\n'), /stored value “.+” cannot be read/);
        }
        await next.signIn();
        next.directory.clear();
        assert.ok((await next.directory.accounts(ID)).length > 0, name);
        assert.ok(!center.issuedSecrets.some((secret) => log.lines.join('\n').includes(secret)));
        rmSync(next.cacheDirectory, { recursive: true });
      }
    });
  }
});
