/** How an error of the query protocol of STS begins: nobody else's has this namespace. */
const ERROR =
  /^\s*(?:<\?xml[^>]*>\s*)?<ErrorResponse xmlns="https:\/\/sts\.amazonaws\.com\/doc\/\d{4}-\d\d-\d\d\/"\s*>/;

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

export function isQueryError(body: string): boolean {
  return ERROR.test(body);
}

/**
 * The texts of the elements in an answer of the query protocol that hold nothing but text. Of several with the same name, the
 * first. Its answers have neither attributes nor CDATA sections there.
 */
export function membersOfXml(xml: string): Readonly<Record<string, string>> {
  const members = new Map<string, string>();
  for (const [, name = '', text = ''] of xml.matchAll(/<(\w{1,64})>([^<]*)<\/\1>/g)) {
    if (!members.has(name)) {
      members.set(name, unescaped(text));
    }
  }
  return Object.fromEntries(members);
}

function unescaped(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi,
    (whole, hex, decimal, name) => {
      const code = hex !== undefined ? parseInt(String(hex), 16) : Number(decimal);
      const character = Number.isNaN(code) || code > 0x10ffff ? undefined : String.fromCodePoint(code);
      return ENTITIES[String(name).toLowerCase()] ?? character ?? String(whole);
    },
  );
}
