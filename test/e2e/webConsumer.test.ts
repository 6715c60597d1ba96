import assert from 'node:assert/strict';
import type { EditorWindow } from '../editor/EditorWindow.ts';
import { waitFor } from '../editor/waitFor.ts';
import { useStage } from '../stage/useStage.ts';
import { assertNoSecretOnDisk } from './assertNoSecretOnDisk.ts';
import { answerConsent, answerRole, signIn, signOut, untilAsked } from './person.ts';
import { SESSION, type Stage } from './Stage.ts';

const LABEL = `${SESSION} (d-1234567890.awsapps.com)`;

describe('A consumer in the extension host of the browser', () => {
  let stage: Stage;
  let window: EditorWindow;
  useStage(
    { consumers: ['web-consumer'], sdkEndpoints: true, keeps: true },
    (used) => ({ stage, window } = used),
  );
  before(() => signIn(window, stage));
  afterEach(() => window.runCommand('Notifications: Clear All Notifications'));

  const answers = (operation: string): number[] =>
    stage.identityCenter.requests
      .filter((request) => request.operation === operation && request.method !== 'OPTIONS')
      .map(({ status }) => status);

  const run = (title: string): Promise<void> => window.runCommand(`AWS SSO Web Consumer: ${title}`);

  it('runs in a worker, where the exports of the extension are out of reach', async () => {
    await run('Show My Extension Host');
    await window.notification(
      'DedicatedWorkerGlobalScope, without Node.js; SSO Sign-in for AWS is in another host.',
    );
  });

  it('sees the sessions without a question', async () => {
    await run('Show My Sessions');
    await window.notification(`${SESSION} is signed in.`);
    await run('Look for a Token');
    await window.notification('There is none without a question.');
  });

  it('gets no token when its person refuses, and hears that as ConsentDenied', async () => {
    await run('List My Accounts');
    assert.equal(
      await answerConsent(window, 'Cancel'),
      "The extension 'AWS SSO Web Consumer' wants to sign in using AWS IAM Identity Center.",
    );
    await window.notification(/No accounts \(ConsentDenied\)/);
    await run('Look for a Token');
    await window.notification('There is none without a question.');
    assert.deepEqual(answers('ListAccounts'), []);
  });

  it('lists accounts, once its person allows it', async () => {
    await untilAsked(window, () => run('List My Accounts'));
    await answerConsent(window, 'Allow');
    await window.notification(`${SESSION} opens Production, Sandbox, `);
    assert.deepEqual(answers('ListAccounts'), [200]);
    await run('Look for a Token');
    await window.notification('There is a token.');
  });

  it('hands the token to a client of the AWS SDK as a bearer token', async () => {
    await run('Count Models with the Token');
    await window.notification('The token opens 0 models.');
    assert.deepEqual(answers('ListFoundationModels'), [200]);
  });

  it('gets no role credentials when its person refuses those', async () => {
    await run('Count Models with a Role');
    assert.equal(
      await answerConsent(window, 'Cancel'),
      "The extension 'AWS SSO Web Consumer' wants to sign in using AWS Role Credentials.\n" +
        // What it has asked for itself, not what it was answered.
        'Role ReadOnlyAccess, Account 444455556666',
    );
    await window.notification(/No models \(ConsentDenied\)/);
    assert.deepEqual(answers('ListFoundationModels'), [200]);
  });

  it('signs a call of the AWS SDK with role credentials, once its person allows it', async () => {
    await untilAsked(window, () => run('Count Models with a Role'));
    await answerConsent(window, 'Allow');
    assert.match(await answerRole(window, 'Give Role'), /ReadOnlyAccess in .*444455556666/);
    await window.notification('444455556666/ReadOnlyAccess opens 0 models.');
    assert.deepEqual(answers('ListFoundationModels'), [200, 200]);
  });

  it('hears of a sign-out in the other host', async () => {
    await signOut(window);
    await window.notification(`Signed out of ${LABEL}.`);
    await waitFor('the consumer to hear of it', async () => {
      await run('Show My Sessions');
      return window.notification(`${SESSION} is signed out.`, { seconds: 1 }).catch(() => undefined);
    });
    await run('Look for a Token');
    await window.notification('There is none without a question.');
  });

  it('left no secret in any file of the server', async () => {
    await assertNoSecretOnDisk(stage);
  });
});
