import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { type AwsCli, installedAwsCli } from '../../conformance/support/installedClients.ts';
import { waitFor } from '../../editor/waitFor.ts';
import type { Benchmark, Figure } from '../Figure.ts';
import { compared, interleaved } from '../rounds.ts';
import { perCall } from './measurer/perCall.ts';
import { terminalFiles, type TerminalQuestion, type TerminalReady } from './measurer/terminalErrand.ts';
import { MeasuringEditor } from './MeasuringEditor.ts';

type Env = Readonly<Record<string, string>>;

const ROLE = { session: 'local', accountId: '111122223333', roleName: 'PowerUserAccess' };
const KEYS = { AWS_ACCESS_KEY_ID: 'AKIA0123456789ABCDEF', AWS_SECRET_ACCESS_KEY: 'secret'.padEnd(40, 'x') };
/** As long as the credentials of a role are. */
const BARE_ANSWER = JSON.stringify({ ...KEYS, Token: 'token'.padEnd(400, 'x') });

/** A role that terminals use already, asked for as the AWS CLI and the AWS SDKs do. */
export const benchmark: Benchmark = {
  name: 'terminal',
  async run(): Promise<readonly Figure[]> {
    const folder = await mkdtemp(path.join(tmpdir(), 'terminal-'));
    const editor = await MeasuringEditor.start({ env: { AWS_EC2_METADATA_DISABLED: 'true' } });
    const { ready, done } = terminalFiles(folder);
    let figures: readonly Figure[] = [];
    try {
      const question: TerminalQuestion = { role: ROLE, folder, answer: BARE_ANSWER };
      await editor.measure('terminal', question, async (window) => {
        await window.dialog(/Use the role/, { seconds: 60 });
        await window.pressDialogButton('Use Role');
        await waitFor('the terminal', () => existsSync(ready), { seconds: 120 });
        figures = await ask(JSON.parse(readFileSync(ready, 'utf8')) as TerminalReady);
        writeFileSync(done, '');
      });
      return figures;
    } finally {
      await editor.stop();
      await rm(folder, { recursive: true });
    }
  },
};

async function ask({ env, barePort }: TerminalReady): Promise<readonly Figure[]> {
  const uri = env['AWS_CONTAINER_CREDENTIALS_FULL_URI'] ?? '';
  const token = env['AWS_CONTAINER_AUTHORIZATION_TOKEN'] ?? '';
  const agent = new Agent({ keepAlive: true });
  const answers = await interleaved(
    { rounds: 60, warmUps: 20 },
    {
      ours: () => perCall(20, () => answer(agent, uri, { Authorization: token })),
      bare: () => perCall(20, () => answer(agent, `http://127.0.0.1:${barePort}/`, { Authorization: token })),
    },
  );
  agent.destroy();
  const cli = installedAwsCli();
  if (!cli) console.error('There is no AWS CLI, version 2, on the PATH, so none is measured.');
  return [
    ...(cli ? [await askWithCli(cli, env)] : []),
    {
      what: "An answer of the terminals' credential server, on a kept connection",
      ...{ unit: 'µs', peer: 'bare `node:http` server in the same process' },
      ...compared(answers.ours, answers.bare),
      target: { atMost: 2 },
      note: 'The client of Node.js asks both, and what it takes itself is in both.',
    },
  ];
}

async function askWithCli(cli: AwsCli, env: Env): Promise<Figure> {
  const others = Object.entries(env).filter(([name]) => !name.startsWith('AWS_'));
  const withKeys = { ...Object.fromEntries(others), ...KEYS };
  const times = await interleaved(
    { rounds: 25, warmUps: 3 },
    { role: () => exported(cli, env, 'ASIA'), keys: () => exported(cli, withKeys, 'AKIA') },
  );
  return {
    what: '`aws configure export-credentials` in a terminal with a role',
    ...{ unit: 'ms', peer: `AWS CLI ${cli.version} with static keys` },
    ...compared(times.role, times.keys),
    target: { atMost: 1.05 },
    note: 'The whole process, in the environment of a terminal of the editor.',
  };
}

/** The milliseconds until the AWS CLI has told them, and ended. */
async function exported(cli: AwsCli, env: Env, kind: 'AKIA' | 'ASIA'): Promise<number> {
  const started = performance.now();
  const { stdout } = await promisify(execFile)(cli.path, ['configure', 'export-credentials'], { env });
  const elapsed = performance.now() - started;
  const { AccessKeyId = '' } = JSON.parse(stdout) as { AccessKeyId?: string };
  if (!AccessKeyId.startsWith(kind)) throw new Error('The AWS CLI has found other credentials.');
  return elapsed;
}

async function answer(agent: Agent, url: string, headers: Env): Promise<void> {
  const [status, body] = await new Promise<[number | undefined, Promise<string>]>((resolve, reject) => {
    get(url, { agent, headers }, (response) => resolve([response.statusCode, text(response)])).on(
      'error',
      reject,
    );
  });
  if (status !== 200) throw new Error(`The answer is ${status}: ${await body}`);
  await body;
}
