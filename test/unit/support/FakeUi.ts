import assert from 'node:assert/strict';
import {
  type Answer,
  BACK,
  type InputQuestion,
  type Message,
  type PickItem,
  type PickQuestion,
  type Progress,
  type Ui,
} from '../../../src/features/ui/Ui.ts';

/** From before any fake clock. */
const { setTimeout: afterRealTime, clearTimeout: clearRealTimeout } = globalThis;

const PATIENCE_MS = 1_500;

/** A notification that nobody has closed yet. */
interface OpenMessage {
  readonly message: Message;
  readonly close: (button?: string) => void;
}

interface FakeProgress {
  /** What it has said, one after the other. */
  readonly reports: readonly string[];
  readonly cancel: () => void;
}

/** A person who sees what is shown and answers it. What can't be done fails the test, and says what is in sight. */
export class FakeUi implements Ui {
  /** Every message that was shown, as `severity: text [Button] [Button]`. */
  readonly shown: string[] = [];
  /** The progress notifications that are in sight. */
  readonly progresses = new Set<FakeProgress>();
  /** All that there have been. */
  readonly progressed: FakeProgress[] = [];
  /** Every address that the browser was sent to. */
  readonly opened: string[] = [];
  readonly copied: string[] = [];
  /** The commands that were run, with their arguments. */
  readonly commands: unknown[][] = [];
  readonly files: string[] = [];
  /** What becomes of an address. */
  open: (address: string) => Promise<boolean> = () => Promise.resolve(true);
  clipboard: () => Promise<void> = () => Promise.resolve();
  isFocused = true;
  readonly #messages: OpenMessage[] = [];
  readonly #listeners = new Set<() => void>();
  readonly #focusListeners = new Set<() => void>();
  #question: FakeQuestion | undefined;

  show(message: Message): Promise<string | undefined> {
    const buttons = (message.buttons ?? []).map((button) => ` [${button}]`).join('');
    const detail = message.detail === undefined ? '' : `\n${message.detail}`;
    this.shown.push(`${message.severity}: ${message.text}${buttons}${detail}`);
    return new Promise((resolve) => {
      const open = {
        message,
        close: (button?: string) => {
          this.#messages.splice(this.#messages.indexOf(open), 1);
          resolve(button);
        },
      };
      this.#messages.push(open);
      this.#changed();
    });
  }

  async progress<Result>(text: string, task: (progress: Progress) => Promise<Result>): Promise<Result> {
    const cancelling = new AbortController();
    const reports: string[] = [text];
    const shown = { reports, cancel: () => cancelling.abort() };
    this.progresses.add(shown);
    this.progressed.push(shown);
    const report = (message: string): void => {
      if (message !== reports.at(-1)) {
        reports.push(message);
      }
      this.#changed();
    };
    this.#changed();
    try {
      return await task({ report, cancelled: cancelling.signal });
    } finally {
      this.progresses.delete(shown);
    }
  }

