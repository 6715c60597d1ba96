import * as l10n from '@vscode/l10n';
import type { ForeignEndpoint } from '../../../aws/endpoints/endpoints.ts';
import { shownSentence } from '../../../base/shown.ts';
import { cancelled } from '../../ui/cancellation.ts';
import type { Ui } from '../../ui/Ui.ts';
import type { Memory } from './confirmSuggested.ts';

const CONFIRMED = 'confirmedEndpoints';
/**
 * Asks, once for each, whether the person knows an address that the AWS config file or a variable names in place of AWS's: the
 * code and the tokens of the sign-in go there.
 *
 * @param name what is signed in to.
 * @throws AwsSsoError `Cancelled` when they don't.
 */
export async function confirmEndpoints(
  name: string,
  endpoints: readonly ForeignEndpoint[],
  { ui, memory }: { readonly ui: Pick<Ui, 'show'>; readonly memory: Memory },
): Promise<void> {
  const confirmed = (): readonly string[] => memory.get<readonly string[]>(CONFIRMED, []);
  for (const { address, source } of endpoints) {
    if (confirmed().includes(address)) {
      continue;
    }
    const isKnown = l10n.t('Use This Address');
    const pressed = await ui.show({
      severity: 'warning',
      text: l10n.t('Sign in to {0} through {1}?', name, new URL(address).host),
      detail: `${shownSentence(whoNames(address, source))}\n\n${l10n.t('Your sign-in and its tokens go there. Continue only if you recognize the address.')}`,
      buttons: [isKnown],
    });
    if (pressed !== isKnown) {
      throw cancelled();
    }
    await memory.update(CONFIRMED, [...confirmed(), address]);
  }
}

function whoNames(address: string, source: ForeignEndpoint['source']): string {
  return source === 'configFile'
    ? l10n.t('Your AWS config file names {0} in place of AWS’s own address.', address)
    : l10n.t(
        'The environment variable {0} names {1} in place of AWS’s own address.',
        source.variable,
        address,
      );
}
