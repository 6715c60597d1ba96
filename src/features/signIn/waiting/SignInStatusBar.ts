import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { messageOf } from '../../../base/errors.ts';
import type { Log } from '../../../base/Log.ts';
import { shownSentence } from '../../../base/shown.ts';
import { innerCommand } from '../../ui/commandIds.ts';
import { commandLink } from '../../ui/commandLink.ts';
import { typedAddress } from '../steps/notificationText.ts';
import { signInAction } from '../steps/signInActions.ts';
import { signInStatus } from './signInStatus.ts';
import type { WaitingSignIn, WaitingSignIns } from './WaitingSignIns.ts';

/** In pixels. */
const QR_CODE_SIZE = 180;

/** Shows the sign-ins that wait, and leads back to them; its hover has what another device needs. */
export class SignInStatusBar {
  readonly #waiting: WaitingSignIns;
  readonly #log: Log;
  readonly #subscription: { dispose(): void };
  /** By the addresses that they are of. */
  readonly #qrCodes = new Map<string, string>();
  #item: vscode.StatusBarItem | undefined;

  constructor(waiting: WaitingSignIns, log: Log) {
    this.#waiting = waiting;
    this.#log = log;
    this.#subscription = waiting.onDidChange(() => this.#draw());
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#hide();
  }

  #draw(): void {
    const waiting = this.#waiting.list();
    const status = signInStatus(waiting);
    if (!status) {
      this.#hide();
      return;
    }
    const item = (this.#item ??= create());
    item.text = status.text;
    item.accessibilityInformation = { label: shownSentence(status.spoken), role: 'button' };
    item.tooltip = this.#hover(waiting);
    item.show();
  }

  #hide(): void {
    this.#item?.dispose();
    this.#item = undefined;
    this.#qrCodes.clear();
  }

  #hover(waiting: readonly WaitingSignIn[]): vscode.MarkdownString {
    const markdown = new vscode.MarkdownString();
    const commands = new Set<string>();
    for (const signIn of waiting) {
      const { sentence, address, completeAddress, actions } = signIn.view();
      // As text, since names from outside are in it.
      markdown.appendText(sentence).appendMarkdown('\n\n');
      if (address !== undefined && completeAddress !== undefined) {
        markdown.appendText(typedAddress(address)).appendMarkdown('\n\n');
        const picture = this.#qrCodeOf(completeAddress);
        const alternative = l10n.t('QR code of the address with the code');
        if (picture) {
          const size = `width=${QR_CODE_SIZE},height=${QR_CODE_SIZE}`;
          markdown.appendMarkdown(`![${alternative}](${picture}|${size})\n\n`);
        }
      }
      const links = [...actions, 'cancelSignIn' as const].map((action) => {
        const command = innerCommand(action);
        commands.add(command);
        return commandLink(signInAction(action).label, command, signIn.id);
      });
      markdown.appendMarkdown(`${links.join(' · ')}\n\n`);
    }
    markdown.isTrusted = { enabledCommands: [...commands] };
    return markdown;
  }

  /** Undefined as long as it isn't made; the item is drawn again once it is. */
  #qrCodeOf(address: string): string | undefined {
    const made = this.#qrCodes.get(address);
    if (made === undefined) {
      this.#qrCodes.set(address, '');
      import('./qrCode.ts').then(
        ({ qrCode }) => {
          this.#qrCodes.set(address, qrCode(address));
          this.#draw();
        },
        (error: unknown) => this.#log.warn(`No QR code could be made: ${messageOf(error)}`),
      );
    }
    return made;
  }
}

function create(): vscode.StatusBarItem {
  // Above the role in terminals, which has the same side.
  const item = vscode.window.createStatusBarItem('awsSso.signIn', vscode.StatusBarAlignment.Left, 1);
  item.name = l10n.t('AWS Sign-In');
  item.command = innerCommand('showSignIn');
  return item;
}
