import { createHash, createHmac } from 'node:crypto';
import type { HttpRequest } from '../../http/client/HttpClient.ts';
import type { RoleCredentials } from './SsoPortal.ts';

/** For which service and region a request is signed, with whose credentials, and when. */
export interface SigningOptions {
  readonly service: string;
  readonly region: string;
  readonly credentials: Omit<RoleCredentials, 'expiration'>;
  readonly date: Date;
}

type SignableRequest = Required<Pick<HttpRequest, 'method' | 'url' | 'headers' | 'body'>>;

/**
 * Signs a request to an address without a query by Signature Version 4 (AWS IAM User Guide, "Create a signed AWS API request"):
 * the few lines of it that the query protocol needs. The tests compare it with the signer of the AWS SDK.
 *
 * @param request its headers have names in small letters, and values without blanks around or in a row.
 */
export function signed(
  request: SignableRequest,
  { service, region, credentials, date }: SigningOptions,
): SignableRequest {
  const { host, pathname } = new URL(request.url);
  const time = date.toISOString().replace(/[-:]|\.\d+/g, '');
  const headers: Record<string, string> = {
    ...request.headers,
    'x-amz-date': time,
    'x-amz-security-token': credentials.sessionToken,
  };
  const lines = Object.entries({ ...headers, host }).sort(([one], [other]) => (one < other ? -1 : 1));
  const names = lines.map(([name]) => name).join(';');
  const canonical = [
    request.method,
    pathname,
    '',
    ...lines.map(([name, value]) => `${name}:${value}`),
    '',
    names,
    sha256(request.body),
  ].join('\n');
  const scope = [time.slice(0, 8), region, service, 'aws4_request'];
  const text = ['AWS4-HMAC-SHA256', time, scope.join('/'), sha256(canonical)].join('\n');
  const key = scope.reduce<string | Buffer>(hmac, `AWS4${credentials.secretAccessKey}`);
  const signature = hmac(key, text).toString('hex');
  const authorization = `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope.join('/')}, SignedHeaders=${names}, Signature=${signature}`;
  return { ...request, headers: { ...headers, authorization } };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
