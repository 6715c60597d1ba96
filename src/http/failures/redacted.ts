import type { HttpRequest } from '../client/HttpClient.ts';

/** So many letters and digits in a row of a secret are as good as the secret; fewer may stand in any text. */
const FRAGMENT = 8;

/** No word of a service is longer, so a longer one is a token, whoever's. */
const MAX_WORD = 48;

/** Longer texts are cut before they are looked through. */
const MAX_TEXT = 10_000;

/** Headers and members of a request that everybody may know. All others are taken for secrets. */
const PUBLIC = new Set([
  'accept',
  'clientName',
  'clientType',
  'content-type',
  'grantType',
  'issuerUrl',
  'redirectUri',
  'startUrl',
]);

/** Every text that was sent in the body or a header, and that not everybody may know. */
export function secretsOf({ headers = {}, body = '{}' }: HttpRequest): string[] {
  const sent = [...Object.entries(headers), ...Object.entries(membersOf(body))];
  return sent
    .filter(([name]) => !PUBLIC.has(name))
    .map(([, value]) => value)
    .filter((value): value is string => typeof value === 'string' && value.length >= FRAGMENT);
}

function membersOf(body: string): Record<string, unknown> {
  try {
    return JSON.parse(body) as Record<string, unknown>;
  } catch {
    return { body };
  }
}

/**
 * Replaces each word of a foreign text that repeats a secret by an ellipsis: whole or in part, in upper or lower case,
 * percent-encoded, escaped as in JSON, in base64 or in hexadecimal. A text that spreads one over several words is dropped.
 */
export function redacted(text: string, secrets: readonly string[]): string {
  const forms = secrets.flatMap(formsOf);
  const isSecret = (word: string): boolean =>
    word.length > MAX_WORD ||
    [word, decoded(word)].some((form) => {
      const letters = lettersOf(form);
      return forms.some((secret) => shares(letters, secret));
    });
  const left = text
    .slice(0, MAX_TEXT)
    .replace(/[^\s'"“”‘’<>()[\]{},;]+/g, (word) => (isSecret(word) ? '…' : word));
  return forms.some((secret) => shares(lettersOf(left), secret)) ? '…' : left;
}

/** Whether eight letters and digits in a row, or all there are of a shorter secret, stand in both. */
function shares(letters: string, secret: string): boolean {
  const size = Math.min(FRAGMENT, secret.length);
  for (let at = 0; at + size <= letters.length; at++) {
    if (secret.includes(letters.slice(at, at + size))) {
      return true;
    }
  }
  return false;
}

function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  // Base64 depends on where in its three bytes a text begins.
  const base64 = [0, 1, 2].map((at) =>
    Buffer.concat([Buffer.alloc(at), bytes])
      .toString('base64')
      .slice(4),
  );
  return [secret, ...base64, bytes.toString('hex')].map(lettersOf).filter((letters) => letters !== '');
}

/** What stays when case and everything that an encoding may put in between are left out. */
function lettersOf(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** Undoes percent-encoding, however often it was done, and the escapes of JSON and HTML. */
function decoded(word: string): string {
  let text = word;
  for (let before = ''; before !== text;) {
    before = text;
    text = text.replace(/(?:%|\\x|\\u00|&#x)([0-9a-f]{2});?/gi, (_, code: string) =>
      String.fromCharCode(parseInt(code, 16)),
    );
  }
  return text;
}
