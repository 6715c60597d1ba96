import assert from 'node:assert/strict';
import { AwsSsoError } from '../../../../src/base/errors.ts';
import { type NamedRole } from '../../../../src/features/roles/confirmRole.ts';
import { cancelled } from '../../../../src/features/ui/cancellation.ts';
import { RoleProvider } from '../../../../src/features/accounts/RoleProvider.ts';
import { BUILDER_ID } from '../../../../src/sessions/kinds/builderId.ts';
import { type SessionConfig, sessionId } from '../../../../src/sessions/kinds/identityCenter.ts';
import { RoleCredentialsCache } from '../../../../src/sessions/portal/RoleCredentialsCache.ts';
import { useFakeClock } from '../../support/fakeClock.ts';
import { CORP, LAB, openSessions, registered, started, token } from '../../support/openSessions.ts';
import { providerHarness } from './providerHarness.ts';

const SCOPES = ['account:111122223333', 'role:ReadOnly'];
const LABEL = '111122223333/ReadOnly, corp (d-1234567890.awsapps.com)';
const HOUR_MS = 3_600_000;

/** What VS Code keeps over a restart. */
function memento() {
  const values = new Map<string, unknown>();
  return {
    get: (key: string): unknown => values.get(key),
    update(key: string, value: unknown) {
      values.set(key, value);
      return Promise.resolve();
    },
  };
}

