import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Stage } from './Stage.ts';

/**
 * Searches every file under the editor's data directory, logs and settings included, for what the service issued, and for others:
 * as they are, percent-encoded, in base64, and cut in the middle.
 */
export async function assertNoSecretOnDisk(
  { identityCenter, server }: Stage,
  { mustHoldRequests = false } = {},
  others: readonly string[] = [],
): Promise<void> {
  const isShared = (file: string): boolean =>
    CACHES.some((cache) => file.startsWith(path.join(server.home, cache)));
  const all = [...identityCenter.issuedSecrets, ...others];
  assert.ok(all.length > 0, 'Some secrets were issued.');
  const secrets = [...new Set(all.flatMap(formsOf))].map((secret) => Buffer.from(secret));
  const entries = await readdir(server.dataDir, { recursive: true, withFileTypes: true });
  const files = entries.filter(
    (entry) => entry.isFile() && !isShared(path.join(entry.parentPath, entry.name)),
  );
  let requestsLogged = false;
  for (const { parentPath, name } of files) {
    const file = path.join(parentPath, name);
    // Some go as their processes end.
    const content = await readFile(file).catch(() => Buffer.alloc(0));
    assert.ok(!secrets.some((secret) => content.includes(secret)), `${file} holds a secret.`);
    requestsLogged ||= name.includes('AWS SSO') && content.includes('POST 127.0.0.1');
  }
  if (mustHoldRequests) {
    assert.ok(requestsLogged, 'The log of the extension, with every request, was among the files.');
  }
}

/** Where the AWS CLI keeps tokens: those that a test shares with it are there. */
const CACHES = ['.aws/sso/cache', '.aws/login/cache', '.aws/cli/cache'];

/** Half of a short one could be anything. */
const LONG = 32;

function formsOf(secret: string): readonly string[] {
  const middle = Math.floor(secret.length / 2);
  return [
    secret,
    encodeURIComponent(secret),
    // Without what depends on its neighbours.
    Buffer.from(secret).toString('base64').slice(0, -4),
    ...(secret.length < LONG ? [] : [secret.slice(0, middle), secret.slice(middle)]),
  ];
}
