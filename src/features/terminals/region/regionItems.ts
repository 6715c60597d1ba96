import * as l10n from '@vscode/l10n';
import { isRegion, REGIONS } from '../../../aws/endpoints/regions.ts';
import { shown } from '../../../base/shown.ts';

export interface RegionItem {
  readonly label: string;
  readonly description?: string;
  readonly alwaysShow?: boolean;
  /** An empty text for none. */
  readonly region: string;
}

/** Lists the regions with the places that they stand for; a region of another name as it is typed; and none at all. */
export function regionItems(typed: string, proposed: string | undefined): RegionItem[] {
  const others = Object.keys(REGIONS).filter((region) => region !== proposed);
  const listed = [...(proposed === undefined ? [] : [proposed]), ...others].map(itemOf);
  const name = typed.trim().toLowerCase();
  const another = isRegion(name) && listed.every(({ region }) => region !== name) ? [itemOf(name)] : [];
  return [
    ...another,
    ...listed,
    { label: l10n.t('$(circle-slash) Leave the Region Unset'), alwaysShow: true, region: '' },
  ];
}

function itemOf(region: string): RegionItem {
  return { label: shown(region), description: shown(REGIONS[region] ?? ''), region };
}
