import { writeFileSync } from 'node:fs';
import https from 'node:https';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { isAwsSsoError } from '../../../src/base/errors.ts';
import { fetchClient } from '../../../src/http/client/fetchClient.ts';
import type { HttpClient } from '../../../src/http/client/HttpClient.ts';
import { proxySettings } from '../../../src/features/settings/proxySettings.ts';
import type * as undiciPath from '../../../src/http/fallback/UndiciPath.ts';
import type { Figures, Polled } from './Polled.ts';

const CALLS = 20;
const polled = JSON.parse(process.env['MEASURE'] ?? '{}') as Polled;

/** Measures, inside the extension host, what every client there has to offer. */
export async function run(): Promise<void> {
  const log = vscode.window.createOutputChannel('Measurement', { log: true });
  const keepAlive = new https.Agent({ keepAlive: true });
  const extension = vscode.extensions.getExtension('sso-signin.aws-sso')?.extensionPath ?? '';
  // As it ships.
  const { UndiciPath } = (await import(path.join(extension, 'dist/UndiciPath.cjs'))) as typeof undiciPath;
  const second = new UndiciPath({ settings: proxySettings, env: process.env, log });
  const clients: Record<string, HttpClient> = {
    'the editor’s `fetch` (first path)': fetchClient(),
    '`node:https`': httpsClient(),
    '`node:https`, own keep-alive agent': httpsClient(keepAlive),
    'undici (second path)': second.http,
  };
  const names = Object.keys(clients);
  const quick: Awaited<ReturnType<typeof measureCalls>>[] = [];
  // By turns, so that none is in another's way.
  for (const [index, http] of Object.values(clients).entries()) quick.push(await measureCalls(http, index));
  // Together, because they only wait.
  const polls = await Promise.all(Object.values(clients).map(measurePolls));
  const figures = names.map((client, index) => ({ client, ...quick[index], ...polls[index] }) as Figures);
  writeFileSync(polled.results, JSON.stringify(figures));
  second.dispose();
  keepAlive.destroy();
}

async function measureCalls(http: HttpClient, index: number) {
  const call = () => connectionsOf(http, `${polled.trusted}/calls/${index}`);
  const [firstReply, first] = await timed(call);
  const later: number[] = [];
  let connections = first;
  for (let calls = 0; calls < CALLS; calls++) {
    const [time, now] = await timed(call);
    later.push(time);
    connections = now;
  }
  const extra = await connectionsOf(http, `${polled.extra}/`).then(
    () => 'works',
    (error: unknown) => (isAwsSsoError(error) ? error.network?.errno : undefined) ?? String(error),
  );
  return { firstReply, laterReply: Math.min(...later), connections, extra };
}

async function measurePolls(http: HttpClient, index: number) {
  const poll = async (seconds: number) => {
    let connections = 0;
    for (let polls = 0; polls < CALLS; polls++) {
      connections = await connectionsOf(http, `${polled.trusted}/polls/${index}/${seconds}`);
      await delay(seconds * 1000);
    }
    return connections;
  };
  return { everySecond: await poll(1), everyFiveSeconds: await poll(5) };
}

async function connectionsOf(http: HttpClient, url: string): Promise<number> {
  const { header } = await http({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json' },
    body: '{"grantType":"urn:ietf:params:oauth:grant-type:device_code"}',
  });
  return Number(header('x-connections'));
}

async function timed<Value>(action: () => Promise<Value>): Promise<[number, Value]> {
  const started = performance.now();
  const value = await action();
  return [performance.now() - started, value];
}

function httpsClient(agent?: https.Agent): HttpClient {
  return ({ method, url, headers = {}, body }) =>
    new Promise((resolve, reject) => {
      https
        .request(url, { method, headers, ...(agent ? { agent } : {}) }, (response) => {
          const { statusCode: status = 0, headers: answered } = response;
          response
            .once('end', () => resolve({ status, header: (name) => answered[name]?.toString(), body: '' }))
            .resume();
        })
        .once('error', reject)
        .end(body);
    });
}
