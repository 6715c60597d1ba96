import assert from 'node:assert/strict';
import { askRegion } from '../../../../../src/features/signIn/questions/askRegion.ts';
import { askSession } from '../../../../../src/features/signIn/questions/askSession.ts';
import { FakeUi } from '../../../support/FakeUi.ts';
import { CORP, LAB } from '../../../support/openSessions.ts';
import { openSignIn, useSignInClock } from '../openSignIn.ts';

const TITLE = 'Sign in with SSO';
const PORTAL_OF_IRELAND = 'https://ssoins-1234567890abcdef.portal.eu-west-1.app.aws/';

describe('askSession', () => {
  function ask({ known = [CORP], askName = false } = {}) {
    const ui = new FakeUi();
    return { ui, answer: askSession(ui, { title: TITLE, askName, known }) };
  }

  it('says what is wrong with a start URL, and asks on', async () => {
    const { ui, answer } = ask();
    const box = await ui.box(TITLE);
    const { step, totalSteps, canGoBack } = box.question;
    assert.deepEqual([step, totalSteps, canGoBack], [1, 2, false]);
    for (const [typed, problem] of [
      ['', /^Enter the start URL/],
      ['http://d-1234567890.awsapps.com/start', /must begin with https/],
      ['my company', /isn’t a start URL/],
      ['us-east-1', /This is a region/],
      ['111122223333', /This is an account ID/],
      ['https://console.aws.amazon.com/', /address of the AWS console/],
      ['https://corp.okta.com/app/aws', /sign-in page of corp\.okta\.com/],
      ['https://d-1234567890.awsapps.com/start?x=1', /has no query/],
    ] as const) {
      assert.match(box.type(typed).accept() ?? '', problem);
    }
    const ends = assert.rejects(answer, { code: 'Cancelled' });
    box.escape();
    await ends;
    assert.deepEqual(ui.shown, []);
  });

  it('proposes the region that the host tells, and goes back to what was typed', async () => {
    const { ui, answer } = ask();
    (await ui.box(TITLE)).type(PORTAL_OF_IRELAND).accept();
    const list = await ui.list(TITLE);
    assert.deepEqual([list.labels[0], list.question.step, list.question.totalSteps], ['eu-west-1', 2, 2]);
    list.back();
    const box = await ui.box(TITLE);
    assert.equal(box.value, PORTAL_OF_IRELAND);
    box.accept();
    (await ui.list(TITLE)).accept();
    const { name, region } = await answer;
    assert.deepEqual([name, region], ['ssoins-1234567890abcdef', 'eu-west-1']);
  });

  it('takes the start URL out of what was pasted with it', async () => {
    const { ui, answer } = ask();
    (await ui.box(TITLE)).type(`SSO start URL: ${PORTAL_OF_IRELAND}\u200b`).accept();
    (await ui.list(TITLE)).accept();
    const { name, startUrl, region } = await answer;
    assert.deepEqual([name, region], ['ssoins-1234567890abcdef', 'eu-west-1']);
    assert.equal(startUrl, PORTAL_OF_IRELAND.replace(/\/$/, ''));
  });

  for (const [typed, name] of [
    ['https://start.home.awsapps.cn/directory/d-9067', 'd-9067'],
    ['https://identitycenter.amazonaws.com/ssoins-1234567890abcdef', 'ssoins-1234567890abcdef'],
    ['https://aws.example.com', 'example'],
  ] as const) {
    it(`names the session of ${typed} after what tells it from others`, async () => {
      const { ui, answer } = ask();
      (await ui.box(TITLE)).type(typed).accept();
      (await ui.list(TITLE)).accept('us-east-1');
      assert.deepEqual(await answer, { ...CORP, name, startUrl: typed });
    });
  }

  it('proposes the region that was chosen before, after a way back', async () => {
    const { ui, answer } = ask({ askName: true });
    (await ui.box(TITLE)).type('lab').accept();
    (await ui.list(TITLE)).accept('eu-central-1');
    (await ui.box(TITLE)).back();
    const list = await ui.list(TITLE);
    assert.equal(list.labels[0], 'eu-central-1');
    const ends = assert.rejects(answer, { code: 'Cancelled' });
    list.escape();
    await ends;
  });

  it('takes the name of the portal’s session where there is one, and a free one else', async () => {
    for (const [known, name] of [
      [[CORP], 'corp'],
      [[{ ...LAB, name: 'd-1234567890' }], 'd-1234567890-2'],
    ] as const) {
      const { ui, answer } = ask({ known: [...known] });
      (await ui.box(TITLE)).type(` ${CORP.startUrl}/#/ `).accept();
      (await ui.list(TITLE)).accept('us-east-1');
      assert.deepEqual(await answer, { ...CORP, name });
    }
  });

  it('asks for a name, and says what is wrong with one', async () => {
    const { ui, answer } = ask({ askName: true });
    (await ui.box(TITLE)).type('lab').accept();
    (await ui.list(TITLE)).accept('us-east-1');
    const box = await ui.box(TITLE);
    assert.deepEqual([box.value, box.question.step, box.question.totalSteps], ['lab', 3, 3]);
    for (const [typed, problem] of [
      [' ', 'Enter a name.'],
      ['my lab', 'Use letters, digits, dots, hyphens and underscores only.'],
      ['corp', 'There’s already a session with that name.'],
    ] as const) {
      assert.equal(box.type(typed).accept(), problem);
    }
    box.type(' lab ').accept();
    assert.deepEqual(await answer, LAB);
  });
});

