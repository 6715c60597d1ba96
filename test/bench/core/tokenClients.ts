import { CreateTokenCommand, SSOOIDCClient } from '@aws-sdk/client-sso-oidc';
import { Retries } from '../../../src/aws/retries.ts';
import { SsoOidc } from '../../../src/aws/SsoOidc.ts';
import { NEVER } from '../../../src/base/never.ts';
import { clockWatch } from '../../../src/http/clockWatch.ts';
import { fetchClient } from '../../../src/http/fetchClient.ts';
import type { HttpClient } from '../../../src/http/HttpClient.ts';
import { loggedClient } from '../../../src/http/loggedClient.ts';
import { RawSocket } from './rawSocket.ts';

const CLIENT = { clientId: 'id'.padEnd(40, 'x'), clientSecret: 'secret'.padEnd(800, 'x') };
const GRANT = { grantType: 'refresh_token', refreshToken: 'refresh'.padEnd(700, 'x') } as const;

/** Makes one call of CreateToken; resolves when its answer has been read. */
export type CreateToken = () => Promise<unknown>;
export type TokenClient = 'first path' | 'fetch' | 'SDK' | 'raw socket';

/** One for so many calls at once. */
export async function tokenClient(name: TokenClient, url: string, concurrency: number): Promise<CreateToken> {
  switch (name) {
    case 'first path':
      return byCore(url, fetchClient());
    case 'fetch':
      return byFetch(url);
    case 'SDK':
      return bySdk(url);
    case 'raw socket':
      return byRawSockets(url, concurrency);
  }
}

/** As the composition root puts it together. */
function byCore(url: string, http: HttpClient): CreateToken {
  const ignore = () => undefined;
  const log = { debug: ignore, info: ignore, warn: ignore, error: ignore };
  const oidc = new SsoOidc(loggedClient(clockWatch(http, log), log), url, new Retries());
  return () => oidc.createToken(CLIENT, GRANT, NEVER);
}

function byFetch(url: string): CreateToken {
  return async () => {
    const response = await fetch(`${url}/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...CLIENT, ...GRANT }),
    });
    return response.json();
  };
}

function bySdk(url: string): CreateToken {
  const client = new SSOOIDCClient({ region: 'us-east-1', endpoint: url });
  return () => client.send(new CreateTokenCommand({ ...CLIENT, ...GRANT }));
}

async function byRawSockets(url: string, concurrency: number): Promise<CreateToken> {
  const idle = await Promise.all(Array.from({ length: concurrency }, () => RawSocket.connect(url)));
  return async () => {
    const socket = idle.pop();
    if (!socket) {
      throw new Error('More calls at once than there are sockets.');
    }
    try {
      return await socket.createToken(JSON.stringify({ ...CLIENT, ...GRANT }));
    } finally {
      idle.push(socket);
    }
  };
}
