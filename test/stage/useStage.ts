import { assertNoSecretOnDisk } from '../e2e/assertNoSecretOnDisk.ts';
import { Probe } from '../e2e/Probe.ts';
import { pictureOfFailure } from '../e2e/pictureOfFailure.ts';
import { Stage, type StageOptions } from '../e2e/Stage.ts';
import { chosenEngine } from '../editor/editorBuilds.ts';
import type { EditorWindow, EditorWindowOptions } from '../editor/EditorWindow.ts';
import { type Beginning, beginningOf, resetPlace, resetStage } from './resetStage.ts';

export interface UseStageOptions extends StageOptions {
  readonly window?: EditorWindowOptions;
  /** Every test begins where the one before it has ended. */
  readonly keeps?: boolean;
}

export interface Used {
  readonly stage: Stage;
  readonly window: EditorWindow;
  /**
   * Has timers of the window's extensions that are set for exactly that long from now on fire earlier, until the next test.
   */
  readonly shortenTimers: (fromMs: number, toMs: number) => Promise<void>;
}

/**
 * One editor with one window and one Identity Center for the tests of a suite, each of which finds them as new. After a failure, or
 * where a test has closed the window, that is a fresh window; else the same one, reset.
 * @param given by a function where they are known only once an earlier hook has run.
 * @param take is given them before the first test, and again before each.
 */
export function useStage(given: UseStageOptions | (() => UseStageOptions), take: (used: Used) => void): void {
  let options: UseStageOptions = {};
  // The oldest editor cannot say which secrets there are, so windows there are fresh.
  const canReset = chosenEngine() === 'newest';
  let probe: Probe | undefined;
  let stage: Stage | undefined;
  let window: EditorWindow | undefined;
  let beginning: Beginning | undefined;
  let isFresh = false;
  let hasFailed = false;

  async function open(from: Stage): Promise<EditorWindow> {
    if (window) await closeAll(window);
    const others = await Probe.places(from);
    const opened = await from.open(options.window);
    if (!options.keeps) probe = await Probe.appear(from, others);
    isFresh = true;
    return (window = opened);
  }

  const used = (on: Stage, inside: EditorWindow): Used => ({
    stage: on,
    window: inside,
    shortenTimers: async (...times) => probe?.shortenTimers(...times),
  });

  before(async () => {
    options = typeof given === 'function' ? given() : given;
    stage = await Stage.start({
      ...options,
      ...(options.keeps ? {} : { probe: true, consumers: options.consumers ?? ['consumer'] }),
      // The probe listens, which is not for the person to know.
      settings: { 'remote.autoForwardPorts': false, ...options.settings },
    });
    beginning = await beginningOf(stage);
    take(used(stage, await open(stage)));
  });
  beforeEach(async () => {
    if (!stage || !window || !beginning) throw new Error('There is no stage.');
    if (options.keeps) return;
    if (!isFresh) {
      const isLasting = canReset && !hasFailed && !window.page.isClosed() && (await probe?.isThere());
      if (!probe || !isLasting) {
        await resetPlace(stage, beginning);
        await open(stage);
      } else await resetStage(stage, window, probe, beginning);
    }
    isFresh = hasFailed = false;
    take(used(stage, window));
  });
  afterEach(async function () {
    hasFailed = this.currentTest?.state === 'failed';
    if (window) await pictureOfFailure(this.currentTest, window);
  });
  after(async () => {
    if (window) await closeAll(window);
    // What the whole suite has left, with every window closed.
    if (stage && stage.identityCenter.issuedSecrets.length > 0) await assertNoSecretOnDisk(stage);
    await stage?.stop();
  });
}

/** The pages first: when a context is closed, they cannot say goodbye to the server. */
async function closeAll({ context }: EditorWindow): Promise<void> {
  for (const page of context.pages()) await page.close();
  await context.close();
}
