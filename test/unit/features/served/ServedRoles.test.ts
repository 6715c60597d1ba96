import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ServedRoles } from '../../../../src/features/served/ServedRoles.ts';
import { WindowKey } from '../../../../src/sessions/windows/WindowKey.ts';
import { waitFor } from '../../../editor/waitFor.ts';
import { memoryLog } from '../../support/memoryLog.ts';
import { MemorySecrets } from '../../support/MemorySecrets.ts';
import { MemoryLock } from '../../support/memoryWindows.ts';
import { ADMIN } from '../../support/servedWindow.ts';

const READ = { ...ADMIN, roleName: 'ReadOnly', profile: 'read' };

describe('ServedRoles', () => {
  let directory: string;
  let file: string;
  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'served-'));
    file = path.join(directory, 'roles.json');
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  function open(secrets = new MemorySecrets(), tellOthers = (revision: number) => Promise.resolve(revision)) {
    const log = memoryLog();
    const key = new WindowKey(secrets, log);
    return {
      secrets,
      log,
      roles: new ServedRoles({ directory, secrets, key, lock: new MemoryLock(), tellOthers, log }),
    };
  }

  it('are what was added and not removed, in every window', async () => {
    const { roles, secrets } = open();
    assert.deepEqual(await roles.all(), []);
    await roles.add([ADMIN, READ]);
    const { roles: others } = open(secrets);
    assert.deepEqual(await others.all(), [ADMIN, READ]);
    await roles.remove([ADMIN]);
    assert.deepEqual(await others.all(), [READ]);
  });

  it('have one entry for a profile', async () => {
    const { roles } = open();
    await roles.add([ADMIN]);
    await roles.add([{ ...ADMIN, roleName: 'ReadOnly' }]);
    assert.deepEqual(
      (await roles.all()).map(({ roleName }) => roleName),
      ['ReadOnly'],
    );
  });

  it('take nothing from a program that writes files', async () => {
    const { roles, log } = open();
    await roles.add([READ]);
    const written = readFileSync(file, 'utf8');
    const { content } = JSON.parse(written) as { content: string };
    const forged = [
      written.replace('ReadOnly', 'Admin'),
      JSON.stringify({ version: 1, content, seal: '' }),
      JSON.stringify({ version: 1, content }),
      'null',
      '{',
      '',
    ];
    for (const text of forged) {
      writeFileSync(file, text);
      assert.deepEqual(await roles.all(), [], text);
    }
    assert.match(log.lines.at(-1) ?? '', /isn’t the one that VS Code wrote last/);
    writeFileSync(file, written);
    assert.deepEqual(await roles.all(), [READ]);
  });

  it('take no older list, not even after a restart', async () => {
    const { roles, secrets } = open();
    await roles.add([ADMIN, READ]);
    const older = readFileSync(file, 'utf8');
    await roles.remove([ADMIN]);
    writeFileSync(file, older);
    assert.deepEqual(await roles.all(), []);
    assert.deepEqual(await open(secrets).roles.all(), []);
  });

  it('take no older list in a window that nobody told of the newer one', async () => {
    const { roles, secrets } = open();
    await roles.add([ADMIN]);
    const older = readFileSync(file, 'utf8');
    const { roles: others } = open(secrets);
    await others.remove([ADMIN]);
    writeFileSync(file, older);
    assert.deepEqual(await roles.all(), []);
  });

  it('take no list of which another window knows a newer one', async () => {
    const { roles } = open();
    await roles.add([ADMIN]);
    assert.equal(roles.heard(0), 1);
    roles.heard(2);
    assert.deepEqual(await roles.all(), []);
    await roles.add([READ]);
    assert.deepEqual(await roles.all(), [READ]);
  });

  it('have a revision above that of all other windows', async () => {
    const told: number[] = [];
    const { roles } = open(new MemorySecrets(), (revision) => (told.push(revision), Promise.resolve(7)));
    await roles.add([ADMIN]);
    assert.deepEqual(told, [0, 8]);
  });

  it('take what is sealed by the key that is stored, where another window made it at the same time', async () => {
    const { roles, secrets } = open();
    await roles.add([ADMIN]);
    const stale = open(new MemorySecrets());
    await stale.roles.all();
    stale.secrets.values.set('windowKey', secrets.values.get('windowKey') ?? '');
    await waitFor('the other key', async () => (await stale.roles.all()).length === 1);
  });

  it('are not changed where there is no secret store to seal them with', async () => {
    const secrets = new MemorySecrets();
    secrets.get = () => Promise.reject(new Error('locked'));
    await assert.rejects(open(secrets).roles.add([ADMIN]), {
      code: 'Service',
      message: /Unlock your keyring/,
    });
  });
});
