import assert from 'node:assert/strict';
import { newDpopKey } from '../../../../src/aws/services/dpop.ts';
import { useFakeClock } from '../../support/fakeClock.ts';
import { MemorySecrets } from '../../support/MemorySecrets.ts';
import { openConsoles } from '../../support/openConsoles.ts';
import { openSessions } from '../../support/openSessions.ts';

/*
 * What version 0.1.0 stores, and what its windows say to each other, written out: an update must lose nobody's sessions,
 * and windows of two versions run side by side while one of them has not been reloaded.
 */
const CORP_ID = '36aa6dc75fc5ec9490dd82ccc0657b69';
const ALICE_ID = '51cb95dd73cdb57749683a564cb3ec2f';
const FAR = 4_102_444_800_000;

const corp = {
  name: 'corp',
  startUrl: 'https://d-1234567890.awsapps.com/start',
  region: 'us-east-1',
  registrationScopes: ['sso:account:access'],
};
const signedIn = {
  ...corp,
  revision: 7,
  accessToken: 'access',
  receivedAt: 1,
  expiresAt: FAR,
  refreshToken: 'refresh',
  clientId: 'client',
  clientSecret: 'secret',
  registrationExpiresAt: FAR,
};
const ended = { ...corp, revision: 9, ended: 'revoked', isTold: false };
const console = {
  arn: 'arn:aws:iam::111122223333:user/alice',
  region: 'us-east-1',
  revision: 7,
  clientId: 'arn:aws:signin:::devtools/same-device',
  accessKeyId: 'ASIA1',
  secretAccessKey: 'secret',
  sessionToken: 'session',
  receivedAt: 1,
  expiresAt: FAR,
  refreshToken: 'ASOR1',
  dpopKey: newDpopKey(),
};

const stored = (...documents: [key: string, content: unknown][]) =>
  new MemorySecrets(
    new Map(documents.map(([key, content]) => [key, JSON.stringify({ version: 1, content })])),
  );
const contentOf = ({ values }: MemorySecrets, key: string): unknown =>
  (JSON.parse(values.get(key) ?? '{}') as { content?: unknown }).content;

describe('Version 0.1.0', () => {
  const clock = useFakeClock();

  it('has left sessions that are found, under their ids', async () => {
    const secrets = stored(['sessions', [CORP_ID]], [`session:${CORP_ID}`, signedIn]);
    const { sessions } = openSessions(clock(), { secrets, configured: [] });
    await sessions.load();
    assert.deepEqual(sessions.find(CORP_ID), signedIn);
  });

  it('has left console sessions that are found, under their ids', async () => {
    const secrets = stored(['consoles', [ALICE_ID]], [`console:${ALICE_ID}`, console]);
    const { sessions } = openConsoles({ secrets });
    await sessions.load();
    assert.deepEqual(sessions.find(ALICE_ID), console);
  });

  it('reads what this version stores: the same members under the same key', async () => {
    const secrets = stored(['sessions', [CORP_ID]], [`session:${CORP_ID}`, signedIn]);
    const { aws, sessions } = openSessions(clock(), { secrets, configured: [] });
    await sessions.load();
    aws.next('/logout', { body: '' });
    await sessions.signOut(CORP_ID);
    const { revision, ...rest } = contentOf(secrets, `session:${CORP_ID}`) as { revision: number };
    assert.deepEqual(rest, { ...corp, ended: 'signedOut', isTold: true });
    assert.ok(revision > signedIn.revision);
    assert.deepEqual([...secrets.values.keys()].sort(), [`session:${CORP_ID}`, 'sessions']);
  });

  it('tells of records, and is told of this window’s', async () => {
    const { sessions } = openSessions(clock(), { configured: [] });
    await sessions.load();
    const answer = sessions.answer({ kind: 'records', records: [signedIn] });
    assert.deepEqual(answer, { records: [signedIn] });
    assert.deepEqual(sessions.answer({ kind: 'records', records: [ended] }), { records: [ended] });
    assert.equal(sessions.endedUntold().length, 1);
  });

  it('tells of records of console sessions, and is told of this window’s', async () => {
    const { sessions } = openConsoles();
    await sessions.load();
    const answer = sessions.answer({ kind: 'consoleRecords', records: [console] });
    assert.deepEqual(answer, { records: [console] });
    assert.equal(sessions.find(ALICE_ID)?.accessKeyId, 'ASIA1');
  });

  it('tells of a failed refresh, which is not tried again at once', async () => {
    const secrets = stored([`session:${CORP_ID}`, { ...signedIn, expiresAt: 5 }]);
    const { aws, sessions } = openSessions(clock(), { secrets });
    await sessions.load();
    const failure = {
      id: CORP_ID,
      expiresAt: 5,
      code: 'Throttled',
      message: 'busy',
      count: 1,
      retryAfter: 0,
    };
    assert.deepEqual(sessions.answer({ kind: 'failure', failure }), {});
    await assert.rejects(sessions.fresh(CORP_ID), { code: 'Throttled', message: 'busy' });
    assert.equal(aws.received.length, 0);
  });
});
