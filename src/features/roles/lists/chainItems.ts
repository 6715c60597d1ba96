import * as l10n from '@vscode/l10n';
import type { RefusedChain, RoleChain } from '../../../aws/config/roleChains.ts';
import { shown, shownSentence } from '../../../base/shown.ts';
import type { PickItem } from '../../ui/Ui.ts';

/** What is chosen in a list of accounts: one of them, a favourite role in one, or a role that a profile leads to. */
export interface ChosenAccount {
  readonly accountId: string;
  readonly accountName?: string | undefined;
  readonly roleName?: string;
  /** The profile that leads to the favourite role. */
  readonly profile?: string | undefined;
  readonly chain?: RoleChain;
  /** Why the role cannot be used. */
  readonly refusal?: string;
}

/** Roles that profiles lead to, below a heading, as a part of a list of accounts. */
export function chainItems({
  chains,
  refused,
}: {
  readonly chains: readonly RoleChain[];
  readonly refused: readonly RefusedChain[];
}): readonly (PickItem & { readonly value: ChosenAccount })[] {
  if (chains.length + refused.length === 0) {
    return [];
  }
  const heading = { label: l10n.t('From your AWS config'), isSeparator: true, value: { accountId: '' } };
  return [
    heading,
    ...chains.map((chain) => ({
      label: shown(chain.profile),
      description: l10n.t('{0} in {1}', chain.roleName, chain.accountId),
      detail: shownSentence(waySentence(chain)),
      value: { accountId: chain.accountId, chain },
    })),
    ...refused.map(({ profile, sentence }) => ({
      label: shown(profile),
      detail: shown(sentence),
      value: { accountId: '', refusal: sentence },
    })),
  ];
}

/** By which roles a chain leads to its own. */
export function waySentence({ base, links }: RoleChain): string {
  const names = [base.roleName, ...links.slice(0, -1).map(({ roleArn }) => roleArn.split('/').at(-1) ?? '')];
  return l10n.t('By way of {0} in {1}', names.map((name) => shown(name)).join(' → '), base.accountId);
}
