import assert from 'node:assert/strict';
import type { Report } from '../../../../src/features/diagnosis/report.ts';
import { tellVerdict } from '../../../../src/features/diagnosis/tellVerdict.ts';
import { FakeUi } from '../../support/FakeUi.ts';
import { memoryLog } from '../../support/memoryLog.ts';

const PROBLEM: Report = {
  verdict: { grade: 'problem', sentence: 'Couldn’t reach AWS.', others: 0, hadSession: true },
  text: '# The report',
};

describe('tellVerdict', () => {
  async function press(button: string, report = PROBLEM) {
    const ui = new FakeUi();
    let runs = 0;
    const again = () => Promise.resolve(void runs++);
    const telling = tellVerdict(report, { ui, log: memoryLog(), again });
    await ui.press(/AWS/, button);
    await telling;
    return { ui, runs: () => runs };
  }

  it('copies the report', async () =>
    assert.deepEqual((await press('Copy Report')).ui.copied, ['# The report']));

  it('opens the settings of this extension', async () =>
    assert.deepEqual((await press('Open Settings')).ui.commands, [
      ['workbench.action.openSettings', '@ext:sso-signin.aws-sso'],
    ]));

  it('tries again', async () => assert.equal((await press('Try Again')).runs(), 1));

  it('offers to add a session where there is none', async () => {
    const verdict = { ...PROBLEM.verdict, hadSession: false };
    const { ui } = await press('Add SSO Session…', { ...PROBLEM, verdict });
    assert.deepEqual(ui.commands, [['awsSso.addSession']]);
    assert.deepEqual(ui.shown, ['warning: Couldn’t reach AWS. [Add SSO Session…] [Copy Report] [Try Again]']);
  });

  it('says that all is well', () => {
    const ui = new FakeUi();
    const verdict = { grade: 'ok', sentence: 'You can sign in.', others: 0, hadSession: true } as const;
    void tellVerdict({ ...PROBLEM, verdict }, { ui, log: memoryLog(), again: () => Promise.resolve() });
    assert.deepEqual(ui.shown, [
      'information: All is well. You can sign in. [Copy Report] [Open Settings] [Try Again]',
    ]);
  });
});
