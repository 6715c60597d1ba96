import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { WINDOW_KEY, WindowKey } from '../../src/sessions/windows/WindowKey.ts';
import { Windows } from '../../src/sessions/windows/Windows.ts';
import { memoryLog } from '../unit/support/memoryLog.ts';
import { MemorySecrets } from '../unit/support/MemorySecrets.ts';
import { windowKeyDocument } from '../unit/support/windowKeyDocument.ts';
import { exchanged } from './exchanged.ts';
import type { Target } from './Target.ts';

const NONCE = Buffer.alloc(32, 7).toString('base64');

/** The socket on which a window listens for others. What strangers send isn't sealed by the key. */
export async function windowsTarget(): Promise<Target> {
  const folder = mkdtempSync(path.join(tmpdir(), 'fuzz-'));
  let heard = 0;
  const open = () =>
    new Windows({
      directory: folder,
      key: new WindowKey(new MemorySecrets(new Map([[WINDOW_KEY, windowKeyDocument('fuzz')]])), memoryLog()),
      answer: () => Promise.resolve({ heard: ++heard }),
      log: memoryLog(),
    });
  const [window, other] = [open(), open()];
  await window.listen();
  const [file = ''] = readdirSync(folder).filter((name) => !name.includes('.'));
  const address = readFileSync(path.join(folder, file), 'utf8');
  await other.listen();
  return {
    name: 'windows',
    samples: [
      Buffer.from(`${NONCE}\n`),
      Buffer.from(`${NONCE}\n${Buffer.alloc(21, 1).toString('base64')}\n`),
      Buffer.from(`${NONCE}\n${NONCE}\n{"kind":"records","records":[]}\n`),
    ],
    async feed(bytes) {
      await exchanged({ path: address }, bytes);
      assert.equal(heard, 0, 'It has listened to a stranger');
    },
    async check() {
      assert.deepEqual(await other.ask({}), [{ heard: 1 }]);
      heard = 0;
    },
    close() {
      window.dispose();
      other.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
