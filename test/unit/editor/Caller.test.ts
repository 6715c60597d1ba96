import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import type { Request } from '../../../src/editor/Caller.ts';
import { useFakeClock } from '../support/fakeClock.ts';
import { withStubbedEditor } from '../support/stubbedEditor.ts';

const { Caller } = await withStubbedEditor({}, () => import('../../../src/editor/Caller.ts'));
const { ProviderFailures } = await import('../../../src/editor/ProviderFailures.ts');

const REQUEST: Request = { providerId: 'aws-sso', scopes: ['a'], account: undefined, silent: false };
const SESSION = { id: 'corp', accessToken: 't1', account: { id: 'corp', label: 'corp' }, scopes: ['a'] };

describe('Caller', () => {
  const clock = useFakeClock();
  const asked: vscode.AuthenticationGetSessionOptions[] = [];
  let answer: (options: vscode.AuthenticationGetSessionOptions) => Promise<typeof SESSION | undefined>;
  const refuse = () => Promise.reject(new Error('User did not consent to login.'));
  const newCaller = () =>
    new Caller(
      {
        authentication: {
          getSession: (_: string, __: unknown, options: vscode.AuthenticationGetSessionOptions) => {
            asked.push(options);
            return answer(options);
          },
        } as unknown as typeof vscode.authentication,
      },
      new ProviderFailures(),
    );
  const dialogs = () => asked.filter(({ createIfNone }) => createIfNone).length;
  beforeEach(() => void asked.splice(0));

  it('does not ask a person who has refused again and again, however often it is called', async () => {
    const caller = newCaller();
    answer = ({ silent }) => (silent ? Promise.resolve(undefined) : refuse());
    const shown: number[] = [];
    const begin = Date.now();
    for (let second = 0; second < 3 * 3600; second++) {
      const before = dialogs();
      await assert.rejects(caller.getSession(REQUEST), { code: 'ConsentDenied' });
      if (dialogs() > before) shown.push((Date.now() - begin) / 1000);
      clock().setSystemTime(Date.now() + 1000);
    }
    assert.deepEqual(shown, [0, 5, 35, 215, 1295, 4895, 8495]);
  });

  it('takes the consent that was given meanwhile at once, and begins anew after it', async () => {
    const caller = newCaller();
    answer = ({ silent }) => (silent ? Promise.resolve(undefined) : refuse());
    await assert.rejects(caller.getSession(REQUEST), { code: 'ConsentDenied' });
    answer = () => Promise.resolve(SESSION);
    assert.equal(await caller.getSession(REQUEST), SESSION);
    assert.equal(dialogs(), 1);
    clock().setSystemTime(Date.now() + 5_000);
    assert.equal(await caller.getSession(REQUEST), SESSION);
    assert.equal(dialogs(), 2);
    answer = refuse;
    await assert.rejects(caller.getSession(REQUEST), { code: 'ConsentDenied' });
    clock().setSystemTime(Date.now() + 5_000);
    await assert.rejects(caller.getSession(REQUEST), { code: 'ConsentDenied' });
    assert.equal(dialogs(), 4);
  });

  it('asks for something else all the same', async () => {
    const caller = newCaller();
    answer = refuse;
    await assert.rejects(caller.getSession(REQUEST), { code: 'ConsentDenied' });
    answer = () => Promise.resolve(SESSION);
    assert.equal(await caller.getSession({ ...REQUEST, scopes: ['b'] }), SESSION);
    assert.equal(dialogs(), 2);
  });

  it('asks again at once when a sign-in was cancelled', async () => {
    const caller = newCaller();
    answer = () => Promise.reject(Object.assign(new Error('Canceled'), { name: 'Canceled' }));
    await assert.rejects(caller.getSession(REQUEST), { code: 'Cancelled' });
    await assert.rejects(caller.getSession(REQUEST), { code: 'Cancelled' });
    assert.equal(dialogs(), 2);
  });

  it('does not wait longer than two seconds in silence', async () => {
    answer = () => new Promise(() => undefined);
    const silent = newCaller().getSession({ ...REQUEST, silent: true });
    await clock().tickAsync(1_999);
    let isOver = false;
    void silent.then(() => (isOver = true));
    await clock().tickAsync(0);
    assert.equal(isOver, false);
    await clock().tickAsync(1);
    assert.equal(await silent, undefined);
    assert.deepEqual(asked, [{ silent: true }]);
  });

  it('asks once more, in silence, for a token that was renewed while the person took their time', async () => {
    answer = ({ silent }) => Promise.resolve({ ...SESSION, accessToken: silent ? 't2' : 't1' });
    const isT2 = ({ accessToken }: { accessToken: string }) => (accessToken === 't2' ? 'corp' : undefined);
    assert.equal(await newCaller().prove(REQUEST, isT2), 'corp');
    assert.deepEqual(asked, [{ createIfNone: true }, { silent: true }]);
    assert.equal(await newCaller().prove(REQUEST, () => undefined), undefined);
  });
});
