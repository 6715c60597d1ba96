import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeCertificates } from '../networks/certificates.ts';

export interface PortalPage {
  readonly startUrl: string;
  /** With this, an editor trusts it. */
  readonly env: Record<string, string>;
  stop(): void;
}

/** The start URL that the local Identity Center goes by. */
const PORTAL = 'https://d-1234567890.awsapps.com/start';

/** An organization's own domain on this machine, so that nobody asks for a portal anywhere else. It leads to `PORTAL`. */
export async function startPortalPage(): Promise<PortalPage> {
  const folder = mkdtempSync(path.join(tmpdir(), 'portal-'));
  await makeCertificates(folder);
  const read = (name: string) => readFileSync(path.join(folder, `nodeExtra.${name}.pem`));
  const server = createServer({ key: read('key'), cert: read('crt') }, (_, response) =>
    response.writeHead(302, { location: PORTAL }).end(),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    startUrl: `https://127.0.0.1:${port}/start`,
    env: { NODE_EXTRA_CA_CERTS: path.join(folder, 'nodeExtra.ca.pem') },
    stop() {
      server.close();
      server.closeAllConnections();
      rmSync(folder, { recursive: true });
    },
  };
}
