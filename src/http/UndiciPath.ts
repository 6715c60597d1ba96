import { once } from 'node:events';
import { isIP, type Socket } from 'node:net';
import tls, { type SecureContext } from 'node:tls';
import type { AwsSsoError } from '../base/errors.ts';
import type { Log } from '../base/Log.ts';
import { boundedClient } from './boundedClient.ts';
import { certificateChain } from './certificateChain.ts';
import type { HttpRequest, HttpResponse } from './HttpClient.ts';
import { networkError } from './networkError.ts';
import { type Proxy, proxyFor, type ProxySettings } from './proxySettings.ts';
import { readText } from './readText.ts';
import type { SecondPath, ShownCertificates } from './SecondPath.ts';
import { trustedCertificates } from './trustedCertificates.ts';
import { Agent, Client, type Dispatcher, ProxyAgent } from './undici.ts';

export interface UndiciPathWorld {
  /** Looked at for each request. */
  readonly settings: () => ProxySettings;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: Log;
}

/** How long a connection may take, in milliseconds. */
const CONNECT_MS = 10_000;
/** How long an idle connection is kept, in milliseconds: longer than the interval of any poll, shorter than AWS keeps it. */
const KEEP_ALIVE_MS = 30_000;

/**
 * The second path, by an undici of our own: with the proxy of the editor's settings or of the environment, and with all certificate
 * authorities that this machine was told to trust, whereas the editor's `fetch` leaves out those of NODE_EXTRA_CA_CERTS.
 */
export class UndiciPath implements SecondPath {
  readonly #world: UndiciPathWorld;
  /** By what they are made for. */
  readonly #dispatchers = new Map<string, Dispatcher>();
  #trust: Promise<SecureContext> | undefined;

  constructor(world: UndiciPathWorld) {
    this.#world = world;
  }

  readonly http = boundedClient((request, signal) => this.#send(request, signal));

  proxyFor(url: string): string | undefined {
    return this.#proxy(url)?.address;
  }

  async certificates(url: string, signal: AbortSignal): Promise<ShownCertificates> {
    const proxy = this.#proxy(url);
    const { host } = new URL(url);
    try {
      return await this.#shown(
        new URL(url),
        proxy,
        AbortSignal.any([signal, AbortSignal.timeout(CONNECT_MS)]),
      );
    } catch (error) {
      signal.throwIfAborted();
      throw networkError(error, host, { proxy: proxy?.address });
    }
  }

  dispose(): void {
    for (const dispatcher of this.#dispatchers.values()) {
      void dispatcher.destroy();
    }
    this.#dispatchers.clear();
  }

  async #send({ method, url, headers = {}, body }: HttpRequest, signal: AbortSignal): Promise<HttpResponse> {
    const { origin, host, pathname, search } = new URL(url);
    const proxy = this.#proxy(url);
    try {
      const dispatcher = await this.#dispatcher(proxy);
      const {
        statusCode,
        headers: answered,
        body: content,
      } = await dispatcher.request({
        ...{ origin, path: pathname + search, method, headers, signal },
        ...(body === undefined ? {} : { body }),
      });
      return {
        status: statusCode,
        header: (name) => answered[name.toLowerCase()]?.toString(),
        body: await readText(content, host),
      };
    } catch (error) {
      const failure = networkError(error, host, { proxy: proxy?.address });
      if (failure.network?.kind !== 'certificate') {
        throw failure;
      }
      throw await this.#withIssuer(error, url, proxy, signal);
    }
  }

  async #withIssuer(
    error: unknown,
    url: string,
    proxy: Proxy | undefined,
    signal: AbortSignal,
  ): Promise<AwsSsoError> {
    const shown = await this.certificates(url, signal).catch((failure: unknown) => failure as AwsSsoError);
    // What is trusted is read anew for the next request, should a person have mended it.
    this.#forget();
    if ('chain' in shown) {
      return networkError(error, new URL(url).host, { issuer: shown.chain[0]?.issuer });
    }
    // Where not even a look gets through, it is the proxy that shows it.
    const isOfProxy = proxy !== undefined && shown.network?.kind === 'certificate';
    return networkError(error, new URL(isOfProxy ? proxy.address : url).host);
  }

  #proxy(url: string): Proxy | undefined {
    return proxyFor(url, this.#world.settings(), this.#world.env);
  }

  async #dispatcher(proxy: Proxy | undefined): Promise<Dispatcher> {
    const secureContext = await this.#trusted();
    const { proxyStrictSSL } = this.#world.settings();
    const key = JSON.stringify([proxy, proxyStrictSSL]);
    let dispatcher = this.#dispatchers.get(key);
    if (!dispatcher) {
      const connect = { secureContext, timeout: CONNECT_MS };
      const kept = { keepAliveTimeout: KEEP_ALIVE_MS, keepAliveMaxTimeout: KEEP_ALIVE_MS };
      dispatcher = proxy
        ? new ProxyAgent({
            ...kept,
            uri: proxy.address,
            ...(proxy.authorization === undefined ? {} : { token: proxy.authorization }),
            requestTls: connect,
            // For the proxy's own certificate, and no other: AWS has to show a good one.
            proxyTls: { ...connect, rejectUnauthorized: proxyStrictSSL },
          })
        : new Agent({ ...kept, connect });
      this.#dispatchers.set(key, dispatcher);
    }
    return dispatcher;
  }

  #trusted(): Promise<SecureContext> {
    const { env, log } = this.#world;
    return (this.#trust ??= trustedCertificates(env, log).then((ca) => tls.createSecureContext({ ca })));
  }

  /** Requests under way go on. */
  #forget(): void {
    this.#trust = undefined;
    for (const dispatcher of this.#dispatchers.values()) {
      void dispatcher.close();
    }
    this.#dispatchers.clear();
  }

  /** Trusts anybody, since nothing is sent and nothing is read. */
  async #shown(url: URL, proxy: Proxy | undefined, signal: AbortSignal): Promise<ShownCertificates> {
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const port = Number(url.port || 443);
    const tunnel = proxy ? await this.#tunnel(proxy, `${url.hostname}:${port}`, signal) : undefined;
    const socket = tls.connect({
      ...{ host, port },
      ...(tunnel ? { socket: tunnel } : {}),
      ...(isIP(host) ? {} : { servername: host }),
      secureContext: await this.#trusted(),
      rejectUnauthorized: false,
    });
    try {
      await once(socket, 'secureConnect', { signal });
      const chain = certificateChain(socket.getPeerCertificate(true));
      return { chain, ...(socket.authorized ? {} : { problem: String(socket.authorizationError) }) };
    } finally {
      socket.destroy();
      tunnel?.destroy();
    }
  }

  /** A way through the proxy (RFC 9110 section 9.3.6). */
  async #tunnel(proxy: Proxy, authority: string, signal: AbortSignal): Promise<Socket> {
    const client = new Client(proxy.address, {
      connect: {
        secureContext: await this.#trusted(),
        rejectUnauthorized: this.#world.settings().proxyStrictSSL,
        timeout: CONNECT_MS,
      },
    });
    try {
      const { statusCode, socket } = await client.connect({
        path: authority,
        headers: {
          host: authority,
          ...(proxy.authorization === undefined ? {} : { 'proxy-authorization': proxy.authorization }),
        },
        signal,
      });
      if (statusCode !== 200) {
        socket.destroy();
        // In undici's own words.
        throw new Error(`Proxy response (${statusCode}) !== 200 when HTTP Tunneling`);
      }
      return socket as Socket;
    } finally {
      void client.close();
    }
  }
}
