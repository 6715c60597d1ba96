import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { PortalBehind } from '../../../../src/aws/services/portalBehind.ts';
import { AwsSsoError } from '../../../../src/base/errors.ts';
import { portalPage, type SessionConfig, sessionId } from '../../../../src/sessions/kinds/identityCenter.ts';
import { useFakeClock } from '../../support/fakeClock.ts';
import { MemorySecrets } from '../../support/MemorySecrets.ts';
import { MemoryLock, MemoryWindows } from '../../support/memoryWindows.ts';
import { CORP, openSessions, registered, started, token } from '../../support/openSessions.ts';

const OWN: SessionConfig = { ...CORP, name: 'own', startUrl: 'https://aws.example.com', region: 'us-east-1' };
const PORTAL = 'https://ssoins-1234567890abcdef.portal.eu-west-1.app.aws';
const ISSUER: SessionConfig = { ...CORP, startUrl: 'https://identitycenter.amazonaws.com/ssoins-1' };

describe('A session of an own domain', () => {
  const clock = useFakeClock();

  function open(
    found: PortalBehind | Error = { startUrl: PORTAL, region: 'eu-west-1' },
    options: Parameters<typeof openSessions>[1] = {},
  ) {
    const asked: string[] = [];
    const opened = openSessions(clock(), {
      configured: [OWN],
      portalBehind: (startUrl) => {
        asked.push(startUrl);
        return found instanceof Error ? Promise.reject(found) : Promise.resolve(found);
      },
      ...options,
    });
    const answers = (): void =>
      void opened.aws
        .next('/client/register', registered('c'))
        .next('/device_authorization', started())
        .next('/token', token('t1'));
    return { ...opened, asked, answers };
  }

  it('signs in with the portal that the domain leads to, in its region, and keeps the name and the id', async () => {
    const { signIn, answers, asked, aws, sessions } = open();
    answers();
    const session = await signIn(OWN);
    assert.deepEqual(asked, [OWN.startUrl]);
    assert.equal(aws.received.find((one) => one.path === '/device_authorization')?.body['startUrl'], PORTAL);
    const { name, startUrl, region, portal } = session;
    assert.deepEqual(
      { name, startUrl, region, portal },
      { name: 'own', startUrl: OWN.startUrl, region: 'eu-west-1', portal: PORTAL },
    );
    assert.equal(sessionId(session), sessionId(OWN));
    assert.equal(portalPage(session), PORTAL);
    assert.deepEqual(sessions.known(), [OWN]);
  });

  it('keeps its own region where the portal names none', async () => {
    const { signIn, answers } = open({ startUrl: 'https://d-1234567890.awsapps.com/start' });
    answers();
    assert.equal((await signIn(OWN)).region, OWN.region);
  });

  it('never asks the domain to renew, nor after a restart', async () => {
    const secrets = new MemorySecrets();
    const first = open(undefined, { secrets });
    first.answers();
    await first.signIn(OWN);
    const later = open(new Error('Nobody is asked.'), { secrets });
    await later.sessions.load();
    await clock().tickAsync(3_000_000);
    later.aws.next('/token', token('t2'));
    const renewing = later.sessions.renew(sessionId(OWN), 't1');
    await clock().tickAsync(10_000);
    const { accessToken, portal, region } = await renewing;
    assert.deepEqual([accessToken, portal, region], ['t2', PORTAL, 'eu-west-1']);
    assert.deepEqual(later.asked, []);
  });

  it('asks anew at the next sign-in, and changes nothing when the domain leads elsewhere', async () => {
    const secrets = new MemorySecrets();
    const first = open(undefined, { secrets });
    first.answers();
    const before = await first.signIn(OWN);
    const elsewhere = new AwsSsoError('InvalidRequest', 'aws.example.com leads to evil.example.');
    const later = open(elsewhere, { secrets, configured: [] });
    await later.sessions.load();
    // As it is known without being configured any more, with all that is stored.
    await assert.rejects(later.signIn(later.sessions.named('own')), elsewhere);
    assert.deepEqual(later.asked, [OWN.startUrl]);
    assert.deepEqual(later.aws.received, []);
    assert.deepEqual(later.sessions.find(sessionId(OWN)), before);
  });

  it('writes down that the domain leads to another portal than before, not to another region of it', async () => {
    const secrets = new MemorySecrets();
    for (const [startUrl, isOther] of [
      [PORTAL, false],
      [PORTAL.replace('eu-west-1', 'us-west-2'), false],
      ['https://other.awsapps.com/start', true],
    ] as const) {
      const { signIn, answers, log } = open({ startUrl }, { secrets });
      answers();
      await signIn(OWN);
      assert.equal(log.lines.join('\n').includes('led to another portal before'), isOther);
    }
  });

  it('is signed in to once by two windows, in the region that it leads to', async () => {
    const shared = { windows: new MemoryWindows(), lock: new MemoryLock(), secrets: new MemorySecrets() };
    const one = open(undefined, shared);
    const other = open(undefined, shared);
    one.answers();
    const [first, second] = await Promise.all([one.signIn(OWN), other.signIn(OWN)]);
    assert.deepEqual(second, first);
    assert.deepEqual(other.aws.received, []);
  });

  it('asks AWS’s own addresses nothing', async () => {
    for (const config of [CORP, ISSUER]) {
      const { signIn, answers, asked, aws } = open(undefined, { configured: [config] });
      answers();
      const session = await signIn(config);
      assert.deepEqual([asked, session.portal], [[], undefined]);
      const start = aws.received.find((one) => one.path === '/device_authorization');
      assert.equal(start?.body['startUrl'], config.startUrl);
    }
  });

  it('is filed for the AWS CLI by what is written, with the region that it leads to', async () => {
    const home = mkdtempSync(path.join(tmpdir(), 'own-domain-'));
    try {
      const config = { ...OWN, region: 'eu-west-1' };
      const { signIn, answers } = open(undefined, { home, configured: [config] });
      answers();
      await signIn(config);
      const folder = path.join(home, '.aws/sso/cache');
      const files = readdirSync(folder).map(
        (name) => JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as Record<string, unknown>,
      );
      const { startUrl, region } = files.find((file) => 'accessToken' in file)!;
      assert.deepEqual([startUrl, region], [OWN.startUrl, 'eu-west-1']);
    } finally {
      rmSync(home, { recursive: true });
    }
  });
});

describe('A session of an issuer', () => {
  const clock = useFakeClock();

  for (const [page, portal] of [
    ['https://corp.awsapps.com/start/#/device', 'https://corp.awsapps.com/start'],
    ['https://ssoins-1.portal.us-east-1.app.aws/#/device', 'https://ssoins-1.portal.us-east-1.app.aws'],
    ['https://device.sso.us-east-1.amazonaws.com/', undefined],
    ['https://ssoins-1.us-east-1.portal.amazonaws.com/#/device', undefined],
    ['https://evil.example/start/#/device', undefined],
  ] as const) {
    it(`${portal ? 'knows' : 'doesn’t know'} its portal from ${page}`, async () => {
      const { signIn, aws } = openSessions(clock(), { configured: [ISSUER] });
      const { body } = started();
      aws
        .next('/client/register', registered('c'))
        .next('/device_authorization', { body: { ...(body as object), verificationUri: page } })
        .next('/token', token('t1'));
      const session = await signIn(ISSUER);
      assert.equal(session.portal, portal);
      assert.equal(portalPage(session), portal);
    });
  }
});
