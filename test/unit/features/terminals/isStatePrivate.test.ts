import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isStatePrivate } from '../../../../src/features/terminals/isStatePrivate.ts';

describe('isStatePrivate', () => {
  let user: string;
  let storage: string;
  beforeEach(() => {
    user = mkdtempSync(path.join(tmpdir(), 'User-'));
    storage = path.join(user, 'globalStorage', 'extension');
    mkdirSync(storage, { recursive: true });
  });
  afterEach(() => rmSync(user, { recursive: true }));

  it('is true where the folder of the editor is closed to others', () => {
    chmodSync(path.join(user, 'globalStorage'), 0o755);
    chmodSync(storage, 0o755);
    assert.equal(isStatePrivate(storage), true);
  });

  it('is not where only the storage of this extension is, which the editor keeps no state in', () => {
    chmodSync(user, 0o755);
    chmodSync(path.join(user, 'globalStorage'), 0o755);
    chmodSync(storage, 0o700);
    assert.equal(isStatePrivate(storage), false);
  });
});
