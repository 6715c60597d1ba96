import assert from 'node:assert/strict';
import { AwsSsoError } from '../../../../src/base/errors.ts';
import type { SessionConfig } from '../../../../src/sessions/kinds/identityCenter.ts';
import { PENDING } from '../../support/mockAws.ts';
import { CORP } from '../../support/openSessions.ts';
import { openSignIn, TOKEN, useSignInClock } from './openSignIn.ts';

const OWN: SessionConfig = { ...CORP, startUrl: 'https://aws.example.com' };
const PORTAL = { startUrl: 'https://ssoins-1.portal.eu-west-1.app.aws', region: 'eu-west-1' };

describe('Signing in by an own domain', () => {
  const clock = useSignInClock();

  it('asks it only after the person has agreed to what a workspace suggests', async () => {
    const asked: string[] = [];
    const { signIn, ui, answers, approved } = openSignIn(clock(), {
      configured: [],
      suggested: [OWN],
      portalBehind: (startUrl) => Promise.resolve(void asked.push(startUrl)).then(() => PORTAL),
    });
    const refused = assert.rejects(signIn.run(OWN), { code: 'Cancelled' });
    await ui.close(/This workspace suggests/);
    await refused;
    assert.deepEqual(asked, []);
    answers(TOKEN);
    const run = signIn.run(OWN);
    await ui.press(/This workspace suggests/, 'I Know This Portal');
    await approved(run);
    assert.deepEqual(asked, [OWN.startUrl]);
  });

  it('writes down no region that the domain will tell again', async () => {
    for (const [region, kept] of [
      ['eu-west-1', []],
      // Where the portal is said not to tell, somebody has chosen another one.
      [undefined, ['ap-south-1']],
    ] as const) {
      const found = {
        startUrl: region ? PORTAL.startUrl : 'https://corp.awsapps.com/start',
        ...(region ? { region } : {}),
      };
      const { signIn, answers, approved, added } = openSignIn(clock(), {
        configured: [OWN],
        portalBehind: () => Promise.resolve(found),
      });
      answers(TOKEN);
      await approved(signIn.run(region ? OWN : { ...OWN, region: 'ap-south-1' }));
      assert.deepEqual(
        added.map(([config]) => config.region),
        kept,
      );
    }
  });

  it('casts no doubt on a region that the portal names', async () => {
    for (const [config, isDoubted] of [
      [CORP, true],
      [OWN, false],
      [{ ...CORP, ...PORTAL }, false],
      [{ ...CORP, startUrl: PORTAL.startUrl }, true],
    ] as const) {
      const { signIn, ui, answers, over, code } = openSignIn(clock(), {
        configured: [config],
        portalBehind: () => Promise.resolve(PORTAL),
      });
      answers(...Array.from({ length: 75 }, () => PENDING));
      const run = assert.rejects(signIn.run(config), { code: 'Cancelled' });
      await code();
      await clock().tickAsync(70_000);
      assert.equal((await code()).includes('may be the wrong region'), isDoubted);
      ui.cancelProgress();
      await over(run);
    }
  });

  it('says plainly that it leads elsewhere, and where that is written', async () => {
    const sentence = 'aws.example.com leads to evil.example, which isn’t an AWS access portal.';
    const { signIn, ui, aws } = openSignIn(clock(), {
      configured: [OWN],
      portalBehind: () => Promise.reject(new AwsSsoError('InvalidRequest', sentence)),
    });
    await assert.rejects(signIn.run(OWN), { code: 'InvalidRequest' });
    const said = /^Couldn’t sign in to corp: .* leads to evil\.example,/;
    assert.deepEqual(await ui.message(said), ['Edit…', 'Try Again']);
    assert.deepEqual(aws.received, []);
  });
});
