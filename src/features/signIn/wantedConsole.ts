import { isConsoleArn, parseConsoleArn } from '../../aws/endpoints/consoleArn.ts';
import { parseRegion } from '../../aws/endpoints/regions.ts';

/** What a caller may have decided already. */
export interface WantedConsole {
  /** The ARN of a session. */
  readonly session?: string | undefined;
  /** Of the endpoint of AWS Sign-In. */
  readonly region?: string | undefined;
}

/** @throws AwsSsoError `InvalidRequest` for an argument that is none. */
export function checkWanted({ session, region }: WantedConsole): void {
  if (session !== undefined && !isConsoleArn(session)) {
    parseConsoleArn(session);
  }
  if (region !== undefined) {
    parseRegion(region);
  }
}
