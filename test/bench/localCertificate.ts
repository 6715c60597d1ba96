import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';

export interface LocalCertificate {
  /** Both in PEM. */
  readonly key: string;
  readonly cert: string;
}

/** A certificate (RFC 5280) for the loopback addresses that signs itself, so it is its own authority. Good for an hour. */
export function localCertificate(): LocalCertificate {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ecdsaWithSha256 = sequence(der(0x06, Buffer.from('2a8648ce3d040302', 'hex')));
  const name = sequence(der(0x31, sequence(der(0x06, Buffer.from('550403', 'hex')), der(0x0c, 'benchmark'))));
  const content = sequence(
    der(0xa0, der(0x02, Buffer.of(2))),
    der(0x02, Buffer.of(1)),
    ecdsaWithSha256,
    name,
    sequence(utcTime(-60), utcTime(3600)),
    name,
    pair.publicKey.export({ type: 'spki', format: 'der' }),
    der(
      0xa3,
      sequence(
        // Basic constraints: an authority. Subject alternative names: localhost, 127.0.0.1.
        extension('551d13', sequence(der(0x01, Buffer.of(0xff)))),
        extension('551d11', sequence(der(0x82, 'localhost'), der(0x87, Buffer.of(127, 0, 0, 1)))),
      ),
    ),
  );
  const key = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const signature = sign('sha256', content, createPrivateKey(key));
  const certificate = sequence(content, ecdsaWithSha256, der(0x03, Buffer.of(0), signature));
  const lines = certificate.toString('base64').replace(/.{64}/g, '$&\n');
  return { key, cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n` };
}

/** An element in the Distinguished Encoding Rules (X.690): tag, length, content. */
function der(tag: number, ...content: readonly (Buffer | string)[]): Buffer {
  const body = Buffer.concat(content.map((part) => Buffer.from(part as string)));
  const size = body.length;
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.of(tag, ...length), body]);
}

function sequence(...content: readonly Buffer[]): Buffer {
  return der(0x30, ...content);
}

function extension(identifier: string, value: Buffer): Buffer {
  return sequence(der(0x06, Buffer.from(identifier, 'hex')), der(0x04, value));
}

function utcTime(secondsFromNow: number): Buffer {
  const time = new Date(Date.now() + secondsFromNow * 1000).toISOString();
  return der(0x17, `${time.slice(2, 19).replace(/[-T:]/g, '')}Z`);
}
