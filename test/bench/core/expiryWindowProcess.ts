import path from 'node:path';
import { Retries } from '../../../src/aws/services/retries.ts';
import { SsoOidc } from '../../../src/aws/services/SsoOidc.ts';
import { fetchClient } from '../../../src/http/client/fetchClient.ts';
import { FileLock } from '../../../src/sessions/windows/FileLock.ts';
import { IdentityCenterSessions } from '../../../src/sessions/kinds/IdentityCenterSessions.ts';
import type { SessionServices } from '../../../src/sessions/kinds/SessionServices.ts';
import { IDENTITY_CENTER } from '../../../src/sessions/kinds/identityCenterRules.ts';
import { RecordStore } from '../../../src/sessions/store/RecordStore.ts';
import { sessionId, type SignedInSession } from '../../../src/sessions/kinds/identityCenter.ts';
import { WINDOW_KEY, WindowKey } from '../../../src/sessions/windows/WindowKey.ts';
import { Windows } from '../../../src/sessions/windows/Windows.ts';
import { memoryLog } from '../../unit/support/memoryLog.ts';
import { windowKeyDocument } from '../../unit/support/windowKeyDocument.ts';
import { MemorySecrets } from '../../unit/support/MemorySecrets.ts';

/** A window of the editor, with a secret storage of its own. Told how many callers there are, it says how many got a token. */
const [directory = '', oidcAddress = '', record = ''] = process.argv.slice(2);
const session = JSON.parse(record) as SignedInSession;
const log = memoryLog();
const secrets = new MemorySecrets(new Map([[WINDOW_KEY, windowKeyDocument(directory)]]));
await new RecordStore(secrets, IDENTITY_CENTER, log).save(session);

const windows: Windows = new Windows({
  directory: path.join(directory, 'windows'),
  key: new WindowKey(secrets, log),
  answer: (message) => Promise.resolve(sessions.answer(message)),
  log,
});
const sessions = new IdentityCenterSessions({
  secrets,
  lock: new FileLock(path.join(directory, 'locks'), log),
  otherWindows: windows,
  sharing: { isOn: () => false, files: () => [] },
  services: () =>
    Promise.resolve({ oidc: new SsoOidc(fetchClient(), oidcAddress, new Retries()) } as SessionServices),
  configured: () => [session],
  loadConfigured: () => Promise.resolve(),
  onChange: () => undefined,
  onEnded: () => undefined,
  log,
});
await windows.listen();

process.on('message', (callers: number) => void ask(callers).then((served) => process.send?.(served)));
process.send?.('ready');

async function ask(callers: number): Promise<number> {
  await sessions.load();
  const id = sessionId(session);
  const asked = Array.from({ length: callers }, () => sessions.fresh(id));
  const got = await Promise.allSettled(asked);
  return got.filter((one) => one.status === 'fulfilled' && one.value.accessToken !== session.accessToken)
    .length;
}
