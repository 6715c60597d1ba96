import * as l10n from '@vscode/l10n';
import { isRegion, REGIONS } from '../../../aws/endpoints/regions.ts';
import { shown } from '../../../base/shown.ts';
import { marked } from '../../roles/lists/marked.ts';

export interface RegionItem {
  readonly label: string;
  readonly description?: string;
  readonly alwaysShow?: boolean;
  /** An empty text for none. */
  readonly region: string;
}

/** The regions that stand first in the list, each with a word on why. */
export interface LikelyRegions {
  /** The one that terminals use now. */
  readonly inUse?: string | undefined;
  /** The one that the session is in. */
  readonly ofSession?: string | undefined;
}

/** Lists the regions with the places that they stand for; a region of another name as it is typed; and none at all. */
export function regionItems(typed: string, { inUse, ofSession }: LikelyRegions): RegionItem[] {
  const likely = [inUse, ofSession].filter((region) => region !== undefined && region !== '') as string[];
  const itemOf = (region: string): RegionItem => {
    const place = shown(REGIONS[region] ?? '');
    const why = region === ofSession ? l10n.t('session’s region') : '';
    const description = marked([place, why].filter(Boolean).join(' · '), region === inUse);
    return { label: shown(region), description, region };
  };
  const listed = [...new Set([...likely, ...Object.keys(REGIONS)])].map(itemOf);
  const name = typed.trim().toLowerCase();
  const another = isRegion(name) && listed.every(({ region }) => region !== name) ? [itemOf(name)] : [];
  return [
    ...another,
    ...listed,
    { label: l10n.t('$(circle-slash) Leave the Region Unset'), alwaysShow: true, region: '' },
  ];
}
