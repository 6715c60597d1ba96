import type { Log } from '../../src/base/Log.ts';

const nothing = (): void => undefined;

/** A log that remembers nothing. */
export const SILENT: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing };
