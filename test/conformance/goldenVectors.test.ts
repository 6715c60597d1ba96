import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Retries } from '../../src/aws/services/retries.ts';
import { Signin, type SigninGrant } from '../../src/aws/services/Signin.ts';
import { type ClientMetadata, type Grant, SsoOidc } from '../../src/aws/services/SsoOidc.ts';
import { SsoPortal } from '../../src/aws/services/SsoPortal.ts';
import type { AwsSsoError } from '../../src/base/errors.ts';
import { isAwsSsoError } from '../../src/base/errors.ts';
import { fetchClient } from '../../src/http/client/fetchClient.ts';

type Json = Record<string, unknown>;

interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
}

interface Reading {
  readonly ok?: Json;
  readonly err?: Json;
}

/** What a client sent and was answered, as recorded from botocore and from the AWS SDK for JavaScript. */
interface Vector {
  readonly id: string;
  readonly service: 'sso-oidc' | 'sso' | 'signin';
  readonly operation: string;
  readonly input: Json;
  readonly requests: Record<'botocore' | 'js', Recorded>;
  readonly response: { status: number; headers: [string, string][]; body: string };
  readonly expected: Record<'botocore' | 'js', Reading>;
}

/** Where our reading of an answer differs from the SDKs' on purpose. */
const DIFFERENT_READINGS: Record<string, { ours: string; because: string }> = {
  'form-oauth-only': {
    ours: 'AuthorizationPendingException',
    because: 'a proxy may drop the header; the error member is then all that is left, and no SDK looks at it',
  },
  'form-html-407': {
    ours: 'Network',
    because: 'a proxy’s page is no answer of AWS; the SDK throws a SyntaxError',
  },
  'form-html-200': { ours: 'Network', because: 'a captive portal’s page; the SDK throws a SyntaxError' },
  'form-truncated-200': { ours: 'Network', because: 'an answer cut short; the SDK throws a SyntaxError' },
  'form-200-empty': { ours: 'Network', because: 'a token was promised; the SDKs return an empty result' },
  'form-200-null-members': {
    ours: 'Network',
    because: 'a token was promised; the SDKs return an empty result',
  },
  'form-429-plain': {
    ours: 'HTTP 429',
    because: 'nothing named the exception, so the status does; the SDK says Unknown',
  },
  'grc-ok-missing-creds': {
    ours: 'Network',
    because: 'credentials were promised; the SDKs return an empty result',
  },
};

/** Where our request differs from the SDKs' on purpose. */
const DIFFERENT_QUERIES: Record<string, { add: Record<string, string>; because: string }> = {
  'la-empty': { add: { max_result: '100' }, because: 'the largest page makes the fewest calls' },
};

/** Never sent: a spelling of the grant that only documentation knows. Our type has no way to say it. */
const NEVER_SENT = new Set(['tok-wrong-grant-spelling']);

