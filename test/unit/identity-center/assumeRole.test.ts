import assert from 'node:assert/strict';
import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { Harness } from './harness.ts';

const DEPLOY = 'arn:aws:iam::444455556666:role/Deploy';
const AUDIT = 'arn:aws:iam::777788889999:role/security/Audit';

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

describe('AssumeRole', () => {
  let harness: Harness;
  let base: Credentials;
  beforeEach(async () => {
    harness = await Harness.open();
    const { json } = await harness.signIn(await harness.register());
    const query = 'account_id=111122223333&role_name=PowerUserAccess';
    const answer = await harness.portal(`/federation/credentials?${query}`, json['accessToken']);
    const { accessKeyId, secretAccessKey, sessionToken } = answer.json['roleCredentials'] as Credentials;
    base = { accessKeyId, secretAccessKey, sessionToken };
  });
  afterEach(() => harness.center.stop());

  /** As the AWS SDK for JavaScript signs it. */
  function client(credentials: Credentials) {
    const { url } = harness.center;
    return new STSClient({ region: 'eu-central-1', endpoint: url, credentials, maxAttempts: 1 });
  }
  async function assume(input: Partial<AssumeRoleCommandInput> = {}, by = base) {
    const command = new AssumeRoleCommand({ RoleArn: DEPLOY, RoleSessionName: 'alice', ...input });
    const { Credentials } = await client(by).send(command);
    const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '', Expiration } = Credentials ?? {};
    const credentials = {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
    };
    return { credentials, Expiration };
  }

  it('gives credentials of the role, that assume the next one', async () => {
    const first = await assume();
    const identity = await client(first.credentials).send(new GetCallerIdentityCommand());
    assert.equal(identity.Arn, 'arn:aws:sts::444455556666:assumed-role/Deploy/alice');
    const next = { RoleArn: AUDIT, ExternalId: 'audit:1' };
    const second = await assume(next, first.credentials);
    const { Arn } = await client(second.credentials).send(new GetCallerIdentityCommand());
    assert.equal(Arn, 'arn:aws:sts::777788889999:assumed-role/Audit/alice');
    await assert.rejects(assume(next), { name: 'AccessDenied' });
    assert.deepEqual(harness.center.requests.at(-1)?.operation, 'AssumeRole');
  });

  it('refuses a signature of another time, where a tolerance is set', async () => {
    await harness.center.stop();
    harness = await Harness.open({ signatureTolerance: 300 });
    const { json } = await harness.signIn(await harness.register());
    const query = 'account_id=111122223333&role_name=PowerUserAccess';
    const answer = await harness.portal(`/federation/credentials?${query}`, json['accessToken']);
    // The SDK signs by the clock of the machine, which isn't that of the Identity Center here.
    const { accessKeyId, secretAccessKey, sessionToken } = answer.json['roleCredentials'] as Credentials;
    const by = { accessKeyId, secretAccessKey, sessionToken };
    await assert.rejects(assume({}, by), { name: 'SignatureDoesNotMatch' });
  });

  it('refuses as AWS does', async () => {
    const { credentials } = await assume();
    for (const [input, by, name] of [
      [{ RoleArn: 'arn:aws:iam::444455556666:role/Other' }, base, 'AccessDenied'],
      [{ RoleArn: AUDIT }, credentials, 'AccessDenied'],
      [{ RoleArn: AUDIT, ExternalId: 'another' }, credentials, 'AccessDenied'],
      [{ RoleArn: 'Deploy' }, base, 'ValidationError'],
      [{ RoleSessionName: 'with blanks' }, base, 'ValidationError'],
      [{ DurationSeconds: 60 }, base, 'ValidationError'],
      [{ DurationSeconds: 7200 }, base, 'ValidationError'],
      [{}, { ...base, secretAccessKey: 'x' }, 'SignatureDoesNotMatch'],
    ] as const)
      await assert.rejects(assume(input, by), { name }, JSON.stringify(input));
  });

  it('fails on demand', async () => {
    harness.center.fail('AssumeRole', { kind: 'status', status: 503 });
    await assert.rejects(assume());
    await assume();
  });

  it('exchanges credentials for a token that opens the console', async () => {
    const { credentials } = await assume();
    const session = {
      sessionId: credentials.accessKeyId,
      sessionKey: credentials.secretAccessKey,
      sessionToken: credentials.sessionToken,
    };
    const ask = (text: object) =>
      harness.form({ Action: 'getSigninToken', Session: JSON.stringify(text) }, '/federation');
    const { SigninToken } = JSON.parse((await ask(session)).text) as { SigninToken: string };
    const page = await harness.send(`/federation?Action=login&SigninToken=${SigninToken}`);
    assert.match(page.text, /assumed-role\/Deploy\/alice/);
    assert.equal((await ask({ ...session, sessionKey: 'x' })).status, 400);
    assert.equal((await harness.send('/federation?Action=login&SigninToken=x')).status, 400);
  });
});
