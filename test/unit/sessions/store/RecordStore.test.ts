import assert from 'node:assert/strict';
import { endedRecord } from '../../../../src/sessions/engine/SessionKind.ts';
import { IDENTITY_CENTER } from '../../../../src/sessions/kinds/identityCenterRules.ts';
import { RecordStore } from '../../../../src/sessions/store/RecordStore.ts';
import { sessionId, type SignedInSession } from '../../../../src/sessions/kinds/identityCenter.ts';
import { memoryLog } from '../../support/memoryLog.ts';
import { MemorySecrets } from '../../support/MemorySecrets.ts';

function session(name: string, members: Partial<SignedInSession> = {}): SignedInSession {
  return {
    name,
    startUrl: 'https://d-1234567890.awsapps.com/start',
    region: 'us-east-1',
    registrationScopes: ['sso:account:access'],
    revision: 1,
    accessToken: `access of ${name}`,
    receivedAt: 4_102_441_200_000,
    expiresAt: 4_102_444_800_000,
    refreshToken: `refresh of ${name}`,
    clientId: 'client',
    clientSecret: 'client secret',
    registrationExpiresAt: 4_102_444_800_000,
    ...members,
  };
}

describe('RecordStore', () => {
  function open(secrets = new MemorySecrets()) {
    const log = memoryLog();
    return { secrets, log, store: new RecordStore(secrets, IDENTITY_CENTER, log) };
  }

  /** The key of a session's document. */
  function keyOf(secrets: MemorySecrets, name: string): string {
    return (
      [...secrets.values].find(([key, value]) => key !== 'sessions' && value.includes(`"${name}"`))?.[0] ?? ''
    );
  }

  it('gives back several sessions, to another window too', async () => {
    const { secrets, store } = open();
    await store.save(session('corp'));
    await store.save(session('lab'));
    const { store: other } = open(secrets);
    assert.deepEqual(await other.load([]), [session('corp'), session('lab')]);
  });

  it('replaces a session that is saved again', async () => {
    const { store } = open();
    await store.save(session('corp'));
    await store.save(session('corp', { revision: 2, accessToken: 'newer' }));
    assert.deepEqual(await store.load([]), [session('corp', { revision: 2, accessToken: 'newer' })]);
  });

  it('leaves no secret of an ended session behind, but why it ended, and the others alone', async () => {
    const { secrets, store } = open();
    await store.save(session('corp'));
    await store.save(session('lab'));
    const ended = endedRecord(IDENTITY_CENTER, session('corp'), 'revoked');
    await store.save(ended);
    assert.deepEqual(await store.load([]), [ended, session('lab')]);
    assert.doesNotMatch([...secrets.values.values()].join(), /of corp/);
  });

  it('never replaces a record by an older one', async () => {
    const { store } = open();
    await store.save(session('corp', { revision: 7 }));
    await store.save(session('corp', { revision: 6, accessToken: 'older' }));
    assert.deepEqual(await store.load([]), [session('corp', { revision: 7 })]);
  });

  it('saves one after the other, so that the newest is the last however slow the storage is', async () => {
    const { secrets, store } = open();
    await store.save(session('corp', { revision: 0 }));
    const write = secrets.store.bind(secrets);
    let writes = 0;
    secrets.store = async (key, value) => {
      if (++writes === 1) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      return write(key, value);
    };
    await Promise.all([
      store.save(session('corp', { revision: 1, accessToken: 'older' })),
      store.save(session('corp', { revision: 2, accessToken: 'newer' })),
    ]);
    assert.deepEqual(await store.load([]), [session('corp', { revision: 2, accessToken: 'newer' })]);
  });

  it('adds to the index again what another window has written over', async () => {
    const { secrets, store } = open();
    const write = secrets.store.bind(secrets);
    let isOverwritten = false;
    secrets.store = async (key, value) => {
      await write(key, value);
      if (key === 'sessions' && !isOverwritten) {
        isOverwritten = true;
        await write(key, JSON.stringify({ version: 1, content: [sessionId(session('lab'))] }));
      }
    };
    await store.save(session('lab'));
    await store.save(session('corp'));
    assert.deepEqual(await store.load([]), [session('lab'), session('corp')]);
  });

  it('reads what the first version of this extension has stored', async () => {
    const { secrets, store } = open();
    await store.save(session('corp'));
    const key = keyOf(secrets, 'corp');
    const value = secrets.values.get(key) ?? '';
    secrets.values.set(key, value.replace('"revision":1,', '').replace(/"receivedAt":\d+,/, ''));
    assert.deepEqual(await store.load([]), [session('corp', { revision: 0, receivedAt: 0 })]);
  });

  it('finds a configured session when the index is lost', async () => {
    const { secrets, store } = open();
    await store.save(session('corp'));
    secrets.values.delete('sessions');
    assert.deepEqual(await store.load([sessionId(session('corp'))]), [session('corp')]);
  });

  for (const [what, corrupt] of [
    ['not JSON', () => '{"version":1,"content":{"na'],
    ['of a newer version', (value: string) => value.replace('"version":1', '"version":2')],
    ['null', () => 'null'],
    ['without its token', (value: string) => value.replace('"accessToken"', '"other"')],
    [
      'with a member of another type',
      (value: string) => value.replace(/"expiresAt":\d+/, '"expiresAt":"soon"'),
    ],
  ] as [string, (value: string) => string][]) {
    it(`survives a stored session that is ${what}, says so without quoting it, and leaves it alone`, async () => {
      const { secrets, store, log } = open();
      await store.save(session('corp'));
      await store.save(session('lab'));
      const key = keyOf(secrets, 'corp');
      const value = corrupt(secrets.values.get(key) ?? '');
      secrets.values.set(key, value);
      assert.deepEqual(await store.load([]), [session('lab')]);
      assert.equal(secrets.values.get(key), value);
      assert.equal(log.lines.length, 1);
      assert.doesNotMatch(log.lines.join(), /of corp|client/);
    });
  }

  it('survives an index that is corrupt, and makes a new one', async () => {
    const { secrets, store } = open();
    secrets.values.set('sessions', '[[[');
    await store.save(session('corp'));
    assert.deepEqual(await store.load([]), [session('corp')]);
  });

  it('tells a storage that cannot be read from an empty one', async () => {
    const { secrets, store } = open();
    secrets.get = () => Promise.reject(new Error('no keyring'));
    await assert.rejects(store.load(['some-id']), /no keyring/);
  });

  it('leaves no token behind when it could not be stored wholly', async () => {
    for (const failing of ['sessions', 'session:']) {
      const { secrets, store } = open();
      const write = secrets.store.bind(secrets);
      secrets.store = (key, value) =>
        key.startsWith(failing) ? Promise.reject(new Error('no keyring')) : write(key, value);
      await assert.rejects(store.save(session('corp')), { code: 'Service' });
      assert.doesNotMatch([...secrets.values.values()].join(), /of corp/);
    }
  });

  it('writes the index only when it changes', async () => {
    const { secrets, store } = open();
    await store.save(session('corp'));
    const written: string[] = [];
    const write = secrets.store.bind(secrets);
    secrets.store = (key, value) => {
      written.push(key.split(':')[0] ?? '');
      return write(key, value);
    };
    await store.save(session('corp', { revision: 2, accessToken: 'newer' }));
    assert.deepEqual(written, ['session']);
  });

  it('says what to look at when the storage does not take a session', async () => {
    const { secrets, store } = open();
    secrets.store = () => Promise.reject(new Error('no keyring'));
    await assert.rejects(store.save(session('corp')), { code: 'Service', message: /keyring/ });
  });
});
