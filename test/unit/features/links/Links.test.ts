import assert from 'node:assert/strict';
import { AwsSsoError } from '../../../../src/base/errors.ts';
import { Links } from '../../../../src/features/links/Links.ts';
import type { RoleArgument } from '../../../../src/features/roles/roleArgument.ts';
import { BUILDER_ID } from '../../../../src/sessions/kinds/builderId.ts';
import { withScopes } from '../../../../src/sessions/kinds/scopes.ts';
import { CORP, LAB } from '../../support/openSessions.ts';
import { type Circumstances, openSignIn, TOKEN, useSignInClock } from '../signIn/openSignIn.ts';

const NEW_URL = 'https://new.awsapps.com/start';
const TO_NEW = { path: '/sign-in', query: `startUrl=${NEW_URL}&region=eu-west-1` };
const TO_CORP = { path: '/sign-in', query: `startUrl=${CORP.startUrl}&region=us-east-1` };
const TO_ROLE = { path: '/role', query: 'account=111122223333&role=Admin' };
const BAD = { path: '/sign-in', query: '' };
const KNOWN = 'I Know This Portal';

describe('Links', () => {
  const clock = useSignInClock();

  function open(circumstances: Circumstances = {}) {
    const opened = openSignIn(clock(), circumstances);
    const { sessions, signIn, ui, log } = opened;
    const used: RoleArgument[] = [];
    const world = { useRole: (): Promise<unknown> => Promise.resolve() };
    const links = new Links({
      ...{ sessions, signIn, ui, log },
      useRole: (wanted) => {
        used.push(wanted);
        return world.useRole();
      },
      diagnose: () => Promise.resolve(),
    });
    return { ...opened, links, used, world };
  }

  describe('to a sign-in', () => {
    it('show start URL and region in a modal dialog, and nothing is contacted unless the person agrees', async () => {
      const { links, ui, aws } = open({ configured: [] });
      const done = links.open(TO_NEW);
      await ui.close(/^A link leads to the SSO session “new”\. Do you want to sign in to it\?$/);
      await done;
      assert.deepEqual(ui.shown, [
        'warning: A link leads to the SSO session “new”. Do you want to sign in to it? [I Know This Portal]\n' +
          'Start URL: https://new.awsapps.com/start\nRegion: eu-west-1\n\n' +
          'The link came from outside VS Code. Sign in only if you expected it and recognize the address.',
      ]);
      assert.deepEqual([aws.received, ui.opened], [[], []]);
    });

    it('lead on to the sign-in, as for a portal that was typed', async () => {
      const { links, ui, answers, over, sessions, added } = open({ configured: [] });
      answers(TOKEN);
      const done = links.open({ ...TO_NEW, query: `${TO_NEW.query}&session=acme` });
      await ui.press(/^A link leads to/, KNOWN);
      await over(done);
      await over(ui.message(/^Signed in to acme/));
      const [session] = sessions.signedIn();
      assert.deepEqual(
        [session?.name, session?.startUrl, session?.region, session?.registrationScopes],
        ['acme', NEW_URL, 'eu-west-1', ['sso:account:access']],
      );
      // Kept without a question.
      assert.deepEqual(
        added.map(([{ name, startUrl }]) => [name, startUrl]),
        [['acme', NEW_URL]],
      );
    });

    it('take the person’s own session of the portal, as they have set it up', async () => {
      const { links, ui, signIn } = open({ configured: [{ ...CORP, region: 'eu-central-1' }] });
      const done = links.open({ ...TO_CORP, query: `${TO_CORP.query}&session=other` });
      await ui.press(/^A link leads to the SSO session “corp”/, KNOWN);
      await done;
      assert.match(ui.shown[0] ?? '', /\nRegion: eu-central-1\n/);
      assert.deepEqual(signIn.running(), [{ ...CORP, region: 'eu-central-1' }]);
      signIn.dispose();
    });

    it('ask each time, whatever was agreed to before', async () => {
      const { links, ui, signIn } = open();
      for (const count of [1, 2]) {
        const done = links.open(TO_CORP);
        await ui.press(/^A link leads to/, KNOWN);
        await done;
        assert.equal(ui.shown.filter((text) => text.startsWith('warning: A link')).length, count);
      }
      signIn.dispose();
    });

    it('say that the name belongs to another portal, and ask nothing', async () => {
      const { links, ui, aws } = open();
      await links.open({ ...TO_NEW, query: `${TO_NEW.query}&session=corp` });
      assert.deepEqual(ui.messages, [
        'This link names the session “corp”, but yours of that name belongs to another portal: ' +
          'd-1234567890.awsapps.com. Ask for a link with another name.',
      ]);
      assert.deepEqual(aws.received, []);
    });

    it('say that the person is signed in already', async () => {
      const { links, ui, aws, signIn, answers, approved } = open();
      answers(TOKEN);
      await approved(signIn.run(CORP));
      const before = aws.received.length;
      await links.open(TO_CORP);
      assert.equal(ui.messages.at(-1), 'You’re already signed in to corp.');
      assert.equal(aws.received.length, before);
    });
  });

  describe('to a role', () => {
    it('pass it on as a proposal where somebody is signed in', async () => {
      const { links, ui, used, signIn, answers, approved } = open({ configured: [CORP, LAB] });
      answers(TOKEN);
      await approved(signIn.run(CORP));
      const before = ui.shown.length;
      await links.open({ ...TO_ROLE, query: `${TO_ROLE.query}&session=corp` });
      const proposal = { accountId: '111122223333', roleName: 'Admin', isOurs: false };
      assert.deepEqual(used, [{ session: 'corp', ...proposal }]);
      assert.equal(ui.shown.length, before);
    });

    it('contact nothing before the person agrees to a sign-in', async () => {
      const { links, ui, aws, used } = open();
      const done = links.open(TO_ROLE);
      await ui.close(/^A link wants Admin in 111122223333\. Do you want to sign in to “corp”\?$/);
      await done;
      assert.match(
        ui.shown[0] ?? '',
        /\nStart URL: https:\/\/d-1234567890\.awsapps\.com\/start\nRegion: us-east-1\n/,
      );
      assert.deepEqual([aws.received, used], [[], []]);
    });

    it('sign in first, and then pass it on', async () => {
      const { links, ui, used, answers, over } = open();
      answers(TOKEN);
      const done = links.open(TO_ROLE);
      await ui.press(/^A link wants/, KNOWN);
      await over(done);
      assert.deepEqual(used.length, 1);
    });

    it('end with the sign-in, which says itself how it ended', async () => {
      const { links, ui, used, answers, over } = open();
      answers(new Error('nothing comes'));
      const done = links.open(TO_ROLE);
      await ui.press(/^A link wants/, KNOWN);
      await over(done);
      assert.deepEqual(used, []);
      assert.equal(ui.shown.filter((text) => text.startsWith('error: ')).length, 1);
    });

    it('say which sessions there are, where there is none of that name', async () => {
      const { links, ui, used } = open();
      await links.open({ ...TO_ROLE, query: `${TO_ROLE.query}&session=prod` });
      assert.deepEqual(await ui.message(/^There’s no SSO session named “prod”\. You have: corp\.$/), [
        'Open Settings',
      ]);
      assert.deepEqual(used, []);
    });

    it('never take an AWS Builder ID, which has no roles', async () => {
      const { links, ui, used, aws } = open({ configured: [BUILDER_ID] });
      await links.open(TO_ROLE);
      await ui.message(/Builder ID/);
      assert.deepEqual([used, aws.received], [[], []]);
    });

    it('ask for another session where only an AWS Builder ID is signed in', async () => {
      const builderId = withScopes(BUILDER_ID, CORP.registrationScopes);
      const { links, ui, used, signIn, answers, approved } = open({ configured: [builderId, CORP] });
      answers(TOKEN);
      await approved(signIn.run(builderId));
      const done = links.open(TO_ROLE);
      (await ui.list('Sign in with SSO')).accept('corp');
      await ui.close(/^A link wants Admin .* sign in to “corp”/);
      await done;
      assert.deepEqual(used, []);
    });

    it('say why the role can’t be used', async () => {
      const { links, ui, world, answers, over } = open();
      world.useRole = () => Promise.reject(new AwsSsoError('RoleNotAssigned', 'You don’t have the role.'));
      answers(TOKEN);
      const done = links.open(TO_ROLE);
      await ui.press(/^A link wants/, KNOWN);
      await over(done);
      await ui.message(/^You don’t have the role\.$/);
    });
  });

  it('that can’t be read say why, and contact nothing', async () => {
    const { links, ui, aws } = open();
    await links.open(BAD);
    assert.deepEqual(ui.shown, ['error: This link lacks “startUrl”.']);
    assert.deepEqual(aws.received, []);
  });

  describe('in a flood', () => {
    const TEN_THOUSAND = 10_000;

    it('ask once, and are left out until that is answered', async () => {
      const { links, ui, log } = open({ configured: [] });
      const all = Array.from({ length: TEN_THOUSAND }, (_, index) =>
        links.open({ ...TO_NEW, query: `startUrl=https://p${index}.awsapps.com/start&region=eu-west-1` }),
      );
      await ui.close(/^A link leads to the SSO session “p0”/);
      await Promise.all(all);
      assert.equal(ui.shown.length, 1);
      clock().tick(5_000);
      const next = links.open(TO_NEW);
      await ui.close(/“new”/);
      await next;
      assert.deepEqual(
        log.lines.filter((line) => line.includes('left out')),
        ['9999 links were left out, since they came while another one was asked about.'],
      );
    });

    it('say once what is wrong with them', async () => {
      const { links, ui } = open();
      for (let count = 0; count < TEN_THOUSAND; count++) {
        await links.open(BAD);
      }
      assert.equal(ui.shown.length, 1);
      clock().tick(5_000);
      await links.open(BAD);
      assert.equal(ui.shown.length, 2);
    });

    it('ask less and less often, the more often the person declines', async () => {
      const { links, ui, signIn } = open();
      const asks = async (): Promise<boolean> => {
        const before = ui.shown.length;
        const done = links.open(TO_CORP);
        await new Promise((resolve) => setImmediate(resolve));
        const asked = ui.shown.length > before;
        if (asked) {
          await ui.close(/^A link leads to/);
        }
        await done;
        return asked;
      };
      for (const pause of [5_000, 30_000, 180_000, 1_080_000, 3_600_000, 3_600_000]) {
        assert.equal(await asks(), true);
        clock().tick(pause - 1);
        assert.equal(await asks(), false);
        clock().tick(1);
      }
      const agreed = links.open(TO_CORP);
      await ui.press(/^A link leads to/, KNOWN);
      await agreed;
      assert.equal(await asks(), true);
      clock().tick(5_000);
      assert.equal(await asks(), true);
      signIn.dispose();
    });
  });
});
