import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { assertNoSecretOnDisk } from '../../e2e/assertNoSecretOnDisk.ts';
import type { Stage } from '../../e2e/Stage.ts';

const SECRET = 'aorSecret/of+forty.characters==with_more9';

describe('The search for secrets in what an editor has written', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(path.join(tmpdir(), 'leak-'));
    mkdirSync(path.join(dataDir, 'User/workspaceStorage/1'), { recursive: true });
  });
  afterEach(() => rmSync(dataDir, { recursive: true }));

  const search = (content: string): Promise<void> => {
    writeFileSync(path.join(dataDir, 'User/workspaceStorage/1/state.vscdb'), `SQLite\0${content}\0`);
    return assertNoSecretOnDisk({
      identityCenter: { issuedSecrets: [SECRET] },
      server: { dataDir, home: path.join(dataDir, 'home') },
    } as unknown as Stage);
  };

  for (const [what, leaked] of [
    ['as it is', SECRET],
    ['percent-encoded', encodeURIComponent(SECRET)],
    ['in base64', Buffer.from(SECRET).toString('base64')],
    ['cut at its end', SECRET.slice(0, 25)],
    ['cut at its beginning', SECRET.slice(15)],
  ] as const) {
    it(`finds one ${what}, however deep`, () =>
      assert.rejects(search(`"${leaked}"`), /state\.vscdb holds a secret\.$/));
  }

  it('finds none where there is none', () => search('aorSecret'));
});
