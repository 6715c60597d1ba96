import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { machineName } from './names.ts';

/**
 * What to put before a command so that, for it and whatever it starts, the machine knows `machineName` as well, by IPv4 and
 * IPv6, and asks no other for names. A mount namespace of its own: the machine's files are left alone. Undefined where
 * that is not to be had.
 */
export function ownNames(folder: string): readonly string[] | undefined {
  const hosts = path.join(folder, 'hosts');
  const order = path.join(folder, 'nsswitch.conf');
  writeFileSync(
    hosts,
    ['127.0.0.1 localhost', '::1 localhost', `127.0.0.1 ${machineName}`, `::1 ${machineName}`, ''].join('\n'),
  );
  writeFileSync(order, 'hosts: files\n');
  const script = `mount --bind "${hosts}" /etc/hosts && mount --bind "${order}" /etc/nsswitch.conf && exec "$@"`;
  const ways = [['--mount'], ['--mount', '--user', '--map-root-user']];
  return ways
    .map((flags) => ['unshare', ...flags, 'sh', '-c', script, 'sh'])
    .find(([command = '', ...args]) => spawnSync(command, [...args, 'true']).status === 0);
}
