import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { AwsSsoError } from '../../../../src/base/errors.ts';
import { CreateSessionErrors } from '../../../../src/features/accounts/CreateSessionErrors.ts';
import { CallingExtension, type SessionRequest } from '../../../../src/features/api/CallingExtension.ts';
import { useFakeClock } from '../../support/fakeClock.ts';

const REQUEST: SessionRequest = { providerId: 'aws-sso', scopes: ['a'], account: undefined, silent: false };
const SESSION = { id: 'corp', accessToken: 't1', account: { id: 'corp', label: 'corp' }, scopes: ['a'] };

describe('CallingExtension', () => {
  const clock = useFakeClock();
  const asked: vscode.AuthenticationGetSessionOptions[] = [];
  let answer: (options: vscode.AuthenticationGetSessionOptions) => Promise<typeof SESSION | undefined>;
  const refuse = () => Promise.reject(new Error('User did not consent to login.'));
  const newCaller = (errors = new CreateSessionErrors()) =>
    new CallingExtension(
      {
        authentication: {
          getSession: (_: string, __: unknown, options: vscode.AuthenticationGetSessionOptions) => {
            asked.push(options);
            return answer(options);
          },
        } as unknown as typeof vscode.authentication,
      },
      errors,
    );
  const dialogs = () => asked.filter(({ createIfNone }) => createIfNone).length;
  beforeEach(() => void asked.splice(0));

  it('does not ask a person who has refused again and again, however often it is called', async () => {
    const caller = newCaller();
    answer = ({ silent }) => (silent ? Promise.resolve(undefined) : refuse());
    const shown: number[] = [];
    const begin = Date.now();
    for (let second = 0; second < 3 * 3600; second += 5) {
      const before = dialogs();
      await assert.rejects(caller.getSession(REQUEST), { code: 'ConsentDenied' });
      if (dialogs() > before) shown.push((Date.now() - begin) / 1000);
      clock().setSystemTime(Date.now() + 5_000);
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

  it('takes one press for one refusal, however many questions it has refused', async () => {
    const caller = newCaller();
    answer = refuse;
    const refusals = await Promise.allSettled(Array.from({ length: 5 }, () => caller.getSession(REQUEST)));
    assert.ok(refusals.every(({ status }) => status === 'rejected'));
    clock().setSystemTime(Date.now() + 5_000);
    answer = () => Promise.resolve(SESSION);
    assert.equal(await caller.getSession(REQUEST), SESSION);
    assert.equal(dialogs(), 6);
  });

  it('asks again where VS Code 1.96 had the question join a silent one, but not forever', async () => {
    const answers = [undefined, undefined, SESSION];
    answer = () => Promise.resolve(answers.shift());
    assert.equal(await newCaller().getSession(REQUEST), SESSION);
    assert.equal(dialogs(), 3);
    answer = () => Promise.resolve(undefined);
    assert.equal(await newCaller().getSession(REQUEST), undefined);
    assert.equal(dialogs(), 13);
  });

  it('has nothing for a silent question that is told what another one was', async () => {
    answer = refuse;
    const caller = newCaller();
    assert.equal(await caller.getSession({ ...REQUEST, silent: true }), undefined);
    answer = () => Promise.resolve(SESSION);
    assert.equal(await caller.getSession(REQUEST), SESSION);
  });

  it('asks no more for a role that is not assigned, once it was allowed', async () => {
    const errors = new CreateSessionErrors();
    const notAssigned = new AwsSsoError('RoleNotAssigned', 'The role is not assigned to you.');
    errors.remember(notAssigned);
    const caller = newCaller(errors);
    answer = ({ silent }) =>
      silent ? Promise.resolve(undefined) : Promise.reject(new Error(notAssigned.message));
    for (let times = 0; times < 3; times++) {
      await assert.rejects(caller.getSession(REQUEST), {
        code: 'RoleNotAssigned',
        message: notAssigned.message,
      });
    }
    assert.equal(dialogs(), 1);
    clock().setSystemTime(Date.now() + 5_000);
    await assert.rejects(caller.getSession(REQUEST), { code: 'RoleNotAssigned' });
    assert.equal(dialogs(), 2);
  });

  it('says until when a refusal holds', async () => {
    const caller = newCaller();
    answer = ({ silent }) => (silent ? Promise.resolve(undefined) : refuse());
    await assert.rejects(caller.getSession(REQUEST), { message: /didn’t allow/ });
    const time = new Date(Date.now() + 5_000).toLocaleTimeString();
    await assert.rejects(caller.getSession(REQUEST), { code: 'ConsentDenied', message: new RegExp(time) });
  });

  it('has the editor say what it is about', async () => {
    answer = () => Promise.resolve(SESSION);
    await newCaller().getSession({ ...REQUEST, detail: 'The role Admin' });
    assert.deepEqual(asked, [{ createIfNone: { detail: 'The role Admin' } }]);
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
    const { account } = SESSION;
    assert.deepEqual(await newCaller().prove(REQUEST, isT2), { known: 'corp', account });
    assert.deepEqual(asked, [{ createIfNone: true }, { silent: true, account }]);
    assert.equal(await newCaller().prove(REQUEST, () => undefined), undefined);
  });
});
