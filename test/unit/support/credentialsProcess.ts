import { CredentialsServer } from '../../../src/http/loopback/CredentialsServer.ts';
import { memoryLog } from './memoryLog.ts';

/** A server that says its port, answers `/now` alone, and can be told to dispose, or to let go of its parent. */
const CREDENTIALS = { AccessKeyId: '', SecretAccessKey: '', Token: '', Expiration: '' };
const server = new CredentialsServer(
  (path) => (path === '/now' ? Promise.resolve(CREDENTIALS) : new Promise(() => undefined)),
  memoryLog(),
);

process.on('message', (told: { dispose?: true }) => {
  if (told.dispose) {
    server.dispose();
  }
  process.disconnect();
});
process.send?.(String(await server.listen('secret')));
