import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { networkError } from '../failures/networkError.ts';

/**
 * The addresses of a host, as this machine resolves its name, without repetitions.
 *
 * @param hostname as in an address: one of IPv6 has its brackets.
 * @throws AwsSsoError `Network`
 */
export async function lookUp(hostname: string): Promise<readonly string[]> {
  const name = hostname.replace(/^\[|\]$/g, '');
  if (isIP(name)) {
    return [name];
  }
  try {
    return [...new Set((await lookup(name, { all: true })).map(({ address }) => address))];
  } catch (error) {
    throw networkError(error, hostname);
  }
}
