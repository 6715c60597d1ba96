import * as vscode from 'vscode';
import {
  type Answer,
  BACK,
  type InputQuestion,
  type Message,
  type PickItem,
  type PickQuestion,
  type Question,
  type Ui,
} from './Ui.ts';

/** How many of our questions are open. */
let asking = 0;

/** The editor as features see it. Decides nothing. */
export const editorUi: Ui = {
  show: ({ severity, text, buttons = [], detail }) =>
    Promise.resolve(SHOW[severity](text, detail === undefined ? {} : { modal: true, detail }, ...buttons)),
  progress: (text, task) => {
    // Without a title, which would stand before the text.
    const options = { location: vscode.ProgressLocation.Notification, cancellable: true };
    return Promise.resolve(
      vscode.window.withProgress(options, async (progress, token) => {
        const cancelling = new AbortController();
        const subscription = token.onCancellationRequested(() => cancelling.abort());
        const report = (message: string): void => progress.report({ message });
        report(text);
        try {
          return await task({ report, cancelled: cancelling.signal });
        } finally {
          subscription.dispose();
        }
      }),
    );
  },
  pick,
  input,
  // As a text: a Uri would undo the encoding within a fragment on its way to the browser.
  openExternal: async (address) => vscode.env.openExternal(address as unknown as vscode.Uri),
  copy: async (text) => vscode.env.clipboard.writeText(text),
  run: async (command, ...args) => vscode.commands.executeCommand(command, ...args),
  openFile: async (path, line) => {
    const selection = line === undefined ? undefined : new vscode.Range(line - 1, 0, line - 1, 0);
    await vscode.window.showTextDocument(vscode.Uri.file(path), selection ? { selection } : {});
  },
  get isAsking() {
    return asking > 0;
  },
  get isFocused() {
    return vscode.window.state.focused;
  },
  onDidChangeFocus: (listener) => vscode.window.onDidChangeWindowState(listener),
};

type Show = (
  text: string,
  options: vscode.MessageOptions,
  ...buttons: string[]
) => Thenable<string | undefined>;

const SHOW: Readonly<Record<Message['severity'], Show>> = {
  information: (...message) => vscode.window.showInformationMessage(...message),
  warning: (...message) => vscode.window.showWarningMessage(...message),
  error: (...message) => vscode.window.showErrorMessage(...message),
};

function pick<Item extends PickItem>(question: PickQuestion<Item>): Promise<Answer<Item>> {
  const {
    placeholder,
    items,
    itemsFor,
    itemsAgain,
    isActive,
    accept = (_typed, active) => active,
  } = question;
  const box = vscode.window.createQuickPick<Item>();
  // Where a button changes the list, it stays where it is.
  const keepScrollPosition = itemsAgain !== undefined;
  Object.assign(box, { placeholder, matchOnDescription: true, matchOnDetail: true, keepScrollPosition });
  // Whoever asks knows the answer by its identity.
  const asked = new Map<Item | undefined, Item>();
  const list = (listed: readonly Item[], isFocused = isActive): void => {
    asked.clear();
    box.items = listed.map((item) => {
      const shownItem = drawn(item);
      asked.set(shownItem, item);
      return shownItem;
    });
    const active = isFocused && box.items.find((item) => !item.isSeparator && isFocused(item));
    if (active) {
      box.activeItems = [active];
    }
  };
  if ('then' in items) {
    box.busy = true;
    void items.then(
      (listed) => {
        list(listed);
        box.busy = false;
      },
      () => undefined,
    );
  } else {
    list(items);
  }
  return answered<Item>(box, question, (resolve) => {
    box.onDidChangeValue((typed) => {
      if (itemsFor) {
        list(itemsFor(typed));
      }
    });
    box.onDidTriggerItemButton(async ({ item: { label, description, button } }) => {
      // The list shows whether it has changed anything.
      await Promise.resolve(button?.run()).catch(() => undefined);
      const listed = await itemsAgain?.();
      if (listed) {
        list(listed, (item) => item.label === label && item.description === description);
      }
    });
    box.onDidAccept(() => {
      const accepted = accept(box.value, asked.get(box.activeItems[0]));
      if (accepted) {
        resolve(accepted);
      }
    });
  });
}

function drawn<Item extends PickItem>(item: Item): Item {
  const { isSeparator = false, button } = item;
  return {
    ...item,
    ...(isSeparator && { kind: vscode.QuickPickItemKind.Separator }),
    ...(button && { buttons: [{ iconPath: new vscode.ThemeIcon(button.icon), tooltip: button.tooltip }] }),
  };
}

function input(question: InputQuestion): Promise<Answer<string>> {
  const { placeholder, prompt, value = '', problemOf, onType, buttons = [] } = question;
  const box = Object.assign(vscode.window.createInputBox(), { placeholder, prompt, value });
  const pressed = new Map<vscode.QuickInputButton, () => unknown>(
    buttons.map(({ icon, tooltip, run }) => [{ iconPath: new vscode.ThemeIcon(icon), tooltip }, run]),
  );
  box.buttons = [...pressed.keys()];
  return answered<string>(box, question, (resolve) => {
    box.onDidTriggerButton((button) => void pressed.get(button)?.());
    box.onDidChangeValue((text) => {
      onType?.(text);
      // Not before something was accepted: each beginning of an answer would have a problem.
      if (box.validationMessage) {
        box.validationMessage = problemOf(text) ?? '';
      }
    });
    box.onDidAccept(() => {
      const problem = problemOf(box.value);
      if (problem === undefined) {
        resolve(box.value);
      } else {
        box.validationMessage = problem;
      }
    });
  });
}

/** Shows a box until it has an answer. */
function answered<Value>(
  box: vscode.InputBox | vscode.QuickPick<PickItem>,
  { title, step, totalSteps, canGoBack, signal }: Question,
  listen: (resolve: (answer: Value) => void) => void,
): Promise<Answer<Value>> {
  const { Back } = vscode.QuickInputButtons;
  Object.assign(box, { title, step, totalSteps, ignoreFocusOut: true });
  box.buttons = canGoBack ? [Back, ...box.buttons] : box.buttons;
  const close = (): void => box.hide();
  asking++;
  return new Promise<Answer<Value>>((resolve) => {
    box.onDidTriggerButton((button) => {
      if (button === Back) {
        resolve(BACK);
      }
    });
    box.onDidHide(() => resolve(undefined));
    signal?.addEventListener('abort', close, { once: true });
    listen(resolve);
    if (signal?.aborted) {
      resolve(undefined);
    } else {
      box.show();
    }
  }).finally(() => {
    asking--;
    signal?.removeEventListener('abort', close);
    box.dispose();
  });
}
