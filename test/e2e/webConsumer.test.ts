import type { EditorWindow } from '../editor/EditorWindow.ts';
import { answerConsent, signIn } from './person.ts';
import { pictureOfFailure } from './pictureOfFailure.ts';
import { Stage } from './Stage.ts';

describe('A consumer in the browser’s extension host', () => {
  let stage: Stage;
  let window: EditorWindow;
  before(async () => {
    stage = await Stage.start({ consumers: ['web-consumer'] });
    window = await stage.open();
    window.page.on('console', (m) => console.log('PAGE', m.type(), m.text().slice(0, 300)));
    await signIn(window, stage);
  });
  afterEach(async function () {
    await pictureOfFailure(this.currentTest, window);
    await window.runCommand('Notifications: Clear All Notifications');
  });
  after(async () => {
    await window.close();
    await stage.stop();
  });
  it('x', async () => {
    await window.runCommand('AWS SSO Web Consumer: Show My Extension Host');
    console.log(await window.notificationText(/process|No host|resulted/));
    await window.runCommand('AWS SSO Web Consumer: List My Accounts');
    console.log(await answerConsent(window, 'Allow'));
    console.log(await window.notificationText(/local|No acc/));
  });
});
