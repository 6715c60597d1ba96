import tls, { type SecureContext, type TLSSocket } from 'node:tls';
import type { Log } from '../../base/Log.ts';
import { addressParts } from '../client/addressParts.ts';
import { boundedClient } from '../client/boundedClient.ts';
import type { Cancellation } from '../client/Cancellation.ts';
import { certificateChain } from './certificateChain.ts';
import { ConnectError } from './ConnectError.ts';
import { dispatched } from './dispatched.ts';
import type { HttpClient, HttpRequest, HttpResponse } from '../client/HttpClient.ts';
import { networkError } from '../failures/networkError.ts';
import { openSocket, type Route } from './openSocket.ts';
import { type Proxy, proxyFor, type ProxySettings } from './proxyFor.ts';
import type { SecondPath, ShownCertificates } from '../client/SecondPath.ts';
import { trustedCertificates } from './trustedCertificates.ts';
import { Agent, type Dispatcher } from './undici.ts';

export interface UndiciPathOptions {
  /** Looked at for each request. What it took for one holds for the next, as long as they are the very same. */
  readonly settings: () => ProxySettings;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: Log;
  /** How long a request may take, in milliseconds; 15 s if not stated. */
  readonly timeoutMs?: number;
}

/** How a host is reached. */
interface Way {
  readonly settings: ProxySettings;
  readonly proxy: Proxy | undefined;
  readonly dispatcher: Dispatcher;
}

/** How long an idle connection is kept, in milliseconds: longer than the interval of any poll, shorter than AWS keeps it. */
const KEEP_ALIVE_MS = 30_000;

/**
 * The second path, by an undici of our own: with the proxy of the editor's settings or of the environment, and with all certificate
 * authorities that this machine was told to trust, whereas the editor's `fetch` leaves out those of NODE_EXTRA_CA_CERTS.
 */
export class UndiciPath implements SecondPath {
  readonly #options: UndiciPathOptions;
  /** By the host. */
  readonly #ways = new Map<string, Way>();
  /** By what they are made for. */
  readonly #dispatchers = new Map<string, Dispatcher>();
  /** By whether the store of the system counts. */
  readonly #trust = new Map<boolean, Promise<SecureContext>>();

  readonly http: HttpClient;

  constructor(options: UndiciPathOptions) {
    this.#options = options;
    this.http = boundedClient(
      (request, cancellation) => this.#send(request, cancellation),
      options.timeoutMs,
    );
  }

  proxyFor(url: string): string | undefined {
    return proxyFor(url, this.#options.settings(), this.#options.env)?.address;
  }

  async certificates(url: string, signal: AbortSignal): Promise<ShownCertificates> {
    const settings = this.#options.settings();
    const proxy = proxyFor(url, settings, this.#options.env);
    try {
      // Trusts anybody, since nothing is sent.
      const route = this.#route(new URL(url), proxy, settings, false);
      const socket = (await openSocket(route, signal)) as TLSSocket;
      const chain = certificateChain(socket.getPeerCertificate(true));
      const problem = socket.authorized ? {} : { problem: String(socket.authorizationError) };
      socket.destroy();
      return { chain, ...problem };
    } catch (error) {
      signal.throwIfAborted();
      throw networkError(error, new URL(url).host, { proxy: proxy?.address });
    }
  }

  dispose(): void {
    for (const dispatcher of this.#dispatchers.values()) {
      void dispatcher.destroy();
    }
    this.#dispatchers.clear();
    this.#ways.clear();
  }

  async #send(request: HttpRequest, cancellation: Cancellation): Promise<HttpResponse> {
    const { method, url, headers, body } = request;
    const { host, path, query } = addressParts(url);
    const { proxy, dispatcher } = this.#way(host, url);
    const origin = url.slice(0, url.indexOf(host) + host.length);
    const options: Dispatcher.DispatchOptions = { origin, path: path + query, method };
    if (headers) {
      options.headers = headers;
    }
    if (body !== undefined) {
      options.body = body;
    }
    try {
      return await dispatched(dispatcher, options, host, cancellation);
    } catch (error) {
      const failure = networkError(error, host, { proxy: proxy?.address });
      if (failure.network?.kind !== 'certificate') {
        throw failure;
      }
      const isOfProxy = error instanceof ConnectError && error.isOfProxy;
      const shown = isOfProxy
        ? undefined
        : await this.certificates(url, cancellation.signal).catch(() => undefined);
      // What is trusted is read anew for the next request, should a person have mended it.
      this.#forget();
      throw networkError(error, host, { proxy: proxy?.address, issuer: shown?.chain[0]?.issuer });
    }
  }

  #way(host: string, url: string): Way {
    // Asked once, because the editor takes its time to tell.
    const settings = this.#options.settings();
    let way = this.#ways.get(host);
    if (way?.settings !== settings) {
      const proxy = proxyFor(url, settings, this.#options.env);
      way = { settings, proxy, dispatcher: this.#dispatcher(proxy, settings) };
      this.#ways.set(host, way);
    }
    return way;
  }

  #dispatcher(proxy: Proxy | undefined, settings: ProxySettings): Dispatcher {
    const { proxyStrictSSL, systemCertificates } = settings;
    const key = JSON.stringify([proxy, proxyStrictSSL, systemCertificates]);
    let dispatcher = this.#dispatchers.get(key);
    if (!dispatcher) {
      dispatcher = new Agent({
        keepAliveTimeout: KEEP_ALIVE_MS,
        keepAliveMaxTimeout: KEEP_ALIVE_MS,
        // Not undici's own agent for proxies: when a proxy closes the connection, that connects anew, without end.
        connect: ({ protocol, host }, callback) => {
          const route = this.#route(new URL(`${protocol}//${host}`), proxy, settings, true);
          openSocket(route).then(
            (socket) => callback(null, socket),
            (error: Error) => callback(error, null),
          );
        },
      });
      this.#dispatchers.set(key, dispatcher);
    }
    return dispatcher;
  }

  #route(
    url: URL,
    proxy: Proxy | undefined,
    { proxyStrictSSL, systemCertificates }: ProxySettings,
    rejectUnauthorized: boolean,
  ): Route {
    return { url, proxy, proxyStrictSSL, rejectUnauthorized, trust: () => this.#trusted(systemCertificates) };
  }

  #trusted(withSystem: boolean): Promise<SecureContext> {
    const { env, log } = this.#options;
    let trust = this.#trust.get(withSystem);
    if (!trust) {
      trust = trustedCertificates(withSystem, env, log).then((ca) => tls.createSecureContext({ ca }));
      trust.catch(() => this.#trust.delete(withSystem));
      this.#trust.set(withSystem, trust);
    }
    return trust;
  }

  /** Requests under way go on. */
  #forget(): void {
    this.#trust.clear();
    for (const dispatcher of this.#dispatchers.values()) {
      void dispatcher.close();
    }
    this.#dispatchers.clear();
    this.#ways.clear();
  }
}
