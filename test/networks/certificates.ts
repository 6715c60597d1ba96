import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as x509 from '@peculiar/x509';

/** Who trusts an authority: the file of its certificate, and of the server certificates below it, bears this name. */
export const authorities = {
  system: 'the store of the system',
  nodeExtra: 'NODE_EXTRA_CA_CERTS',
  awsBundle: 'AWS_CA_BUNDLE',
  nobody: 'nobody',
} as const;

export type Authority = keyof typeof authorities;

/** Every name and address that a server of these tests goes by. */
const serverNames: x509.JsonGeneralNames = [
  { type: 'dns', value: '*.aws.test' },
  { type: 'dns', value: 'localhost' },
  { type: 'ip', value: '127.0.0.1' },
  { type: 'ip', value: '::1' },
];

const curve = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const algorithm = { ...curve, hash: 'SHA-256' };
const HOUR_MS = 3_600_000;

interface Issued {
  certificate: x509.X509Certificate;
  keys: webcrypto.CryptoKeyPair;
}

/**
 * Makes the authorities, each with a certificate for the servers and one that has expired, in a folder:
 * `system.ca.pem`, `system.crt.pem`, `system.expired.pem`, `system.key.pem` and so on.
 */
export async function makeCertificates(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const write = (name: string, text: string) => {
    writeFileSync(path.join(folder, `${name}.pem`), `${text}\n`);
  };
  for (const authority of Object.keys(authorities)) {
    const issuer = await makeAuthority(`Test authority ${authority}`);
    const keys = await makeKeys();
    const until = (ms: number) => issue(issuer, keys, new Date(Date.now() + ms));
    write(`${authority}.ca`, issuer.certificate.toString('pem'));
    write(`${authority}.crt`, (await until(24 * HOUR_MS)).toString('pem'));
    write(`${authority}.expired`, (await until(-HOUR_MS)).toString('pem'));
    write(`${authority}.key`, await privateKey(keys));
  }
}

async function makeAuthority(name: string): Promise<Issued> {
  const keys = await makeKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    notBefore: new Date(Date.now() - 48 * HOUR_MS),
    notAfter: new Date(Date.now() + 48 * HOUR_MS),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
    ],
  });
  return { certificate, keys };
}

async function issue(issuer: Issued, { publicKey }: webcrypto.CryptoKeyPair, notAfter: Date) {
  return x509.X509CertificateGenerator.create({
    subject: 'CN=Local Identity Center',
    issuer: issuer.certificate.subject,
    notBefore: new Date(Date.now() - 24 * HOUR_MS),
    notAfter,
    publicKey,
    signingKey: issuer.keys.privateKey,
    signingAlgorithm: algorithm,
    extensions: [new x509.SubjectAlternativeNameExtension(serverNames)],
  });
}

async function makeKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(curve, true, ['sign', 'verify']);
}

async function privateKey({ privateKey: key }: webcrypto.CryptoKeyPair): Promise<string> {
  return x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY');
}
