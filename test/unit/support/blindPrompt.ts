import type { SignInPrompt } from '../../../src/sessions/kinds/SharedSignIn.ts';
import { FlowChoice } from '../../../src/oauth/FlowChoice.ts';

/** A person who is shown everything, does nothing, and has chosen device codes. */
export function blindPrompt(): SignInPrompt {
  return {
    choice: new FlowChoice('deviceAuthorization'),
    show: () => undefined,
    trouble: () => undefined,
    openBrowser: () => Promise.resolve(),
    cameBack: () => undefined,
    waiting: () => undefined,
  };
}
