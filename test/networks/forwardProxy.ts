import { spawnSync } from 'node:child_process';
import type { lookup, LookupAddress } from 'node:dns';
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { RequestError, Server as NpmProxy } from 'proxy-chain';
import { cleanEnvironment } from '../editor/cleanEnvironment.ts';
import { GuardedProcess } from '../editor/GuardedProcess.ts';
import { waitFor } from '../editor/waitFor.ts';
import { closedName, proxiedName, proxyPassword, proxyUser } from './names.ts';

/** A forward proxy (RFC 9110 section 9.3.6) that alone knows the names of the servers. */
export interface ForwardProxy {
  /** Such as "Squid 5.7". */
  readonly name: string;
  /** Opens the way for anybody. */
  readonly openPort: number;
  /** Wants a user name and a password (RFC 7617). */
  readonly lockedPort: number;
  stop(): Promise<void>;
}

/** Debian's Squid where it is installed, else one from npm. */
export async function startForwardProxy(): Promise<ForwardProxy> {
  const { stdout } = spawnSync('squid', ['-v'], {
    encoding: 'utf8',
    env: { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin` },
  });
  const version = /Version (\S+)/.exec(stdout ?? '')?.[1];
  if (version === undefined) return startNpmProxy();
  for (let attempt = 1; ; attempt++) {
    try {
      return await startSquid(version);
    } catch (error) {
      // A port that was free a moment ago may have been taken.
      if (attempt === 3) throw error;
    }
  }
}

async function startSquid(version: string): Promise<ForwardProxy> {
  const [openPort, lockedPort] = [await freePort(), await freePort()];
  const folder = mkdtempSync(path.join(tmpdir(), 'squid-'));
  // Squid gives up being root, and reads some of it after that.
  chmodSync(folder, 0o755);
  const file = (name: string, lines: string[]): string => {
    const at = path.join(folder, name);
    writeFileSync(at, `${lines.join('\n')}\n`);
    return at;
  };
  const hosts = file('hosts', [`127.0.0.1 ${proxiedName} ${closedName}`]);
  const judge = file('judge.sh', [
    `while read -r user password rest; do`,
    `  if [ "$user $password" = "${proxyUser} ${proxyPassword}" ]; then echo OK; else echo ERR; fi`,
    `done`,
  ]);
  const configuration = file('squid.conf', [
    `http_port 127.0.0.1:${openPort} name=open`,
    `http_port 127.0.0.1:${lockedPort} name=locked`,
    `hosts_file ${hosts}`,
    `auth_param basic program /bin/sh ${judge}`,
    `auth_param basic children 1`,
    `auth_param basic realm local`,
    `acl locked myportname locked`,
    `acl known proxy_auth REQUIRED`,
    `acl closed dstdomain ${closedName}`,
    `http_access deny closed`,
    `http_access allow !locked`,
    `http_access allow known`,
    `http_access deny all`,
    `cache deny all`,
    `memory_cache_shared off`,
    `netdb_filename none`,
    `pinger_enable off`,
    `pid_filename none`,
    `access_log none`,
    `cache_log stdio:/dev/null`,
    `coredump_dir ${folder}`,
    `visible_hostname proxy.test`,
    `max_filedescriptors 1024`,
    `shutdown_lifetime 0 seconds`,
  ]);
  const squid = new GuardedProcess('squid', ['-N', '-f', configuration], {
    env: cleanEnvironment({ PATH: `${process.env['PATH']}:/usr/sbin` }),
    folderToRemove: folder,
  });
  try {
    for (const port of [openPort, lockedPort]) await answering(port, squid);
  } catch (error) {
    await squid.stop();
    throw error;
  }
  return { name: `Squid ${version}`, openPort, lockedPort, stop: () => squid.stop() };
}

async function startNpmProxy(): Promise<ForwardProxy> {
  const start = async (isLocked: boolean) => {
    const server = new NpmProxy({
      port: 0,
      host: '127.0.0.1',
      prepareRequestFunction: ({ hostname, username, password }) => {
        if (hostname === closedName) throw new RequestError('This way is closed.', 403);
        const isKnown = username === proxyUser && password === proxyPassword;
        return { requestAuthentication: isLocked && !isKnown, dnsLookup: lookupOnLoopback };
      },
    });
    await server.listen();
    return server;
  };
  const [open, locked] = [await start(false), await start(true)];
  return {
    name: 'proxy-chain, because Squid is not installed',
    openPort: open.port,
    lockedPort: locked.port,
    stop: async () => void (await Promise.all([open.close(true), locked.close(true)])),
  };
}

const lookupOnLoopback = ((
  _name: string,
  options: { all?: boolean },
  callback: (error: null, address: string | LookupAddress[], family?: number) => void,
) => {
  if (options.all) callback(null, [{ address: '127.0.0.1', family: 4 }]);
  else callback(null, '127.0.0.1', 4);
}) as typeof lookup;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function answering(port: number, proxy: GuardedProcess): Promise<void> {
  await waitFor(`${port} to answer`, () => {
    if (!proxy.running) throw new Error(`Squid has ended:\n${proxy.output}`);
    return new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      });
      socket.on('error', () => resolve(false));
    });
  });
}
