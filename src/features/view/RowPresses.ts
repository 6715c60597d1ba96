/** How long two clicks of a double click may be apart. */
const DOUBLE_CLICK_MS = 500;
/** How long VS Code may take from Enter to the command of the row, on a machine far away too. */
const ENTER_MS = 1_000;

/**
 * Tells Enter and a double click on a row from a single click, which only selects it. VS Code runs the command of a row for each of
 * them, for a double click twice, and doesn't say which it was.
 */
export class RowPresses {
  readonly #opensByDoubleClick: () => boolean;
  #enteredAt = -Infinity;
  #clicked: { readonly id: string; readonly at: number } | undefined;

  /** @param opensByDoubleClick whether VS Code runs the command for double clicks alone, by `workbench.list.openMode`. */
  constructor(opensByDoubleClick: () => boolean) {
    this.#opensByDoubleClick = opensByDoubleClick;
  }

  /** Takes that Enter was pressed in the view: the command of the row that has the focus comes next. */
  entered(): void {
    this.#enteredAt = Date.now();
  }

  /** Takes that VS Code has run the command of the row. @returns whether the person means it. */
  isMeant({ id }: { readonly id: string }): boolean {
    const now = Date.now();
    const isEnter = now - this.#enteredAt < ENTER_MS;
    const isSecond = this.#clicked?.id === id && now - this.#clicked.at < DOUBLE_CLICK_MS;
    const isMeant = isEnter || isSecond || this.#opensByDoubleClick();
    this.#enteredAt = -Infinity;
    this.#clicked = isMeant ? undefined : { id, at: now };
    return isMeant;
  }
}
