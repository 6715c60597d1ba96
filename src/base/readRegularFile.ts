import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';

/**
 * The bytes of a file.
 *
 * @param maxBytes how many are wanted at most, whatever the file says of its size.
 * @throws RangeError for a longer one; Error for anything else than a file: to read a pipe would wait for whoever writes to it.
 */
export async function readRegularFile(file: string, maxBytes = Infinity): Promise<Buffer> {
  const stats = await stat(file);
  // A directory has an error of its own.
  if (!stats.isFile() && !stats.isDirectory()) {
    throw new Error('not a file');
  }
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes) {
      throw new RangeError(`longer than ${maxBytes} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