const vectors = readFileSync(path.join(import.meta.dirname, 'vectors/vectors.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Vector)
  .filter(({ id }) => !NEVER_SENT.has(id));

describe('Golden vectors', () => {
  let server: Server;
  let url: string;
  let answer: Vector['response'];
  let received: {
    method?: string | undefined;
    url?: string | undefined;
    headers: IncomingHttpHeaders;
    body: string;
  };
  before(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { method, url, headers } = request;
        received = { method, url, headers, body: Buffer.concat(chunks).toString() };
        response.writeHead(answer.status, answer.headers.flat());
        response.end(answer.body);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => server.close().closeAllConnections());

  const signal = new AbortController().signal;
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  /** A recording has one request, so nothing is repeated. */
  const once = { run: (_: unknown, attempt: () => Promise<unknown>) => attempt() } as unknown as Retries;

  /** Our own call for the input of a vector. */
  function call({ operation, input }: Vector): Promise<unknown> {
    const http = fetchClient();
    const oidc = new SsoOidc(http, url, once);
    const portal = new SsoPortal(http, url, once);
    const text = (name: string) => input[name] as string;
    const client = { clientId: text('clientId'), clientSecret: text('clientSecret') };
    switch (operation) {
      case 'RegisterClient': {
        const { clientType, ...metadata } = input;
        assert.equal(clientType, 'public');
        return oidc.registerClient(metadata as unknown as ClientMetadata, signal);
      }
      case 'StartDeviceAuthorization':
        return oidc.startDeviceAuthorization(client, text('startUrl'), signal);
      case 'CreateToken': {
        const { clientId, clientSecret, ...grant } = input;
        assert.deepEqual({ clientId, clientSecret }, client);
        return oidc.createToken(client, grant as unknown as Grant, signal);
      }
      case 'ListAccounts':
        return collect(portal.listAccounts(text('accessToken'), signal), 'accountList');
      case 'ListAccountRoles':
        return collect(portal.listAccountRoles(text('accessToken'), text('accountId'), signal), 'roleList');
      case 'GetRoleCredentials': {
        const role = { accountId: text('accountId'), roleName: text('roleName') };
        return portal
          .getRoleCredentials(text('accessToken'), role, signal)
          .then((roleCredentials) => ({ roleCredentials }));
      }
      case 'Logout':
        return portal.logout(text('accessToken'), signal).then(() => ({}));
      case 'CreateOAuth2Token':
        return new Signin(http, url, once)
          .createOAuth2Token(input['tokenInput'] as SigninGrant, privateKey, signal)
          .then((tokenOutput) => ({ tokenOutput }));
      default:
        throw new Error(`No call for ${operation}.`);
    }
  }

  async function collect(items: AsyncIterable<unknown>, name: string): Promise<Json> {
    const all: unknown[] = [];
    for await (const item of items) {
      all.push(item);
    }
    return { [name]: all };
  }

  for (const vector of vectors) {
    const { id, service, operation, requests, response, expected } = vector;

    it(`${service} ${operation}: ${id}`, async () => {
      answer = response;
      const outcome: unknown = await call(vector).catch((error: unknown) => error);

      for (const [client, recorded] of Object.entries(requests)) {
        assert.deepEqual(ourRequest(received), theirRequest(recorded, DIFFERENT_QUERIES[id]?.add), client);
      }

      // The recorded clients sign their proofs in a layer above the one that was recorded here.
      assert.equal('dpop' in received.headers, service === 'signin');

      const difference = DIFFERENT_READINGS[id];
      if (difference) {
        assert.ok(isAwsSsoError(outcome), difference.because);
        assert.equal(outcome.service?.name ?? outcome.code, difference.ours, difference.because);
      } else if (expected.js.ok) {
        assert.deepEqual(withoutNulls(outcome), expected.js.ok);
      } else {
        assert.ok(isAwsSsoError(outcome), String(outcome));
        assertSameError(outcome, expected.js.err ?? {}, expected.botocore.err ?? {});
      }
    });
  }

  function ourRequest({ method, url = '', headers, body }: typeof received): Json {
    return asComparable(method ?? '', url, headers as Record<string, string>, body);
  }

  function theirRequest({ method, path, headers, body }: Recorded, add: Record<string, string> = {}): Json {
    const url = new URL(path, 'http://x');
    for (const [name, value] of Object.entries(add)) {
      url.searchParams.set(name, value);
    }
    return asComparable(method, url.pathname + url.search, headers, body ?? '');
  }

  /** What the services look at: the order of the query and of JSON members means nothing to them. */
  function asComparable(method: string, path: string, headers: Record<string, string>, body: string): Json {
    const url = new URL(path, 'http://x');
    return {
      method,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      contentType: body === '' ? undefined : headers['content-type'],
      bearer: headers['x-amz-sso_bearer_token'],
      authorization: headers['authorization'],
      body: body === '' ? undefined : (JSON.parse(body) as Json),
    };
  }

  function assertSameError({ service }: AwsSsoError, js: Json, botocore: Json): void {
    assert.equal(service?.name, js['name']);
    assert.equal(service?.status, js['httpStatusCode']);
    assert.equal(service?.requestId, js['requestId']);
    assert.equal(service?.error, js['error']);
    assert.equal(service?.reason ?? null, js['reason'] ?? null);
    const message = js['message'] === 'UnknownError' ? undefined : js['message'];
    assert.equal(service?.description, js['error_description'] ?? message);
    assert.equal(service?.status, botocore['HTTPStatusCode']);
  }

  function withoutNulls(value: unknown): unknown {
    return JSON.parse(JSON.stringify(value, (_, member: unknown) => member ?? undefined));
  }
});
