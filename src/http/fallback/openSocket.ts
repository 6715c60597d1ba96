import { once } from 'node:events';
import net, { isIP, type Socket } from 'node:net';
import tls, { type SecureContext } from 'node:tls';
import { ConnectError } from './ConnectError.ts';
import type { Proxy } from './proxyFor.ts';
import { Client } from './undici.ts';

export interface Route {
  readonly url: URL;
  readonly proxy: Proxy | undefined;
  /** Whether the certificate of the proxy itself is looked at. */
  readonly proxyStrictSSL: boolean;
  /** Whether that of the server is: only what sends nothing may do without. */
  readonly rejectUnauthorized: boolean;
  /** Whom to trust. */
  readonly trust: () => Promise<SecureContext>;
}

/** How long a connection may take, in milliseconds, with all that lies between. */
const CONNECT_MS = 10_000;

/**
 * Connects to a server: with TLS where its address says so, and through the proxy where there is one.
 *
 * @throws ConnectError when that does not succeed in ten seconds; the signal's reason when aborted.
 */
export async function openSocket(route: Route, caller?: AbortSignal): Promise<Socket> {
  const limit = AbortSignal.timeout(CONNECT_MS);
  const signal = caller ? AbortSignal.any([caller, limit]) : limit;
  let isOfProxy = false;
  let tunnel: Socket | undefined;
  try {
    const secureContext = await route.trust();
    if (route.proxy) {
      isOfProxy = true;
      tunnel = await openTunnel(route, route.proxy, secureContext, signal);
      isOfProxy = false;
    }
    return await connected(route.url, signal, {
      ...{ rejectUnauthorized: route.rejectUnauthorized, secureContext },
      ...(tunnel ? { socket: tunnel } : {}),
    });
  } catch (error) {
    tunnel?.destroy();
    caller?.throwIfAborted();
    throw new ConnectError(isOfProxy, error);
  }
}

/** Asks the proxy for a way to the server (RFC 9110 section 9.3.6). */
async function openTunnel(
  { url, proxyStrictSSL }: Route,
  { address, authorization }: Proxy,
  secureContext: SecureContext,
  signal: AbortSignal,
): Promise<Socket> {
  const toProxy = await connected(new URL(address), signal, {
    rejectUnauthorized: proxyStrictSSL,
    secureContext,
  });
  const sockets = [toProxy];
  const client = new Client(address, {
    // Not at once: undici is not ready for that. And not twice: it would connect anew, without end.
    connect: (_, callback) =>
      setImmediate(() => {
        const socket = sockets.pop();
        if (socket) {
          callback(null, socket);
        } else {
          callback(new Error('The proxy has closed the connection.'), null);
        }
      }),
  });
  try {
    const authority = `${url.hostname}:${portOf(url)}`;
    const { statusCode, socket } = await client.connect({
      path: authority,
      headers: {
        host: authority,
        ...(authorization === undefined ? {} : { 'proxy-authorization': authorization }),
      },
      signal,
    });
    if (statusCode !== 200) {
      // In the words of the editor's own undici.
      throw Object.assign(new Error(`Proxy response (${statusCode}) !== 200 when HTTP Tunneling`), {
        code: 'UND_ERR_ABORTED',
      });
    }
    void client.close();
    return socket as Socket;
  } catch (error) {
    toProxy.destroy();
    void client.destroy();
    throw error;
  }
}

async function connected(
  url: URL,
  signal: AbortSignal,
  {
    socket: under,
    ...options
  }: { socket?: Socket; secureContext: SecureContext; rejectUnauthorized: boolean },
): Promise<Socket> {
  signal.throwIfAborted();
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const to = { host, port: portOf(url), noDelay: true, keepAlive: true };
  const isTls = url.protocol === 'https:';
  const socket = isTls
    ? tls.connect({
        ...{ ...to, ...options, ALPNProtocols: ['http/1.1'] },
        ...(isIP(host) ? {} : { servername: host }),
        ...(under ? { socket: under } : {}),
      })
    : net.connect(to);
  try {
    await once(socket, isTls ? 'secureConnect' : 'connect', { signal });
    return socket;
  } catch (error) {
    socket.destroy();
    signal.throwIfAborted();
    throw error;
  }
}

function portOf({ port, protocol }: URL): number {
  return Number(port) || (protocol === 'https:' ? 443 : 80);
}
