import http from 'node:http';

/** Does it while no server of this process can have any port. */
export async function withoutFreePorts(action: () => Promise<void>): Promise<void> {
  const listen = Object.getOwnPropertyDescriptor(http.Server.prototype, 'listen');
  // An address that no machine has is the one way to have the system refuse a port that is free.
  const { listen: own } = http.Server.prototype as { listen: (this: http.Server, at: object) => http.Server };
  Object.defineProperty(http.Server.prototype, 'listen', {
    configurable: true,
    value(this: http.Server) {
      return own.call(this, { host: '192.0.2.1', port: 0 });
    },
  });
  try {
    await action();
  } finally {
    delete (http.Server.prototype as Partial<http.Server>).listen;
    if (listen) {
      Object.defineProperty(http.Server.prototype, 'listen', listen);
    }
  }
}
