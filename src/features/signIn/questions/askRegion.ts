import * as l10n from '@vscode/l10n';
import { parseRegion, REGIONS } from '../../../aws/endpoints/regions.ts';
import { shown } from '../../../base/shown.ts';
import { messageOf } from '../../../base/errors.ts';
import type { Answer, PickItem, Question, Ui } from '../../ui/Ui.ts';
import { BACK } from '../../ui/Ui.ts';

export interface RegionQuestion extends Question {
  /** Another question than the usual one. */
  readonly placeholder?: string;
  /** The one to begin the list with. */
  readonly proposed?: string | undefined;
  /** One that isn't listed, since it was tried. */
  readonly tried?: string;
}

interface RegionItem extends PickItem {
  /** Absent for a hint. */
  readonly region?: string;
}

/** Asks for a region: one of the list, by its name or its place, or any other that is typed. */
export async function askRegion(
  ui: Pick<Ui, 'pick'>,
  { proposed, tried, ...question }: RegionQuestion,
): Promise<Answer<string>> {
  const others = Object.keys(REGIONS).filter((region) => region !== proposed && region !== tried);
  const regions = [...(proposed === undefined ? [] : [proposed]), ...others].map(itemOf);
  const answer = await ui.pick<RegionItem>({
    placeholder: l10n.t(
      'Select the region of your Identity Center (in the portal: Access keys → SSO Region)',
    ),
    ...question,
    items: regions,
    itemsFor(value) {
      const typed = normalized(value);
      const isListed = regions.some(({ label, description }) =>
        `${label} ${description}`.toLowerCase().includes(typed),
      );
      return isListed ? regions : [hintFor(typed)];
    },
    accept(value, active) {
      const typed = normalized(value);
      return problemOf(typed) === undefined
        ? itemOf(typed)
        : active?.region === undefined
          ? undefined
          : active;
    },
  });
  return answer === BACK ? BACK : answer?.region;
}

function normalized(typed: string): string {
  return typed.trim().toLowerCase();
}

function itemOf(region: string): RegionItem {
  return { label: shown(region), description: shown(REGIONS[region] ?? ''), region };
}

function hintFor(typed: string): RegionItem {
  return { label: shown(problemOf(typed) ?? l10n.t('{0}, as typed', typed)), alwaysShow: true };
}

function problemOf(typed: string): string | undefined {
  try {
    parseRegion(typed);
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}
