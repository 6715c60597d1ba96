import assert from 'node:assert/strict';
import { AwsSsoError } from '../../../../src/base/errors.ts';
import { SsoProvider } from '../../../../src/features/accounts/SsoProvider.ts';
import type { SessionConfig } from '../../../../src/sessions/kinds/identityCenter.ts';
import { useFakeClock } from '../../support/fakeClock.ts';
import { MemorySecrets } from '../../support/MemorySecrets.ts';
import { MemoryLock } from '../../support/memoryWindows.ts';
import { CORP, LAB, openSessions, registered, started, token } from '../../support/openSessions.ts';
import { providerHarness } from './providerHarness.ts';

const ACCESS = 'sso:account:access';
const LABEL = 'corp (d-1234567890.awsapps.com)';

describe('SsoProvider', () => {
  const clock = useFakeClock();

  function open({ secrets = new MemorySecrets(), lock = new MemoryLock() } = {}) {
    const harness = providerHarness();
    const asked: SessionConfig[] = [];
    const chosen: (string | undefined)[] = [];
    const opened = openSessions(clock(), {
      ...{ secrets, lock, configured: [CORP, LAB] },
      onChange: (change) => provider.onChange(change),
    });
    const { sessions, aws, signIn } = opened;
    const provider: SsoProvider = new SsoProvider({
      ...{ ...harness, sessions },
      signIn: {
        run(config) {
          asked.push(config);
          aws.next('/client/register', registered('c'));
          aws.next('/device_authorization', started()).next('/token', token(`t${asked.length}`));
          return signIn(config);
        },
        choose(name) {
          chosen.push(name);
          return Promise.resolve(name === undefined ? CORP : sessions.named(name));
        },
      },
    });
    const tokens = async (...request: Parameters<SsoProvider['getSessions']>) =>
      (await provider.getSessions(...request)).map(({ accessToken }) => accessToken);
    return { ...opened, ...harness, provider, asked, chosen, tokens };
  }

  it('gives the editor an id and a label that stay, the token, and its scopes', async () => {
    const { provider, sessions } = open();
    const [first, second] = [await provider.createSession([ACCESS]), await provider.createSession([ACCESS])];
    assert.deepEqual(first, { ...first, accessToken: 't1', scopes: [ACCESS] });
    assert.deepEqual(first.account, { id: first.id, label: LABEL });
    assert.deepEqual(second, { ...first, accessToken: 't2' });
    sessions.dispose();
  });

  it('takes scopes as a set, and serves whoever asks for fewer than it has', async () => {
    const { provider, sessions, tokens } = open();
    await provider.createSession(['b:c', ACCESS, 'b:c', 'session:corp']);
    for (const scopes of [['b:c'], [ACCESS, 'b:c'], ['b:c', ACCESS], [ACCESS, ACCESS], [], undefined]) {
      assert.deepEqual(await tokens(scopes), ['t1'], String(scopes));
    }
    assert.deepEqual(await tokens(['other:scope']), []);
    sessions.dispose();
  });

  it('picks the session that a scope names, and none for two', async () => {
    const { provider, sessions, tokens } = open();
    await provider.createSession([ACCESS, 'session:corp']);
    await provider.createSession(['session:lab']);
    assert.deepEqual(await tokens([ACCESS]), ['t1', 't2']);
    assert.deepEqual(await tokens(['session:lab', ACCESS]), ['t2']);
    assert.deepEqual(await tokens(['session:lab', 'session:corp']), []);
    assert.deepEqual(await tokens(['session:nobody']), []);
    await assert.rejects(provider.createSession(['session:lab', 'session:corp']), { code: 'InvalidRequest' });
    sessions.dispose();
  });

  it('hands out nothing that has expired, and lists the account all the same', async () => {
    const { provider, sessions, tokens } = open();
    await provider.createSession([ACCESS]);
    clock().setSystemTime(Date.now() + 3_700_000);
    assert.deepEqual(await tokens([ACCESS]), [], 'There is no answer of the service.');
    assert.equal((await provider.getSessions(undefined)).length, 1);
    sessions.dispose();
  });

  it('keeps to the account that the editor names, in silence and when it asks', async () => {
    const { provider, sessions, tokens, asked, chosen } = open();
    const account = { id: '', label: 'lab.awsapps.com' };
    await provider.createSession([ACCESS]);
    assert.deepEqual(await tokens([ACCESS], { account }), []);
    await provider.createSession([ACCESS], { account });
    assert.deepEqual(await tokens([ACCESS], { account }), ['t2']);
    assert.deepEqual([chosen, asked.map(({ name }) => name)], [[undefined], ['corp', 'lab']]);
    const gone = provider.createSession([ACCESS], { account: { id: '', label: 'gone' } });
    await assert.rejects(gone, { code: 'InvalidRequest', message: /no SSO session for the account “gone”/ });
    assert.equal(asked.length, 2);
    sessions.dispose();
  });

  it('signs in for the scopes that are wanted besides those that are configured or held', async () => {
    const { provider, sessions, asked } = open();
    await provider.createSession(['b:c']);
    await provider.createSession(['d:e']);
    assert.deepEqual(
      asked.map(({ registrationScopes }) => registrationScopes),
      [
        ['b:c', ACCESS],
        ['b:c', 'd:e', ACCESS],
      ],
    );
    sessions.dispose();
  });

  it('tells the editor once of a session that came, was renewed, and has gone', async () => {
    const { provider, sessions, aws, events } = open();
    const { id } = await provider.createSession([ACCESS]);
    aws.next('/token', token('t9'));
    const renewed = sessions.renew(id, 't1');
    await clock().tickAsync(100);
    await renewed;
    await provider.removeSession(id);
    assert.deepEqual(events, [
      { added: ['t1'], changed: [], removed: [] },
      { added: [], changed: ['t9'], removed: [] },
      { added: [], changed: [], removed: ['t9'] },
    ]);
    sessions.dispose();
  });

  it('renews an expired token for who asks for scopes, and not to list the accounts', async () => {
    const { provider, sessions, aws, tokens } = open();
    await provider.createSession([ACCESS]);
    clock().setSystemTime(Date.now() + 3_600_001);
    assert.deepEqual(await tokens(undefined), ['t1']);
    assert.equal(aws.unused, 0);
    aws.next('/token', token('t9'));
    assert.deepEqual(await tokens([ACCESS]), ['t9']);
    sessions.dispose();
  });

  it('waits five seconds for a renewal, and then gives no token that has expired', async () => {
    const lock = new MemoryLock();
    const { provider, sessions, tokens, log } = open({ lock });
    await provider.createSession([ACCESS]);
    clock().setSystemTime(Date.now() + 3_600_001);
    lock.hold = () => new Promise(() => undefined);
    let isOver = false;
    const asked = tokens([ACCESS]).finally(() => (isOver = true));
    await clock().tickAsync(4_999);
    assert.equal(isOver, false);
    await clock().tickAsync(1);
    assert.deepEqual(await asked, []);
    assert.match(log.lines.join('\n'), /AWS has not answered yet/);
    sessions.dispose();
  });

  it('has nothing, and throws nothing, when the secret storage cannot be read', async () => {
    const secrets = new MemorySecrets();
    secrets.get = () => Promise.reject(new Error('No keyring.'));
    const { sessions, tokens } = open({ secrets });
    assert.deepEqual(await tokens([ACCESS]), []);
    sessions.dispose();
  });

  it('remembers why a sign-in failed, by the sentence that is all the editor hands on', async () => {
    const { sessions, errors, log, changed } = open();
    const denied = new AwsSsoError('AccessDenied', 'You denied it.');
    const provider = new SsoProvider({
      ...{ sessions, errors, log, changed },
      signIn: { run: () => Promise.reject(denied), choose: () => Promise.resolve(CORP) },
    });
    await assert.rejects(provider.createSession([ACCESS]), denied);
    assert.equal(errors.find('You denied it.'), denied);
    sessions.dispose();
  });
});
