import type { Log } from '../../base/Log.ts';
import { type Launch, ownDecision, takesVariables, withVariables } from './launchVariables.ts';
import type { TerminalRoles } from '../terminals/TerminalRoles.ts';

/** Nobody waits longer for what they run, in milliseconds, once this extension is there. */
const PATIENCE_MS = 1_000;

export interface LaunchOptions {
  readonly terminals: Pick<TerminalRoles, 'variables'>;
  /** Whether programs run where this extension does: elsewhere it knows neither their files nor their environment. */
  readonly isLocal: boolean;
  readonly log: Log;
}

/** The configuration of what is to be run or debugged, with what terminals of this window get. */
export async function giveLaunchVariables<Configuration extends Launch>(
  launch: Configuration,
  { terminals, isLocal, log }: LaunchOptions,
): Promise<Configuration> {
  if (launch.request !== 'launch' || !isLocal) {
    return launch;
  }
  // Also for the sake of the terminal that it may be run in: it gets what is there when it is opened.
  const variables = await terminals.variables(PATIENCE_MS);
  if (!variables || !takesVariables(launch, process.platform)) {
    return launch;
  }
  const decision = await ownDecision(launch, process.env);
  if (decision !== undefined) {
    log.info(`“${launch.name}” sets ${decision} itself, so it does not get the role of the terminals.`);
    return launch;
  }
  return withVariables(launch, variables, process.env);
}
