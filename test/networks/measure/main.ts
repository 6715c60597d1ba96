import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { packageExtension } from '../../../scripts/packageExtensions.ts';
import { repositoryRoot } from '../../editor/repositoryRoot.ts';
import { runExtensionHostTests } from '../../editor/testHost.ts';
import { bundleForHost } from '../bundleForHost.ts';
import { makeCertificates } from '../certificates.ts';
import { startForwardProxy } from '../forwardProxy.ts';
import { systemStore } from '../launches.ts';
import { proxiedName } from '../names.ts';
import { countingServer } from './countingServer.ts';
import type { Figures, Polled } from './Polled.ts';

// How the clients that an extension can choose from fare in a real extension host. Takes some five minutes, most of it pauses.
const folder = mkdtempSync(path.join(tmpdir(), 'measure-'));
const certificates = path.join(folder, 'certificates');
const outdir = path.join(repositoryRoot, 'build/measure');

packageExtension();
await bundleForHost([path.join(import.meta.dirname, 'index.ts')], outdir);
await makeCertificates(certificates);
const proxy = await startForwardProxy();
try {
  for (const [situation, host, variables] of [
    ['No proxy', '127.0.0.1', {}],
    [`By a proxy, ${proxy.name}`, proxiedName, { HTTPS_PROXY: `http://127.0.0.1:${proxy.openPort}` }],
  ] as const) {
    const trusted = await countingServer(certificates, 'system');
    const extra = await countingServer(certificates, 'nodeExtra');
    const polled: Polled = {
      trusted: `https://${host}:${trusted.port}`,
      extra: `https://${host}:${extra.port}`,
      results: path.join(folder, 'results.json'),
    };
    const code = await runExtensionHostTests({
      extensionDevelopmentPath: repositoryRoot,
      extensionTestsPath: path.join(outdir, 'index.cjs'),
      env: {
        ...systemStore(certificates),
        NODE_EXTRA_CA_CERTS: path.join(certificates, 'nodeExtra.ca.pem'),
        ...variables,
        MEASURE: JSON.stringify(polled),
      },
    });
    trusted.stop();
    extra.stop();
    if (code !== 0) throw new Error(`The measurement ended with code ${code}.`);
    const figures = JSON.parse(readFileSync(polled.results, 'utf8')) as Figures[];
    console.log(`\n${situation}:\n\n${tableOf(figures)}\n`);
  }
} finally {
  await proxy.stop();
  rmSync(folder, { recursive: true, force: true });
}

function tableOf(figures: readonly Figures[]): string {
  const head = [
    'client',
    'first reply, ms',
    'the fastest of 20 more, ms',
    'TLS connections for 20 calls',
    'for 20 polls at 1 s',
    'at 5 s',
    'authority only in `NODE_EXTRA_CA_CERTS`',
  ];
  const rows = figures.map((of) => [
    of.client,
    of.firstReply.toFixed(1),
    of.laterReply.toFixed(1),
    of.connections,
    of.everySecond,
    of.everyFiveSeconds,
    of.extra,
  ]);
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