describe('askRegion', () => {
  function ask(question: { proposed?: string; tried?: string } = {}) {
    const ui = new FakeUi();
    return { ui, answer: askRegion(ui, { title: TITLE, canGoBack: false, ...question }) };
  }

  it('lists the proposed one first, and not the one that was tried', async () => {
    const { ui } = ask({ proposed: 'eu-west-1', tried: 'us-east-1' });
    const { labels } = await ui.list(TITLE);
    assert.equal(labels[0], 'eu-west-1');
    assert.equal(labels.filter((label) => label === 'eu-west-1').length, 1);
    assert.ok(!labels.includes('us-east-1'));
  });

  it('finds a region by its place', async () => {
    const { ui, answer } = ask();
    const list = (await ui.list(TITLE)).type('Ireland');
    assert.deepEqual(list.labels, ['eu-west-1']);
    list.accept();
    assert.equal(await answer, 'eu-west-1');
  });

  it('takes one that is not listed, as typed', async () => {
    const { ui, answer } = ask();
    const list = (await ui.list(TITLE)).type(' XX-North-7 ');
    assert.deepEqual(list.labels, ['xx-north-7, as typed']);
    assert.ok(list.accept());
    assert.equal(await answer, 'xx-north-7');
  });

  for (const typed of ['nowhere', 'evil.example/x?']) {
    it(`says that “${typed}” is none, and stays`, async () => {
      const { ui } = ask();
      const list = (await ui.list(TITLE)).type(typed);
      assert.match(list.labels[0] ?? '', /isn’t an AWS region/);
      assert.equal(list.accept(), false);
      assert.ok(list.isOpen);
    });
  }
});

describe('SignIn.add', () => {
  const clock = useSignInClock();
  const ADD = 'Add SSO Session';

  async function describeLab(ui: FakeUi): Promise<void> {
    (await ui.box(ADD)).type('lab').accept();
    (await ui.list(ADD)).accept('us-east-1');
    (await ui.box(ADD)).accept();
  }

  it('adds the session to the settings, says so, and signs in when asked to', async () => {
    const { signIn, ui, added, answers, linkId, over, code } = openSignIn(clock());
    const adding = signIn.add();
    await describeLab(ui);
    await adding;
    const told = /^Added lab to your settings\.$/;
    assert.deepEqual(await ui.message(told), ['Sign In']);
    assert.deepEqual(added, [[LAB]]);
    answers();
    await ui.press(told, 'Sign In');
    await code();
    const id = await linkId();
    assert.ok(id);
    ui.cancelProgress();
    await over(new Promise<void>((resolve) => setImmediate(resolve)));
  });

  it('says why it could not be added, and leads to the settings', async () => {
    const sentence = 'Unable to write into user settings. Open the file to correct errors.';
    const { signIn, ui } = openSignIn(clock(), { add: () => Promise.reject(new Error(sentence)) });
    const adding = signIn.add();
    await describeLab(ui);
    await adding;
    await ui.press(/Unable to write/, 'Open Settings');
    await ui.until('the settings', () => ui.commands[0]);
    assert.deepEqual(ui.shown, [`error: Couldn’t add lab to your settings: ${sentence} [Open Settings]`]);
  });

  it('adds nothing when it is cancelled', async () => {
    const { signIn, ui, added } = openSignIn(clock());
    const adding = assert.rejects(signIn.add(), { code: 'Cancelled' });
    (await ui.box(ADD)).escape();
    await adding;
    assert.deepEqual([added, ui.shown], [[], []]);
  });
});
