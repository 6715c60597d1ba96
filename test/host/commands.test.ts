import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { answering, api, configure, signIn, signOut, signOutOfAll, useIdentityCenter } from './support.ts';

describe('Commands', () => {
  const center = useIdentityCenter();
  afterEach(signOutOfAll);

  it('awsSso.signIn resolves to the session, without a secret', async () => {
    const session = await signIn(center(), 'corp');
    const { startUrl, region, issuedSecrets } = center();
    assert.deepEqual(
      { ...session, id: '', expiresAt: undefined },
      {
        ...{ id: '', name: 'corp', startUrl, region },
        scopes: ['sso:account:access'],
        signedIn: true,
        expiresAt: undefined,
      },
    );
    const expiresIn = (session.expiresAt?.getTime() ?? 0) - Date.now();
    assert.ok(expiresIn > 3_590_000 && expiresIn <= 3_600_000, String(expiresIn));
    assert.ok(!issuedSecrets.some((secret) => JSON.stringify(session).includes(secret)));
  });

  it('several sessions stand side by side, and awsSso.signOut ends the one that it is told', async () => {
    await signIn(center(), 'corp');
    await signIn(center(), 'lab');
    await signOut('corp');
    const states = (await api()).sessions.map(({ name, signedIn }) => [name, signedIn]);
    assert.deepEqual(states, [
      ['corp', false],
      ['lab', true],
    ]);
  });

  it('awsSso.signOut ends no session that somebody names, unless the person agrees', async () => {
    await signIn(center(), 'corp');
    for (const argument of [{ session: 'corp' }, undefined]) {
      const asked = await answering(undefined, () =>
        vscode.commands.executeCommand('awsSso.signOut', argument),
      );
      assert.match(asked.join(), /^Sign out of corp \(d-1234567890\.awsapps\.com\)\?/);
    }
    for (const { id } of (await api()).sessions) {
      await vscode.commands.executeCommand('awsSso.signOut', { session: 'corp', sessionId: id });
      await vscode.commands.executeCommand('_awsSso.takeOver', id);
    }
    assert.equal((await api()).sessions.find(({ name }) => name === 'corp')?.signedIn, true);
  });

  it('awsSso.signOut resolves when nobody is signed in', async () => {
    assert.equal(await vscode.commands.executeCommand('awsSso.signOut', { session: 'corp' }), undefined);
    assert.equal(await vscode.commands.executeCommand('awsSso.signOut'), undefined);
  });

  for (const endpoints of ['http://127.0.0.1:1', { oidc: 5 }, { oicd: 'https://x.example' }]) {
    it(`refuses the setting awsSso.endpoints ${JSON.stringify(endpoints)} rather than to ask elsewhere`, async () => {
      const { oidc, portal } = center();
      await configure({ endpoints });
      const aws = await api();
      await assert.rejects(aws.signIn({ session: 'corp' }), {
        code: 'InvalidRequest',
        message: /awsSso\.endpoints/,
      });
      await configure({ endpoints: { oidc, portal } });
    });
  }

  it('an endpoint that is neither https nor on loopback is refused before anything is sent', async () => {
    const { oidc, portal } = center();
    await configure({ endpoints: { oidc: 'http://192.0.2.1', portal } });
    const before = center().requests.length;
    assert.equal(await vscode.commands.executeCommand('awsSso.signIn', { session: 'corp' }), undefined);
    assert.equal(center().requests.length, before);
    await configure({ endpoints: { oidc, portal } });
  });
});
