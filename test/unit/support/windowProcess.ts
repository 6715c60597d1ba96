import { WINDOW_KEY, WindowKey } from '../../../src/sessions/windows/WindowKey.ts';
import { Windows } from '../../../src/sessions/windows/Windows.ts';
import { memoryLog } from './memoryLog.ts';
import { MemorySecrets } from './MemorySecrets.ts';
import { windowKeyDocument } from './windowKeyDocument.ts';

/** A window that answers with its process id and what it heard. It can be told to ask, and to let go of everything. */
const [directory = '', seed = ''] = process.argv.slice(2);
const log = memoryLog();
const secrets = new MemorySecrets(new Map([[WINDOW_KEY, windowKeyDocument(seed)]]));
const windows = new Windows({
  directory,
  key: new WindowKey(secrets, log),
  answer: (heard) => Promise.resolve({ pid: process.pid, heard }),
  log,
});

process.on('message', (told: { ask?: unknown; dispose?: true; disconnect?: true }) => {
  if (told.dispose) {
    windows.dispose();
  }
  if (told.dispose || told.disconnect) {
    process.disconnect();
  } else {
    void windows.ask(told.ask).then((answers) => process.send?.(JSON.stringify(answers)));
  }
});
await windows.listen();
process.send?.('ready');
