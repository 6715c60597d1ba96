import assert from 'node:assert/strict';
import { CallbackServer } from '../../src/http/loopback/CallbackServer.ts';
import { CredentialsServer, tokenFor } from '../../src/http/loopback/CredentialsServer.ts';
import { visit } from '../unit/support/browserOf.ts';
import { memoryLog } from '../unit/support/memoryLog.ts';
import { exchanged } from './exchanged.ts';
import type { Target } from './Target.ts';

const STATE = '6f9619ff-8b86-4d11-b42d-00c04fc964ff';
const SECRET = 'a-secret-of-terminals';
const PATH = '/role/1';
const KEY = { AccessKeyId: 'ASIAEXAMPLE', SecretAccessKey: 'the-secret-key', Token: 'the-session-token' };
const CREDENTIALS = { ...KEY, Expiration: '2030-01-01T00:00:00Z' };

const head = (...lines: string[]): Buffer => Buffer.from(`${lines.join('\r\n')}\r\n\r\n`);

/** What is kept is tried again at another port. */
function atPort(bytes: Buffer, port: string): Buffer {
  return Buffer.from(bytes.toString('latin1').replaceAll('PORT', port), 'latin1');
}

/** The server that the browser comes back to. What strangers send has no state. */
export async function callbackTarget(): Promise<Target> {
  let [server, isCalled] = [newServer(), false];
  let address = await server.listen();
  function newServer(): CallbackServer {
    const page = () => ({ outcome: 'good', heading: 'h', paragraphs: [] }) as const;
    const made = new CallbackServer('/oauth/callback', STATE, page, memoryLog());
    void made.callback.then(() => (isCalled = true));
    return made;
  }
  const host = '127.0.0.1:PORT';
  return {
    name: 'callback server',
    samples: [
      head('GET /oauth/callback?code=c&state=s HTTP/1.1', `Host: ${host}`),
      head('GET /oauth/callback?error=access_denied&state=s HTTP/1.1', `Host: ${host}`, 'Cookie: a=b'),
      head('POST /oauth/callback HTTP/1.1', `Host: ${host}`, 'Content-Length: 4'),
      head('HEAD / HTTP/1.0'),
    ],
    async feed(bytes) {
      const { port } = new URL(address);
      const answer = await exchanged({ port: Number(port), host: '127.0.0.1' }, atPort(bytes, port));
      assert.ok(!isCalled, 'It has taken an answer without the state');
      assert.doesNotMatch(answer, /^HTTP\/1\.1 (200|5)/m);
      assert.ok(!answer.includes(STATE), 'It has told the state');
    },
    async check() {
      const { status } = await visit(`${address}?code=c&state=${STATE}`);
      assert.equal(status, 200);
      assert.deepEqual(await server.callback, { code: 'c' });
      server.close();
      server = newServer();
      isCalled = false;
      address = await server.listen();
    },
    close: () => server.close(),
  };
}

/** The server of terminals. What strangers send has no token. */
export async function credentialsTarget(): Promise<Target> {
  const found = (path: string) => Promise.resolve(path === PATH ? CREDENTIALS : undefined);
  const server = new CredentialsServer(found, memoryLog());
  const port = await server.listen(SECRET);
  const host = '127.0.0.1:PORT';
  return {
    name: 'credentials server',
    samples: [
      head(`GET ${PATH} HTTP/1.1`, `Host: ${host}`, 'Authorization: Zm9yZ2Vk', 'Accept: */*'),
      head(`GET ${PATH} HTTP/1.1`, `Host: ${host}`, 'Origin: https://evil.example'),
      head(`PUT ${PATH} HTTP/1.1`, 'Host: localhost:PORT', 'Transfer-Encoding: chunked'),
      // The token of another path.
      head(`GET ${PATH} HTTP/1.1`, `Host: ${host}`, `Authorization: ${tokenFor(SECRET, '/role/2')}`),
    ],
    async feed(bytes) {
      const answer = await exchanged({ port, host: '127.0.0.1' }, atPort(bytes, String(port)));
      assert.doesNotMatch(answer, /^HTTP\/1\.1 (200|5)/m);
      for (const secret of [SECRET, ...Object.values(KEY), tokenFor(SECRET, PATH)]) {
        assert.ok(!answer.includes(secret), 'It has told a secret');
      }
    },
    async check() {
      const Authorization = tokenFor(SECRET, PATH);
      const response = await fetch(server.uri(PATH), { headers: { Authorization } });
      assert.deepEqual(await response.json(), CREDENTIALS);
    },
    close: () => server.dispose(),
  };
}
