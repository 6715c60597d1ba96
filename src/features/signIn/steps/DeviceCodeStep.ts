import * as l10n from '@vscode/l10n';
import type { UserCode } from '../../../oauth/deviceAuthorization.ts';
import { copyText } from '../../ui/copyText.ts';
import { openAddress } from './openAddress.ts';
import type { SignInStep, SignInView, StepOptions } from './SignInStep.ts';

export interface DeviceCodeStepOptions extends StepOptions {
  readonly code: UserCode;
  /** Whether to offer a sign-in without a code. */
  readonly canUseBrowser: boolean;
}

/** The code that a person confirms in a browser, of this machine or of another. */
export class DeviceCodeStep implements SignInStep {
  readonly #options: DeviceCodeStepOptions;

  constructor(options: DeviceCodeStepOptions) {
    this.#options = options;
  }

  view(): SignInView {
    const { name, code, canUseBrowser } = this.#options;
    return {
      sentence: l10n.t('{0} is your code to sign in to {1}.', code.userCode, name),
      code: code.userCode,
      address: code.verificationUri,
      completeAddress: code.verificationUriComplete,
      actions: ['openBrowser', 'copyCode', ...(canUseBrowser ? (['useBrowser'] as const) : [])],
      expiresAt: code.expiresAt,
    };
  }

  open(): Promise<void> {
    return openAddress(this.#options.code.verificationUriComplete, this.#options);
  }

  async copy(): Promise<void> {
    await copyText(this.#options.code.userCode, this.#options);
  }
}