  pick<Item extends PickItem>(question: PickQuestion<Item>): Promise<Answer<Item>> {
    const asked = new FakePick(question, () => this.#changed());
    this.#ask(asked as unknown as FakePick<PickItem>);
    return asked.answer;
  }

  input(question: InputQuestion): Promise<Answer<string>> {
    const asked = new FakeInput(question);
    this.#ask(asked);
    return asked.answer;
  }

  openExternal(address: string): Promise<boolean> {
    this.opened.push(address);
    this.#changed();
    return this.open(address);
  }

  async copy(text: string): Promise<void> {
    await this.clipboard();
    this.copied.push(text);
    this.#changed();
  }

  run(command: string, ...args: readonly unknown[]): Promise<unknown> {
    this.commands.push([command, ...args]);
    this.#changed();
    return Promise.resolve();
  }

  openFile(path: string, line?: number): Promise<void> {
    this.files.push(line === undefined ? path : `${path}:${line}`);
    this.#changed();
    return Promise.resolve();
  }

  onDidChangeFocus(listener: () => void): { dispose(): void } {
    this.#focusListeners.add(listener);
    return { dispose: () => this.#focusListeners.delete(listener) };
  }

  /** The person looks at this window, or away. */
  focus(isFocused = true): void {
    this.isFocused = isFocused;
    this.#focusListeners.forEach((listener) => listener());
  }

  /** The messages that are in sight. */
  get messages(): readonly string[] {
    return this.#messages.map(({ message }) => message.text);
  }

  /** Waits for a message. @returns its buttons. */
  async message(text: RegExp): Promise<readonly string[]> {
    return (await this.#find(text)).message.buttons ?? [];
  }

  /** Waits for a message, and presses a button of it. */
  async press(text: RegExp, button: string): Promise<void> {
    const { message, close } = await this.#find(text);
    assert.ok(message.buttons?.includes(button), `“${message.text}” has no button ${button}.`);
    close(button);
  }

  /** Waits for a message, and closes it. */
  async close(text: RegExp): Promise<void> {
    (await this.#find(text)).close();
  }

  /** Waits until the newest progress says so. @returns all that it says. */
  reported(text: RegExp): Promise<string> {
    return this.until(`the progress ${text}`, () => {
      const said = [...this.progresses].at(-1)?.reports.at(-1);
      return said !== undefined && text.test(said) ? said : undefined;
    });
  }

  cancelProgress(): void {
    const [progress] = [...this.progresses].slice(-1);
    assert.ok(progress, 'There is no progress.');
    progress.cancel();
  }

  /** Waits for a list with that title, and that placeholder where there is one, until it is there. */
  async list(title: string, placeholder?: string): Promise<FakePick<PickItem>> {
    return this.until(`the list ${title} ${placeholder ?? ''}`, () => {
      const question = this.#question;
      const isIt =
        question instanceof FakePick &&
        question.isOpen &&
        !question.isBusy &&
        question.question.title === title &&
        (placeholder === undefined || question.question.placeholder === placeholder);
      return isIt ? question : undefined;
    });
  }

  /** Waits for an input box with that title. */
  async box(title: string): Promise<FakeInput> {
    const question = await this.#questionTitled(title);
    assert.ok(question instanceof FakeInput);
    return question;
  }

  get isAsking(): boolean {
    return this.hasQuestion;
  }

  get hasQuestion(): boolean {
    return this.#question?.isOpen === true;
  }

  /** Waits until the browser was sent somewhere so many times. @returns the last address. */
  browser(times = 1): Promise<string> {
    return this.until(`the browser, ${times} times`, () => this.opened[times - 1]);
  }

  /** Waits for what something that is shown brings about. */
  until<Found>(what: string, look: () => Found | undefined): Promise<Found> {
    return new Promise((resolve, reject) => {
      const found = (): void => {
        const value = look();
        if (value !== undefined) {
          this.#listeners.delete(found);
          clearRealTimeout(timer);
          resolve(value);
        }
      };
      const timer = afterRealTime(() => {
        this.#listeners.delete(found);
        const reports = [...this.progresses].flatMap(({ reports: all }) => all.slice(-1));
        const sight = [...this.messages, ...reports, this.#question?.question.title].join(' | ');
        reject(new Error(`Waited for ${what} in vain. In sight: ${sight}`));
      }, PATIENCE_MS);
      this.#listeners.add(found);
      found();
    });
  }

  #find(text: RegExp): Promise<OpenMessage> {
    return this.until(`the message ${text}`, () =>
      this.#messages.find(({ message }) => text.test(message.text)),
    );
  }

  #questionTitled(title: string): Promise<FakeQuestion> {
    return this.until(`the question ${title}`, () =>
      this.#question?.isOpen && this.#question.question.title === title ? this.#question : undefined,
    );
  }

  /** The editor closes a question when it opens another. */
  #ask(question: FakeQuestion): void {
    checkWords(question.question);
    this.#question?.escape();
    this.#question = question;
    this.#changed();
  }

  #changed(): void {
    [...this.#listeners].forEach((listener) => listener());
  }
}

/** What every question has to have, so that each test that meets one checks it: a title, a question, an example, a way back. */
function checkWords(question: PickQuestion<PickItem> | InputQuestion): void {
  const { title, placeholder, step = 1, canGoBack } = question;
  const texts = [title, placeholder, ...('prompt' in question ? [question.prompt] : [])];
  assert.ok(
    texts.every((text) => text.trim() !== ''),
    `${title}: a text is missing.`,
  );
  assert.ok(!title.endsWith('…') && !title.endsWith('.'), `${title}: a title has no mark at its end.`);
  assert.ok(step === 1 || canGoBack, `${title}: step ${step} has no way back.`);
}

type FakeQuestion = FakePick<PickItem> | FakeInput;

class Answering<Value> {
  readonly answer: Promise<Answer<Value>>;
  isOpen = true;
  #resolve: (answer: Answer<Value>) => void = () => undefined;

  constructor(signal: AbortSignal | undefined) {
    this.answer = new Promise((resolve) => (this.#resolve = resolve));
    if (signal?.aborted) {
      this.escape();
    }
    signal?.addEventListener('abort', () => this.escape(), { once: true });
  }

  escape(): void {
    this.give(undefined);
  }

  protected give(answer: Answer<Value>): void {
    this.isOpen = false;
    this.#resolve(answer);
  }
}

/** A list that the person chooses from. */
export class FakePick<Item extends PickItem> extends Answering<Item> {
  readonly question: PickQuestion<Item>;
  #listed: readonly Item[] | undefined;
  #typed = '';

  constructor(question: PickQuestion<Item>, onListed: () => void) {
    super(question.signal);
    this.question = question;
    if ('then' in question.items) {
      void question.items.then(
        (items) => {
          this.#listed = items;
          onListed();
        },
        () => undefined,
      );
    } else {
      this.#listed = question.items;
    }
  }

  /** Whether what there is to choose from isn't there yet. */
  get isBusy(): boolean {
    return this.#listed === undefined;
  }

  /** What is listed, as the editor filters it by what was typed. */
  get items(): readonly Item[] {
    const typed = this.#typed.toLowerCase();
    const items = this.#typed === '' ? undefined : this.question.itemsFor?.(this.#typed);
    return (items ?? this.#listed ?? []).filter(
      ({ label, description, alwaysShow }) =>
        alwaysShow || `${label} ${description}`.toLowerCase().includes(typed),
    );
  }

  get labels(): readonly string[] {
    return this.items.map(({ label }) => label);
  }

  type(text: string): this {
    this.#typed = text;
    return this;
  }

  /** Presses the button of the item of that label, which that tooltip says what it does. */
  async pressButton(label: string, tooltip: string): Promise<void> {
    const { button } = this.items.find((item) => item.label === label) ?? {};
    assert.equal(button?.tooltip, tooltip);
    await button?.run();
    this.#listed = (await this.question.itemsAgain?.()) ?? this.#listed;
  }

  /** Presses Enter on the item that has the focus, or on the one of that label. @returns whether that was an answer. */
  accept(label?: string): boolean {
    const items = this.items.filter(({ isSeparator = false }) => !isSeparator);
    const { isActive = () => true } = this.question;
    const active =
      label === undefined ? (items.find(isActive) ?? items[0]) : items.find((item) => item.label === label);
    assert.ok(label === undefined || active, `There is no ${label} in ${this.labels.join()}.`);
    const accepted = this.question.accept ? this.question.accept(this.#typed, active) : active;
    if (accepted) {
      this.give(accepted);
    }
    return accepted !== undefined;
  }

  back(): void {
    assert.ok(this.question.canGoBack, 'There is no way back.');
    this.give(BACK);
  }
}

/** A box that the person types into. */
export class FakeInput extends Answering<string> {
  readonly question: InputQuestion;
  value: string;
  /** What is wrong with what was accepted. */
  problem: string | undefined;

  constructor(question: InputQuestion) {
    super(question.signal);
    this.question = question;
    this.value = question.value ?? '';
  }

  type(text: string): this {
    this.value = text;
    this.question.onType?.(text);
    return this;
  }

  /** Presses Enter. @returns what is wrong with the text. */
  accept(): string | undefined {
    this.problem = this.question.problemOf(this.value);
    if (this.problem === undefined) {
      this.give(this.value);
    }
    return this.problem;
  }

  back(): void {
    assert.ok(this.question.canGoBack, 'There is no way back.');
    this.give(BACK);
  }

  press(tooltip: string): void {
    const button = this.question.buttons?.find((one) => one.tooltip === tooltip);
    assert.ok(button, `There is no button ${tooltip}.`);
    button.run();
  }
}
