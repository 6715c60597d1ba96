import { createHash, createHmac } from 'node:crypto';
import { StsException } from '../wire/stsException.ts';
import type { Instance } from '../instance.ts';
import type { IssuedCredentials } from '../state/store.ts';
import type { ReceivedRequest } from '../wire/receivedRequest.ts';

const authorization =
  /^AWS4-HMAC-SHA256 Credential=([^/,]+)\/((\d{8})\/([^/,]+)\/([^/,]+)\/aws4_request), ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/;

/**
 * Whose credentials have signed the request to a service, by Signature Version 4 (AWS IAM User Guide, "Create a signed
 * AWS API request"). Its time is looked at only where a tolerance is set: the clock of a test goes its own way.
 */
export function signer(
  { store, settings }: Instance,
  service: string,
  request: ReceivedRequest,
): IssuedCredentials {
  const { headers } = request;
  if (headers.authorization === undefined) throw new StsException('MissingAuthenticationToken');
  const [, keyId = '', scope = '', date = '', region = '', signedFor, names = '', signature] =
    authorization.exec(headers.authorization) ?? [];
  if (signature === undefined || signedFor !== service) throw new StsException('IncompleteSignature');

  const credentials = store.awsCredentials.get(keyId);
  if (!credentials || headers['x-amz-security-token'] !== credentials.sessionToken) {
    throw new StsException('InvalidClientTokenId');
  }
  if (settings.clock() >= credentials.expiresAt) throw new StsException('ExpiredToken');

  const signed = names.split(';');
  const time = headers['x-amz-date'];
  if (typeof time !== 'string' || !time.startsWith(date) || !signed.includes('host')) {
    throw new StsException('IncompleteSignature');
  }
  const { signatureTolerance: tolerance } = settings;
  if (tolerance !== null && Math.abs(timeOf(time) - settings.clock()) > tolerance * 1000) {
    throw new StsException('SignatureDoesNotMatch', `Signature expired: ${time} is not now`);
  }
  const text = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical(request, signed))].join('\n');
  const key = [date, region, service, 'aws4_request'].reduce<string | Buffer>(
    (secret, part) => hmac(secret, part),
    `AWS4${credentials.secretAccessKey}`,
  );
  if (hmac(key, text).toString('hex') !== signature) throw new StsException('SignatureDoesNotMatch');
  return credentials;
}

/** The request in the one form that both sides sign. No operation here has a query in its address. */
function canonical({ method, path, headers, body }: ReceivedRequest, signed: readonly string[]): string {
  const lines = signed.map((name) => `${name}:${String(headers[name]).trim().replace(/ +/g, ' ')}\n`);
  return [method, path, '', lines.join(''), signed.join(';'), sha256(body)].join('\n');
}

/** `20260101T000000Z` in epoch milliseconds. */
function timeOf(basic: string): number {
  return Date.parse(basic.replace(/^(....)(..)(..T..)(..)/, '$1-$2-$3:$4:'));
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
