import { appendFileSync, copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { launchLastingBrowser } from '../editor/browser.ts';
import { startCodeServer } from '../editor/codeServer.ts';
import { waitFor } from '../editor/waitFor.ts';
import { PORT_FILE } from './Desktop.ts';

/**
 * Does with the flags of a desktop VS Code what one does, as far as the server build in a browser without a screen can: it has no keychain,
 * restores no terminals, and no system hands it links. Those it notes.
 */
const args = process.argv.slice(2);
const flag = (name: string): string =>
  args.find((one) => one.startsWith(`--${name}=`))?.slice(name.length + 3) ?? '';
const dataDir = flag('user-data-dir');

async function start(folder: string): Promise<void> {
  const settings = JSON.parse(readFileSync(path.join(dataDir, 'User/settings.json'), 'utf8')) as object;
  // Of the same address each time: that is where a browser keeps what pages store.
  const portFile = path.join(dataDir, 'port');
  const port = existsSync(portFile) ? { port: Number(readFileSync(portFile, 'utf8')) } : {};
  const server = await startCodeServer({ dataDir, settings, ...port });
  writeFileSync(portFile, new URL(server.url).port);
  const profile = path.join(dataDir, 'browser');
  const context = await launchLastingBrowser(profile);
  const [page] = context.pages();
  await page?.goto(`${server.url}?folder=${folder}`);
  await waitFor('the port', () => existsSync(path.join(profile, PORT_FILE)));
  copyFileSync(path.join(profile, PORT_FILE), path.join(dataDir, PORT_FILE));
  await new Promise((resolve) => page?.once('close', resolve));
  await context.close();
  await server.stop();
}

if (args.includes('--open-url')) {
  appendFileSync(path.join(dataDir, 'links'), `${args.at(-1) ?? ''}\n`);
} else {
  await start(args[0] ?? '');
}
process.exit();
