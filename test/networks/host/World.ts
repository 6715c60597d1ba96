import { createServer } from 'node:net';
import * as vscode from 'vscode';
import type { IdentityCenter } from '../../identity-center/server.ts';
import type { Authority } from '../certificates.ts';
import { BlackHole } from './BlackHole.ts';
import { CaptivePortal } from './CaptivePortal.ts';
import { Gate } from './Gate.ts';
import { InterceptingProxy } from './InterceptingProxy.ts';
import { Listening } from './Listening.ts';
import type { ServerCertificate } from './serverCertificate.ts';
import { Sightings } from './Sightings.ts';
import { TlsFront } from './TlsFront.ts';
import { TlsGate } from './TlsGate.ts';

interface Opening {
  open(): Promise<unknown>;
  close(): Promise<void>;
}

/** What one situation is made of. All of it ends with `dispose`. */
export class World {
  readonly sightings = new Sightings();
  readonly center: IdentityCenter;
  readonly #servers: Opening[] = [];
  readonly #changed = new Set<string>();

  constructor(center: IdentityCenter) {
    this.center = center;
  }

  /** AWS, with a certificate that an authority has issued. */
  front(certificate: ServerCertificate, host?: string): Promise<TlsFront> {
    return this.#open(new TlsFront(this.center.url, this.sightings, certificate, host));
  }

  /** An address of the proxy that listens at a port. */
  gate(proxyPort: number): Promise<Gate> {
    return this.#open(new Gate(proxyPort));
  }

  tlsGate(proxyPort: number, authority: Authority): Promise<TlsGate> {
    return this.#open(new TlsGate(proxyPort, { authority }));
  }

  interceptingProxy(authority: Authority): Promise<InterceptingProxy> {
    return this.#open(new InterceptingProxy({ authority }));
  }

  captivePortal(answer: 'page' | 'redirect', certificate?: ServerCertificate): Promise<CaptivePortal> {
    return this.#open(new CaptivePortal(answer, this.sightings, certificate));
  }

  blackHole(): Promise<BlackHole> {
    return this.#open(new BlackHole());
  }

  /** Takes connections, and says nothing. */
  silentServer(): Promise<Listening> {
    return this.#open(new Listening(createServer()));
  }

  /** Where nothing listens. */
  async closedPort(): Promise<number> {
    const gate = await this.gate(0);
    await gate.close();
    return gate.port;
  }

  /** Sets the editor's settings `http.…`; undefined takes one back. */
  async set(settings: Readonly<Record<string, unknown>>): Promise<void> {
    for (const [name, value] of Object.entries(settings)) {
      this.#changed.add(name);
      await vscode.workspace.getConfiguration('http').update(name, value, vscode.ConfigurationTarget.Global);
    }
  }

  async dispose(): Promise<void> {
    await this.set(Object.fromEntries([...this.#changed].map((name) => [name, undefined])));
    for (const server of this.#servers) await server.close();
  }

  async #open<Server extends Opening>(server: Server): Promise<Server> {
    this.#servers.push(server);
    await server.open();
    return server;
  }
}
