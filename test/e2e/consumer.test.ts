import assert from 'node:assert/strict';
import type { EditorWindow } from '../editor/EditorWindow.ts';
import { waitFor } from '../editor/waitFor.ts';
import { useStage } from '../stage/useStage.ts';
import { assertNoSecretOnDisk } from './assertNoSecretOnDisk.ts';
import { answerConsent, answerRole, revokeConsent, signIn, untilAsked } from './person.ts';
import { SESSION, type Stage } from './Stage.ts';

const LABEL = `${SESSION} (d-1234567890.awsapps.com)`;
const NEW_TOKEN = 'AWS SSO Consumer: Get a New Token';
const NEW_TOKEN_SILENTLY = 'AWS SSO Consumer: Renew Silently';
/** Role credentials are handed out until five minutes before their end. */
const HANDED_OUT_MS = 8_000;

describe('A consumer with the api package', () => {
  let stage: Stage;
  let window: EditorWindow;
  useStage(
    {
      sdkEndpoints: true,
      identityCenter: { roleCredentialsLifetime: 300 + HANDED_OUT_MS / 1000 },
      keeps: true,
    },
    (used) => ({ stage, window } = used),
  );
  before(() => signIn(window, stage));
  afterEach(() => window.runCommand('Notifications: Clear All Notifications'));

  /** The status of each answer so far. */
  const answers = (operation: string): number[] =>
    stage.identityCenter.requests
      .filter((request) => request.operation === operation)
      .map(({ status }) => status);
  const refreshes = (): number =>
    stage.identityCenter.requests.filter(({ grant }) => grant === 'refresh_token').length;

  async function chooseRole(role: string): Promise<void> {
    await window.runCommand('AWS SSO Consumer: Who Am I');
    await window.quickInput.opened('Who Am I');
    await window.quickInput.pick('Sandbox');
    await window.quickInput.pick(role);
  }

  it('gets no token when its person refuses, and hears that as ConsentDenied', async () => {
    await window.runCommand('AWS SSO Consumer: Count Models');
    assert.equal(
      await answerConsent(window, 'Cancel'),
      `The extension 'AWS SSO Consumer' wants to sign in using AWS IAM Identity Center.\nThe session ${LABEL}`,
    );
    await window.notification(/No models \(ConsentDenied\)/);
    await window.runCommand(NEW_TOKEN_SILENTLY);
    await window.notification('No token without a question.');
    assert.deepEqual([answers('ListFoundationModels'), answers('ListAccounts'), refreshes()], [[], [], 0]);
  });

  it('hands the token to a client of the AWS SDK as a bearer token, once its person allows it', async () => {
    await untilAsked(window, () => window.runCommand('AWS SSO Consumer: Count Models'));
    await answerConsent(window, 'Allow');
    await window.notification('The bearer token opens 0 models.');
    assert.deepEqual(answers('ListFoundationModels'), [200]);
  });

  it('gets no role credentials when its person refuses those', async () => {
    await chooseRole('PowerUserAccess');
    assert.equal(
      await answerConsent(window, 'Cancel'),
      "The extension 'AWS SSO Consumer' wants to sign in using AWS Role Credentials.\n" +
        'Role PowerUserAccess in 111122223333',
    );
    await window.notification(/No identity \(ConsentDenied\)/);
    assert.deepEqual(answers('GetCallerIdentity'), []);
  });

  it('signs a call of the AWS SDK with role credentials, in ten lines', async () => {
    await untilAsked(window, () => chooseRole('PowerUserAccess'));
    await answerConsent(window, 'Allow');
    assert.match(await answerRole(window, 'Give Role'), /PowerUserAccess in .*111122223333/);
    await window.notification(
      /AWS calls you arn:aws:sts::111122223333:assumed-role\/AWSReservedSSO_PowerUserAccess_[0-9a-f]{16}\/alice/,
    );
    assert.deepEqual(answers('GetCallerIdentity'), [200]);
  });

  it('is asked for each role by itself', async () => {
    await chooseRole('ReadOnlyAccess');
    await answerConsent(window, 'Cancel');
    await window.notification(/No identity \(ConsentDenied\)/);
    await chooseRole('PowerUserAccess');
    await window.notification(/AWS calls you .*PowerUserAccess/);
    assert.deepEqual(answers('GetCallerIdentity'), [200, 200]);
  });

  it('gets another token without a question, as long as it may', async () => {
    await window.runCommand(NEW_TOKEN);
    await window.notification(/A new token, good until/);
    await window.runCommand(NEW_TOKEN_SILENTLY);
    await window.notification('A new token, without a question.');
    assert.equal(refreshes(), 2);
  });

  it('is asked for anew, once its person has taken the consent back', async () => {
    const before = refreshes();
    await revokeConsent(window, LABEL, 'AWS SSO Consumer');
    await window.runCommand(NEW_TOKEN_SILENTLY);
    await window.notification('No token without a question.');
    await window.runCommand(NEW_TOKEN);
    assert.match(await answerConsent(window, 'Cancel'), /'AWS SSO Consumer'.*AWS IAM Identity Center/);
    await window.notification(/No token \(ConsentDenied\)/);
    assert.equal(refreshes(), before);

    await untilAsked(window, () => window.runCommand(NEW_TOKEN));
    await answerConsent(window, 'Allow');
    await window.notification(/A new token, good until/);
    assert.equal(refreshes(), before + 1);
  });

  it('is asked for anew when it needs other role credentials and its person has taken the consent back', async () => {
    await chooseRole('PowerUserAccess');
    await window.notification(/AWS calls you .*PowerUserAccess/);
    const given = Date.now();
    const before = answers('GetCallerIdentity').length;
    await revokeConsent(window, /^111122223333\/PowerUserAccess/, 'AWS SSO Consumer');
    await waitFor('others to be needed', () => Date.now() > given + HANDED_OUT_MS);
    await chooseRole('PowerUserAccess');
    assert.match(await answerConsent(window, 'Cancel'), /Role PowerUserAccess in 111122223333/);
    await window.notification(/No identity \(ConsentDenied\)/);
    assert.equal(answers('GetCallerIdentity').length, before);
  });

  it('left no secret in any file of the server', async () => {
    await assertNoSecretOnDisk(stage);
  });
});
