import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type LocalCertificate, localCertificate } from './localCertificate.ts';

/**
 * A server over TLS on loopback that answers each request with the same token, in a process of its own so that its
 * work is not measured along. It does as little as a server can.
 */
export class TokenServer {
  readonly #child: ChildProcess;
  readonly #directory: string;
  readonly url: string;
  /** In PEM, for `NODE_EXTRA_CA_CERTS`, which a process reads when it starts. */
  readonly certificateFile: string;

  private constructor(child: ChildProcess, directory: string, port: number) {
    this.#child = child;
    this.#directory = directory;
    this.url = `https://localhost:${port}`;
    this.certificateFile = path.join(directory, 'certificate.pem');
  }

  static async start(certificate?: LocalCertificate): Promise<TokenServer> {
    const directory = mkdtempSync(path.join(tmpdir(), 'token-server-'));
    certificate ??= await localCertificate();
    writeFileSync(path.join(directory, 'certificate.pem'), certificate.cert);
    const child = fork(path.join(import.meta.dirname, 'tokenServerProcess.ts'));
    child.send(certificate);
    const [port] = (await once(child, 'message')) as [number];
    return new TokenServer(child, directory, port);
  }

  /** How many connections it has accepted so far. */
  async connections(): Promise<number> {
    this.#child.send('connections');
    const [count] = (await once(this.#child, 'message')) as [number];
    return count;
  }

  async stop(): Promise<void> {
    this.#child.disconnect();
    await once(this.#child, 'exit');
    rmSync(this.#directory, { recursive: true });
  }
}
