import { isAwsSsoError, isPassing } from '../../base/errors.ts';
import { isSameRole, type TerminalRole } from './terminalMemory.ts';

/** Decides when a person is told that terminals ask in vain: once for each role, until it works again. */
export class ProblemNotices {
  readonly #tell: (role: TerminalRole, problem: unknown) => void;
  /** The roles that a person has been told of. */
  #told: readonly TerminalRole[] = [];

  constructor(tell: (role: TerminalRole, problem: unknown) => void) {
    this.#tell = tell;
  }

  /** Takes how a request of a terminal ended. */
  answered(role: TerminalRole, problem: unknown): void {
    const isTold = this.#told.some((told) => isSameRole(told, role));
    if (takesPerson(problem) && !isTold) {
      this.#told = [...this.#told, role];
      this.#tell(role, problem);
    }
    if (problem === undefined && isTold) {
      this.#told = this.#told.filter((told) => !isSameRole(told, role));
    }
  }

  /** Takes that the session is signed in, so that its next end is told again. */
  signedIn(session: string): void {
    this.#told = this.#told.filter((told) => told.session !== session);
  }
}

/** Whether the problem stays until a person does something about it. */
export function takesPerson(problem: unknown): boolean {
  return isAwsSsoError(problem) && !isPassing(problem);
}
