import assert from 'node:assert/strict';
import { ConsoleProvider } from '../../../../src/features/accounts/ConsoleProvider.ts';
import { useFakeClock } from '../../support/fakeClock.ts';
import { ALICE, credentials, CREDENTIALS_MS, openConsoles, tokens } from '../../support/openConsoles.ts';
import { providerHarness } from './providerHarness.ts';

const BOB = { ...ALICE, arn: 'arn:aws:iam::444455556666:user/bob' };

describe('ConsoleProvider', () => {
  const clock = useFakeClock();

  function open() {
    const harness = providerHarness();
    const asked: (string | undefined)[] = [];
    const opened = openConsoles({ onChange: (change) => provider.onChange(change) });
    const { sessions, add } = opened;
    const provider: ConsoleProvider = new ConsoleProvider({
      ...{ ...harness, sessions },
      signIn: {
        run({ session } = {}) {
          asked.push(session);
          return add(session === BOB.arn ? BOB : ALICE, tokens(asked.length));
        },
      },
    });
    const keys = async (...request: Parameters<ConsoleProvider['getSessions']>) =>
      (await provider.getSessions(...request)).map(({ accessToken }) => keyIn(accessToken));
    return { ...opened, ...harness, provider, asked, keys };
  }
  const keyIn = (document: string) => (JSON.parse(document) as { AccessKeyId: string }).AccessKeyId;

  it('gives a document as a credential_process prints it, under an id and a label that stay', async () => {
    const { provider, sessions } = open();
    const first = await provider.createSession([]);
    assert.deepEqual(JSON.parse(first.accessToken), {
      Version: 1,
      AccessKeyId: 'ASIA1',
      SecretAccessKey: 'secret 1',
      SessionToken: 'session 1',
      Expiration: new Date(Date.now() + CREDENTIALS_MS).toISOString().replace(/\.\d+/, ''),
      AccountId: '111122223333',
    });
    const { id, account } = await provider.createSession([]);
    assert.deepEqual([id, account], [first.id, first.account]);
    sessions.dispose();
  });

  it('picks one by its ARN or its account, and has no other scopes', async () => {
    const { provider, sessions, asked, keys } = open();
    await provider.createSession([]);
    const { account } = await provider.createSession([`session:${BOB.arn}`, `session:${BOB.arn}`]);
    assert.deepEqual(await keys(undefined), ['ASIA1', 'ASIA2']);
    assert.deepEqual(await keys([`session:${BOB.arn}`]), ['ASIA2']);
    assert.deepEqual(await keys([], { account }), ['ASIA2']);
    assert.deepEqual(await keys([`session:${BOB.arn}`, `session:${ALICE.arn}`]), []);
    assert.deepEqual(await keys(['sso:account:access']), []);
    const { label } = account;
    await provider.createSession([], { account: { id: '', label } });
    assert.deepEqual(asked, [undefined, BOB.arn, BOB.arn]);
    await assert.rejects(provider.createSession(['sso:account:access']), {
      code: 'InvalidRequest',
      message: 'AWS Sign-In has no scopes except session:<ARN>.',
    });
    const gone = provider.createSession([], { account: { id: '', label: 'gone' } });
    await assert.rejects(gone, { code: 'InvalidRequest', message: /for the account “gone”/ });
    assert.equal(asked.length, 3);
    sessions.dispose();
  });

  it('hands out nothing that has expired, and lists the account all the same', async () => {
    const { provider, sessions, keys } = open();
    await provider.createSession([]);
    clock().setSystemTime(Date.now() + CREDENTIALS_MS + 1_000);
    assert.deepEqual(await keys([]), [], 'There is no answer of the service.');
    assert.equal((await provider.getSessions(undefined)).length, 1);
    sessions.dispose();
  });

  it('renews what is about to expire for who asks for it, once, and tells the editor once', async () => {
    const { provider, sessions, aws, keys, events } = open();
    const { id } = await provider.createSession([]);
    clock().setSystemTime(Date.now() + CREDENTIALS_MS - 1_000);
    assert.deepEqual(await keys(undefined), ['ASIA1']);
    aws.next('/v1/token', credentials(2));
    assert.deepEqual(await Promise.all([keys([]), keys([])]), [['ASIA2'], ['ASIA2']]);
    await provider.removeSession(id);
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
});
