import * as l10n from '@vscode/l10n';
import { AwsSsoError } from '../base/errors.ts';

/** No answer of these services comes near it; a proxy's error page or an endless stream might. */
const MAX_BODY_BYTES = 1024 * 1024;

/**
 * Reads a body as UTF-8. One that is too large is read no further.
 *
 * @throws AwsSsoError `Network` when it is too large to be that of an AWS service.
 */
export async function readText(body: AsyncIterable<Uint8Array>, host: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > MAX_BODY_BYTES) {
      throw new AwsSsoError(
        'Network',
        l10n.t('The answer of {0} is too large to come from AWS. A proxy may be in the way.', host),
        { network: { kind: 'foreign', maybeSent: true } },
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
