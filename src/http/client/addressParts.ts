/** Host with port, path, and the rest of an address that has a host. */
const ADDRESS = /^[a-z]+:\/\/([^/?#]*)([^?#]*)(.*)$/i;

export interface AddressParts {
  /** With the port, where it is not the usual one. */
  readonly host: string;
  readonly path: string;
  readonly query: string;
}

/**
 * Takes an address apart that was made here, so that it is in its canonical form. For every request, so without a
 * `URL`, which costs as much as all else that is done around `fetch`.
 */
export function addressParts(url: string): AddressParts {
  const [, host = '', path = '', query = ''] = ADDRESS.exec(url) ?? [];
  return { host, path, query };
}

export function hostOf(url: string): string {
  return addressParts(url).host;
}
