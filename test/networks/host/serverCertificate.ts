import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { SecureContextOptions } from 'node:tls';
import type { Authority } from '../certificates.ts';
import { launch } from './launch.ts';

export interface ServerCertificate {
  authority: Authority;
  expired?: boolean;
  /** Whether the authority's own certificate is sent along. */
  isWholeChainSent?: boolean;
}

export function serverCertificate({ authority, expired, isWholeChainSent }: ServerCertificate) {
  const read = (name: string) => readFileSync(path.join(launch.certificates, `${authority}.${name}.pem`));
  const own = read(expired ? 'expired' : 'crt');
  const options: SecureContextOptions = {
    key: read('key'),
    cert: isWholeChainSent ? Buffer.concat([own, read('ca')]) : own,
  };
  return options;
}
