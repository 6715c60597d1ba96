import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import tls from 'node:tls';
import { messageOf } from '../../base/errors.ts';
import type { Log } from '../../base/Log.ts';

/** Where the distributions of Linux keep the store of the system. */
const LINUX_STORES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
];

/** The variables that name files with more of them: Node's, and that of the AWS CLI. */
const VARIABLES = ['NODE_EXTRA_CA_CERTS', 'AWS_CA_BUNDLE'] as const;

const PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * All certificate authorities that a person may have told this machine to trust, in PEM: Node's own, the system's, and those in
 * the files of NODE_EXTRA_CA_CERTS and AWS_CA_BUNDLE. What cannot be read is left out, and the log says so.
 *
 * @param withSystem whether the store of the system counts.
 */
export async function trustedCertificates(
  withSystem: boolean,
  env: Readonly<Record<string, string | undefined>>,
  log: Log,
): Promise<string[]> {
  const inFiles = VARIABLES.map(async (variable) => {
    const file = env[variable];
    return file ? certificatesIn(file, variable, log) : [];
  });
  const all = [
    ...tls.rootCertificates,
    ...(withSystem ? await systemCertificates() : []),
    ...(await Promise.all(inFiles)).flat(),
  ];
  // The system's are for the most part Node's, and reading each takes its time.
  return [...new Set(all.map((pem) => pem.trim()))];
}

async function systemCertificates(): Promise<string[]> {
  // Newer than the oldest Node.js that this runs on.
  const { getCACertificates } = tls as { getCACertificates?: (type: 'system') => string[] };
  if (getCACertificates) {
    return getCACertificates('system');
  }
  const stores = LINUX_STORES.map((file) => readFile(file, 'utf8').catch(() => ''));
  return ((await Promise.all(stores)).find((text) => text !== '') ?? '').match(PEM) ?? [];
}

async function certificatesIn(file: string, variable: string, log: Log): Promise<string[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    log.warn(`The file that ${variable} names cannot be read: ${messageOf(error)}`);
    return [];
  }
  const found = (text.match(PEM) ?? []).filter(isCertificate);
  if (found.length === 0) {
    log.warn(`The file that ${variable} names holds no certificate in PEM.`);
  }
  return found;
}

/** One that is not would have all the others refused. */
function isCertificate(pem: string): boolean {
  try {
    return Boolean(new X509Certificate(pem));
  } catch {
    return false;
  }
}
