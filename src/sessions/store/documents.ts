import * as v from 'valibot';
import type { Log } from '../../base/Log.ts';
import type { SecretStore } from './SecretStore.ts';

/**
 * A kind of versioned JSON document in the secret store. A value that is not one, for whatever reason, reads as
 * absent: a newer version of this extension may have written it.
 */
export interface DocumentKind<Content> {
  readonly schema: v.GenericSchema<unknown, Content>;
  readonly version: number;
}

/** @throws what the store rejects with: not to be able to read is not the same as to find nothing. */
export async function readDocument<Content>(
  secrets: SecretStore,
  log: Log,
  key: string,
  { schema, version }: DocumentKind<Content>,
): Promise<Content | undefined> {
  const text = await secrets.get(key);
  if (text === undefined) {
    return undefined;
  }
  try {
    const envelope = v.parse(
      v.object({ version: v.literal(version), content: v.unknown() }),
      JSON.parse(text),
    );
    return v.parse(schema, envelope.content);
  } catch {
    // The error may quote the value, so it is not logged.
    log.warn(`The stored value “${key}” cannot be read and is ignored.`);
    return undefined;
  }
}

export async function writeDocument<Content>(
  secrets: SecretStore,
  key: string,
  { version }: DocumentKind<Content>,
  content: Content,
): Promise<void> {
  await secrets.store(key, JSON.stringify({ version, content }));
}