describe('RoleProvider', () => {
  const clock = useFakeClock();

  function open(memory = memento()) {
    const harness = providerHarness();
    const agreed: NamedRole[] = [];
    const person = { agrees: true };
    let fetched = 0;
    const portal = {
      /** What GetRoleCredentials does. */
      get: () =>
        Promise.resolve({
          accessKeyId: `ASIA${++fetched}`,
          secretAccessKey: `secret ${fetched}`,
          sessionToken: 's',
          expiration: Date.now() + HOUR_MS,
        }),
    };
    const roles = new RoleCredentialsCache((_, action) =>
      action({ getRoleCredentials: () => portal.get() } as unknown as Parameters<typeof action>[0], 't'),
    );
    const asked: SessionConfig[] = [];
    const opened = openSessions(clock(), {
      configured: [CORP, LAB],
      onChange: (change) => provider.onChange(change),
    });
    const { sessions, aws, signIn } = opened;
    const signInTo = (config: SessionConfig) => {
      aws.next('/client/register', registered('c'));
      aws.next('/device_authorization', started()).next('/token', token(`t${config.name}`));
      return signIn(config);
    };
    const provider: RoleProvider = new RoleProvider({
      ...{ ...harness, sessions, roles },
      signIn: {
        run(config) {
          asked.push(config);
          return signInTo(config);
        },
        choose: (name) => Promise.resolve(name === undefined ? CORP : sessions.named(name)),
      },
      accountName: () => Promise.resolve('Production'),
      confirm(role) {
        agreed.push(role);
        return person.agrees ? Promise.resolve() : Promise.reject(cancelled());
      },
      memory,
    });
    /** Agrees to the role, as somebody who is asked for it. */
    const allow = (scopes: readonly string[] = SCOPES) => provider.createSession(scopes);
    const keys = async (...request: Parameters<RoleProvider['getSessions']>) =>
      (await provider.getSessions(...request)).map(({ accessToken }) => keyIn(accessToken));
    const fetchedTimes = () => fetched;
    const more = { agreed, person, allow, fetchedTimes };
    return { ...opened, ...harness, ...more, provider, portal, asked, keys, signInTo };
  }
  const keyIn = (document: string) => (JSON.parse(document) as { AccessKeyId: string }).AccessKeyId;

  it('gives a document as a credential_process prints it, under an id and a label that stay', async () => {
    const { provider, sessions, signInTo, keys } = open();
    await signInTo(CORP);
    const session = await provider.createSession(SCOPES);
    assert.equal(session.account.label, LABEL);
    assert.deepEqual(session.scopes, ['account:111122223333', 'role:ReadOnly', 'session:corp']);
    assert.deepEqual(Object.keys(JSON.parse(session.accessToken) as object), [
      ...['Version', 'AccessKeyId', 'SecretAccessKey', 'SessionToken', 'Expiration', 'AccountId'],
    ]);
    assert.equal(provider.secretOf(session.id), session.accessToken);
    clock().setSystemTime(Date.now() + HOUR_MS);
    assert.deepEqual(await keys(undefined), []);
    assert.deepEqual(await keys(SCOPES), ['ASIA2']);
    const [again] = await provider.getSessions(SCOPES);
    assert.deepEqual([again?.id, again?.account], [session.id, session.account]);
    sessions.dispose();
  });

  it('takes scopes as a set, and fetches once for all who ask', async () => {
    const { sessions, signInTo, keys, fetchedTimes, allow } = open();
    await signInTo(CORP);
    await allow();
    const orders = [SCOPES, [...SCOPES].reverse(), [...SCOPES, ...SCOPES], [...SCOPES, 'session:corp']];
    assert.deepEqual(
      await Promise.all(orders.map((scopes) => keys(scopes))),
      orders.map(() => ['ASIA1']),
    );
    assert.equal(fetchedTimes(), 1);
    sessions.dispose();
  });

  for (const scopes of [
    ['account:111122223333'],
    ['account:1', 'role:Reader'],
    [...SCOPES, 'role:Other'],
    [...SCOPES, 'sso:account:access'],
    [...SCOPES, 'session:corp', 'session:lab'],
    ['account:111122223333', 'role:no role'],
  ]) {
    it(`has nothing for ${scopes.join(' ')}, and says what scopes have to be`, async () => {
      const { provider, sessions, signInTo, keys, asked } = open();
      await signInTo(CORP);
      assert.deepEqual(await keys(scopes), []);
      await assert.rejects(provider.createSession(scopes), {
        code: 'InvalidRequest',
        message: /one account:<12 digits>, one role:<name>/,
      });
      assert.deepEqual(asked, []);
      sessions.dispose();
    });
  }

  it('guesses none of two sessions, but takes the one that a scope or the editor names', async () => {
    const { provider, sessions, signInTo, keys, asked, allow } = open();
    await signInTo(CORP);
    await allow();
    await signInTo(LAB);
    await allow([...SCOPES, 'session:lab']);
    assert.deepEqual(await keys(SCOPES), []);
    assert.deepEqual(await keys([...SCOPES, 'session:lab']), ['ASIA2']);
    assert.deepEqual(await keys(SCOPES, { account: { id: '', label: LABEL } }), ['ASIA1']);
    const session = await provider.createSession(SCOPES, { account: { id: '', label: LABEL } });
    assert.equal(session.account.label, LABEL);
    assert.deepEqual(asked, []);
    const gone = provider.createSession(SCOPES, { account: { id: '', label: 'gone' } });
    await assert.rejects(gone, { code: 'InvalidRequest', message: /doesn’t have the role/ });
    sessions.dispose();
  });

  it('signs in where nobody is, for the scope that opens roles', async () => {
    const { provider, sessions, asked, keys } = open();
    assert.deepEqual(await keys(SCOPES), []);
    const session = await provider.createSession(SCOPES);
    assert.equal(keyIn(session.accessToken), 'ASIA1');
    assert.deepEqual(asked, [CORP]);
    sessions.dispose();
  });

  it('has none of an AWS Builder ID', async () => {
    const { sessions, signInTo, keys, agreed } = open();
    await signInTo(BUILDER_ID);
    assert.deepEqual([await keys(SCOPES), agreed], [[], []]);
    sessions.dispose();
  });

  it('tells the editor once of a role that came, was renewed, and has gone with its session', async () => {
    const { provider, sessions, signInTo, keys, events } = open();
    await signInTo(CORP);
    await provider.createSession(SCOPES);
    await Promise.all([keys(SCOPES), keys(SCOPES)]);
    clock().setSystemTime(Date.now() + HOUR_MS - 60_000);
    await Promise.all([keys(SCOPES), keys(SCOPES)]);
    await sessions.signOut(sessionId(CORP));
    const told = events.map(({ added, changed, removed }) =>
      [added, changed, removed].map((l) => l.map(keyIn)),
    );
    assert.deepEqual(told, [
      [['ASIA1'], [], []],
      [[], ['ASIA2'], []],
      [[], [], ['ASIA2']],
    ]);
    assert.deepEqual(await keys(undefined), []);
    sessions.dispose();
  });

  it('forgets a role that the editor removes, and stays signed in', async () => {
    const { provider, sessions, signInTo, keys } = open();
    await signInTo(CORP);
    const { id } = await provider.createSession(SCOPES);
    assert.deepEqual(await keys(undefined), ['ASIA1']);
    await provider.removeSession(id);
    await provider.removeSession(id);
    assert.deepEqual([await keys(undefined), provider.secretOf(id)], [[], undefined]);
    assert.equal(sessions.signedIn().length, 1);
    sessions.dispose();
  });

  it('has nothing in silence for a role that is not assigned, and remembers the error for who asked', async () => {
    const { provider, sessions, signInTo, keys, portal, errors } = open();
    await signInTo(CORP);
    portal.get = () => Promise.reject(new AwsSsoError('RoleNotAssigned', 'No.'));
    assert.deepEqual(await keys(SCOPES), []);
    await assert.rejects(provider.createSession(SCOPES), (error: AwsSsoError) => {
      assert.equal(error.code, 'RoleNotAssigned');
      assert.equal(errors.find(error.message), error);
      return true;
    });
    sessions.dispose();
  });

  it('does not wait for the portal longer than five seconds', async () => {
    const { sessions, signInTo, keys, portal, allow } = open();
    await signInTo(CORP);
    await allow();
    clock().setSystemTime(Date.now() + HOUR_MS);
    portal.get = () => new Promise(() => undefined);
    let found: unknown;
    void keys(SCOPES).then((keys) => (found = keys));
    await clock().tickAsync(4_999);
    assert.equal(found, undefined);
    await clock().tickAsync(1);
    assert.deepEqual(found, []);
    sessions.dispose();
  });

  it('asks for the first use of a role, by its name, account and session, and never again', async () => {
    const { provider, sessions, signInTo, agreed, allow } = open();
    await signInTo(CORP);
    await allow();
    await provider.createSession([...SCOPES, 'session:corp']);
    assert.deepEqual(agreed, [
      {
        session: sessionId(CORP),
        sessionName: 'corp',
        accountId: '111122223333',
        accountName: 'Production',
        roleName: 'ReadOnly',
      },
    ]);
    await allow(['account:111122223333', 'role:Admin']);
    assert.equal(agreed[1]?.roleName, 'Admin');
    sessions.dispose();
  });

  it('asks for the role before it signs in for it', async () => {
    const { sessions, person, allow, asked } = open();
    person.agrees = false;
    await assert.rejects(allow(), { code: 'ConsentDenied', message: /ReadOnly/ });
    assert.deepEqual(asked, []);
    sessions.dispose();
  });

  it('tells nobody in silence which roles there are, and fetches nothing for a role that is not in use', async () => {
    const { sessions, signInTo, keys, events, fetchedTimes, person, allow } = open();
    await signInTo(CORP);
    person.agrees = false;
    await assert.rejects(allow(), { code: 'ConsentDenied', message: /ReadOnly/ });
    assert.deepEqual(await keys(SCOPES), []);
    assert.deepEqual(await keys(SCOPES, { account: { id: '', label: LABEL } }), []);
    assert.deepEqual([events, fetchedTimes(), await keys(undefined)], [[], 0, []]);
    sessions.dispose();
  });

  it('serves a role that is in use in silence after a reload and after the next sign-in', async () => {
    const memory = memento();
    const before = open(memory);
    await before.signInTo(CORP);
    await before.allow();
    before.sessions.dispose();
    const { sessions, signInTo, keys, agreed } = open(memory);
    await signInTo(CORP);
    assert.deepEqual(await keys(SCOPES), ['ASIA1']);
    await sessions.signOut(sessionId(CORP));
    assert.deepEqual(await keys(SCOPES), []);
    await signInTo(CORP);
    assert.deepEqual(await keys(SCOPES), ['ASIA2']);
    assert.deepEqual(agreed, []);
    sessions.dispose();
  });

  it('asks again for a role that the person has removed, in this window or in another one', async () => {
    const memory = memento();
    const other = open(memory);
    const { provider, sessions, signInTo, keys, agreed, allow } = open(memory);
    await signInTo(CORP);
    const { id } = await allow();
    await other.provider.removeSession(id);
    assert.deepEqual([await keys(undefined), await keys(SCOPES)], [[], []]);
    await allow();
    await provider.removeSession(id);
    assert.deepEqual(await keys(SCOPES), []);
    assert.equal(agreed.length, 2);
    sessions.dispose();
    other.sessions.dispose();
  });

  it('remembers no more than 500 roles, and nothing that it does not understand', async () => {
    const memory = memento();
    await memory.update('awsSso.confirmedRoles', { no: 'list' });
    const { sessions, signInTo, allow } = open(memory);
    await signInTo(CORP);
    for (let i = 0; i < 501; i++) {
      await allow(['account:111122223333', `role:R${i}`]);
    }
    const kept = memory.get('awsSso.confirmedRoles') as string[];
    assert.equal(kept.length, 500);
    assert.doesNotMatch(kept.join(), /R5|1111/);
    sessions.dispose();
  });
});
