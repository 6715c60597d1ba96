import { Agent, get } from 'node:http';
import type { RoleCredentials, SsoPortal } from '../../src/aws/services/SsoPortal.ts';
import { containerCredentials } from '../../src/aws/credentials/containerCredentials.ts';
import { CredentialsServer, tokenFor } from '../../src/http/loopback/CredentialsServer.ts';
import { RoleCredentialsCache } from '../../src/sessions/portal/RoleCredentialsCache.ts';
import type { Part } from './Part.ts';
import { SILENT } from './silent.ts';

const CLIENTS = 1_000;
const SECRET = 'secret';
const PATH = '/role/1';
const ROLE = { session: 's', accountId: '111122223333', roleName: 'ReadOnly' };

/** Requests of programs in terminals, a thousand at once, each on a connection of its own. */
export async function credentialRequests(): Promise<Part> {
  const credentials = (): RoleCredentials => ({
    ...{ accessKeyId: 'ASIA1', secretAccessKey: 's', sessionToken: 't' },
    expiration: Date.now() + 3_600_000,
  });
  const portal = { getRoleCredentials: () => Promise.resolve(credentials()) } as unknown as SsoPortal;
  const cache = new RoleCredentialsCache((_, action) => action(portal, 'token'));
  const server = new CredentialsServer(
    async () => containerCredentials(await cache.get(ROLE), ROLE.accountId),
    SILENT,
  );
  await server.listen(SECRET);
  const headers = { authorization: tokenFor(SECRET, PATH) };
  const request = (): Promise<number> =>
    new Promise((resolve, reject) => {
      const started = performance.now();
      const agent = new Agent();
      get(server.uri(PATH), { agent, headers }, (response) => {
        response.resume().on('end', () => {
          agent.destroy();
          if (response.statusCode !== 200) {
            reject(new Error(`It was refused: ${response.statusCode}`));
          }
          resolve(performance.now() - started);
        });
      }).on('error', reject);
    });
  return {
    ...{ name: 'credential requests', unit: 'request of 1,000 at once', count: 100_000, perStep: CLIENTS },
    step: () => Promise.all(Array.from({ length: CLIENTS }, request)),
    end() {
      server.dispose();
      return Promise.resolve(0);
    },
  };
}
