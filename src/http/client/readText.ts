import { BoundedText } from './BoundedText.ts';

/**
 * Reads a body as UTF-8. One that is too large is read no further.
 *
 * @throws AwsSsoError `Network` when it is too large to be that of an AWS service.
 */
export async function readText(body: AsyncIterable<Uint8Array>, host: string): Promise<string> {
  const text = new BoundedText(host);
  for await (const chunk of body) {
    text.add(chunk);
  }
  return text.toString();
}
