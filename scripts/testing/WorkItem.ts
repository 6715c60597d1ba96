/** A part of a tier that runs in a process of its own, beside others. */
export interface WorkItem {
  readonly name: string;
  /** What its log is called after, if not its name. */
  readonly log?: string;
  /** Arguments of Node.js. The test files follow, if the item names any. */
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The test files that the arguments end with, so that a run can be limited to some of them. */
  readonly files?: readonly string[];
  /** Modules that it loads without being told by its arguments, for the question what a change touches. */
  readonly entries?: readonly string[];
  /** What it reads without importing it, for the same question. */
  readonly reads?: readonly string[];
  /** It mostly waits, so it runs beside the lanes. */
  readonly waits?: boolean;
  /** It leaves no counts: the exit code is its one result. */
  readonly isCheck?: boolean;
}
