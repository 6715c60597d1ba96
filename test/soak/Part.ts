/** One thing that is done very often. */
export interface Part {
  readonly name: string;
  /** What is counted, how often of it the whole run has it, and what one step does. */
  readonly unit: string;
  readonly count: number;
  readonly perStep: number;
  /** Does it `perStep` times. @returns how long each took, in milliseconds; of very short ones, the mean. */
  readonly step: () => Promise<readonly number[]>;
  /** Ends it. @returns timers that are left behind. */
  readonly end: () => Promise<number>;
}
