import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { packageConsumer, packageExtension } from '../../scripts/packageExtensions.ts';
import type { EditorWindow } from '../editor/EditorWindow.ts';
import { placeExtensions } from '../editor/placeExtensions.ts';
import { CODE, SIGN_IN } from './person.ts';
import { pictureOfFailure } from './pictureOfFailure.ts';
import { Stage } from './Stage.ts';

/** Where an editor says which extensions it has. The places of the files and the moment differ from one to the next. */
async function listed(extensionsDir: string): Promise<unknown> {
  const text = await readFile(path.join(extensionsDir, 'extensions.json'), 'utf8');
  return JSON.parse(text, (key, value: unknown) =>
    key === 'location' || key === 'installedTimestamp' ? undefined : value,
  );
}

const files = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true })).sort();

describe('The package', () => {
  let stage: Stage;
  let window: EditorWindow;
  before(async () => {
    stage = await Stage.start({ installs: true });
    window = await stage.open();
  });
  afterEach(async function () {
    await pictureOfFailure(this.currentTest, window);
  });
  after(async () => {
    await window.close();
    await stage.stop();
  });

  it('is installed by the command line of the editor, and has its commands', async () => {
    await window.runCommand(SIGN_IN);
    await window.notification(CODE);
  });

  it('is the same when it is put where all other tests have it', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'placed-'));
    try {
      const placed = path.join(folder, 'extensions');
      await placeExtensions([packageExtension(), packageConsumer('consumer')], placed);
      const installed = path.join(stage.server.dataDir, 'extensions');
      assert.deepEqual(await listed(placed), await listed(installed));
      assert.deepEqual(await files(placed), await files(installed));
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
