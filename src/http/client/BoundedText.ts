import * as l10n from '@vscode/l10n';
import { AwsSsoError } from '../../base/errors.ts';

/** No answer of these services comes near it; a proxy's error page or an endless stream might. */
const MAX_BODY_BYTES = 1024 * 1024;

/** The body of an answer as it comes in, in UTF-8. */
export class BoundedText {
  readonly #host: string;
  readonly #chunks: Uint8Array[] = [];
  #size = 0;

  constructor(host: string) {
    this.#host = host;
  }

  /** @throws AwsSsoError `Network` when the body is too large to be that of an AWS service. */
  add(chunk: Uint8Array): void {
    this.#size += chunk.byteLength;
    if (this.#size > MAX_BODY_BYTES) {
      throw new AwsSsoError(
        'Network',
        l10n.t(
          'The response from {0} is too large to come from AWS. A proxy may be interfering.',
          this.#host,
        ),
        { network: { kind: 'foreign', maybeSent: true, isUnread: true } },
      );
    }
    this.#chunks.push(chunk);
  }

  toString(): string {
    return Buffer.concat(this.#chunks).toString('utf8');
  }
}
