import { MonthAwsCli } from './MonthAwsCli.ts';
import { MonthCalls } from './MonthCalls.ts';
import { MonthEvents } from './MonthEvents.ts';
import { MonthLife } from './MonthLife.ts';
import { type MonthOptions, MonthState } from './MonthState.ts';
import { MonthWindows } from './MonthWindows.ts';
import { RefreshChecks } from './RefreshChecks.ts';
import { SessionChecks } from './SessionChecks.ts';
import { DAY, SECOND } from './times.ts';

/**
 * Some weeks of one session, in a few windows of an editor, on a machine that sleeps, with a network that fails and a
 * clock that is set. What must hold is looked at after every timer, and while it happens.
 *
 * @throws the first thing that must not be, with how it came about.
 */
export async function simulateMonth(options: MonthOptions): Promise<void> {
  const month = new MonthState(options);
  new RefreshChecks(month);
  const checks = new SessionChecks(month);
  const windows = new MonthWindows(month, checks);
  const life = new MonthLife(month, checks);
  const calls = new MonthCalls(month, life);
  const awsCli = new MonthAwsCli(month, life, calls);
  const events = new MonthEvents({ month, life, calls, windows, awsCli });
  try {
    for (let count = 0; count < 3; count++) {
      windows.open();
    }
    await life.pass(SECOND);
    await life.signIn();
    while (month.time.now < options.days * DAY) {
      await events.step();
    }
    await life.afterTheLimit();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(`${message}\n${month.story.slice(-30).join('\n')}`, { cause: error });
  } finally {
    month.windows.forEach((window) => windows.kill(window));
    await month.time.end();
  }
}
