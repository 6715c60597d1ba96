import assert from 'node:assert/strict';
import { AwsSsoError } from '../../../../src/base/errors.ts';
import type { SessionConfig } from '../../../../src/sessions/kinds/identityCenter.ts';
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

  it('does not offer to write down a region that the domain will tell again', async () => {
    for (const [region, buttons] of [
      ['eu-west-1', []],
      // Where the portal is said not to tell, somebody has chosen another one.
      [undefined, ['Add to Settings']],
    ] as const) {
      const found = {
        startUrl: region ? PORTAL.startUrl : 'https://corp.awsapps.com/start',
        ...(region ? { region } : {}),
      };
      const { signIn, ui, answers, approved } = openSignIn(clock(), {
        configured: [OWN],
        portalBehind: () => Promise.resolve(found),
      });
      answers(TOKEN);
      await approved(signIn.run(region ? OWN : { ...OWN, region: 'ap-south-1' }));
      assert.deepEqual(await ui.message(/^Signed in to /), buttons);
    }
  });

  it('casts no doubt on a region that the portal names', async () => {
    for (const [config, isDoubted] of [
      [CORP, true],
      [OWN, false],
      [{ ...CORP, ...PORTAL }, false],
      [{ ...CORP, startUrl: PORTAL.startUrl }, true],
    ] as const) {
      const { signIn, ui, answers, approved } = openSignIn(clock(), {
        configured: [config],
        portalBehind: () => Promise.resolve(PORTAL),
      });
      answers();
      const run = assert.rejects(signIn.run(config), { code: 'Cancelled' });
      await ui.message(/enter the code/);
      await clock().tickAsync(70_000);
      assert.equal(
        ui.messages.some((text) => text.includes('may be the wrong region')),
        isDoubted,
      );
      ui.cancelProgress();
      await approved(run);
    }
  });

  it('says plainly that it leads elsewhere, and where that is written', async () => {
    const sentence = 'aws.example.com leads to evil.example, which isn’t an AWS access portal.';
    const { signIn, ui, aws } = openSignIn(clock(), {
      configured: [OWN],
      portalBehind: () => Promise.reject(new AwsSsoError('InvalidRequest', sentence)),
    });
    await assert.rejects(signIn.run(OWN), { code: 'InvalidRequest' });
    const said =
      /^Not signed in to corp \(https:\/\/aws\.example\.com, us-east-1\)\. .* leads to evil\.example,/;
    assert.deepEqual(await ui.message(said), ['Try Again', 'Open Settings']);
    assert.deepEqual(aws.received, []);
  });
});
