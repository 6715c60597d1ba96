import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** What the extension has written into its log in this window, as a user finds it. */
export function extensionLog(): string {
  const logs = path.join(path.dirname(process.env['EDITOR_HOST_RESULT'] ?? ''), 'server/data/logs');
  const files = readdirSync(logs, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => path.basename(file) === 'AWS SSO.log')
    .map((file) => readFileSync(path.join(logs, file), 'utf8'))
    .join('');
}
