import type { Settings } from './settings.ts';
import type { Store } from './state/store.ts';

/** One running Identity Center: what every service and page works on. */
export interface Instance {
  /** The address that clients know it by, without a slash at the end. */
  readonly origin: string;
  readonly settings: Settings;
  readonly store: Store;
}
