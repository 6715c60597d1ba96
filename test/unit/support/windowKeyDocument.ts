import { createHash } from 'node:crypto';

/** A key as the secret store holds it, the same for all who give the same seed: processes of a test share no secret store. */
export function windowKeyDocument(seed: string): string {
  const content = createHash('sha256').update(seed).digest('base64');
  return JSON.stringify({ version: 1, content });
}
