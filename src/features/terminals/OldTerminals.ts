/** A terminal of the editor, as far as it matters here. */
export interface NamedTerminal {
  readonly name: string;
}

export interface OldTerminalsOptions<Terminal extends NamedTerminal> {
  /** The terminals of this window that are open. */
  readonly open: () => readonly Terminal[];
  /** Asks whether they are to be relaunched. */
  readonly ask: (names: readonly string[], roleName: string) => Promise<boolean>;
  readonly relaunch: (terminal: Terminal) => Promise<void>;
}

/** Terminals of this window that were opened with an access to a role which is over; and how they get a new one. */
export class OldTerminals<Terminal extends NamedTerminal> {
  readonly #options: OldTerminalsOptions<Terminal>;

  constructor(options: OldTerminalsOptions<Terminal>) {
    this.#options = options;
  }

  /** Says which terminals are old, all those that are open now, and relaunches them if the person agrees. */
  async tell(roleName: string): Promise<void> {
    const { open, ask, relaunch } = this.#options;
    const old = [...open()];
    if (old.length === 0) {
      return;
    }
    if (await ask([...new Set(old.map(({ name }) => name))], roleName)) {
      for (const terminal of old) {
        if (open().includes(terminal)) {
          await relaunch(terminal);
        }
      }
    }
  }
}
