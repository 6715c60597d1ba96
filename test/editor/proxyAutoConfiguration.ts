import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createPacResolver } from 'pac-resolver';
import type { Page } from 'playwright-core';
import { QuickJS } from 'quickjs-wasi';

/**
 * The extension host asks its window for the proxies of the system. A window on a desktop asks Chromium, which evaluates the
 * PAC file that the system names; one in a browser cannot, and answers nothing. This one asks the page instead, where
 * `answerAsPacFileSays` waits.
 */
export function askPageForProxy(script: string): string {
  const patched = script.replace(
    /(\$resolveProxy\((\w+)\)\{return )this\.\w+\.resolveProxy\(\w+\)\}/,
    '$1globalThis.resolveProxyByPacFile($2)}',
  );
  if (patched === script) throw new Error('This VS Code asks for proxies in a way unknown here.');
  return patched;
}

/** @param file read for each address. Until it is there, there is no proxy. */
export async function answerAsPacFileSays(page: Page, file: string): Promise<void> {
  const engine = await readFile(fileURLToPath(import.meta.resolve('quickjs-wasi/quickjs.wasm')));
  await page.exposeFunction('resolveProxyByPacFile', async (url: string) => {
    const text = await readFile(file, 'utf8').catch(() => undefined);
    return text === undefined ? 'DIRECT' : createPacResolver(await QuickJS.create(engine), text)(url);
  });
}
