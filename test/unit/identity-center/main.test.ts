import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { ChildProcess, ChildProcessWithoutNullStreams } from 'node:child_process';

const main = fileURLToPath(new URL('../../identity-center/main.ts', import.meta.url));
const children: ChildProcess[] = [];

function run(...args: string[]): ChildProcessWithoutNullStreams {
  const child = spawn(process.execPath, [main, ...args]);
  children.push(child);
  return child;
}

async function outcome(...args: string[]): Promise<{ code: unknown; out: string; err: string }> {
  const child = run(...args);
  const [exit, out, err] = await Promise.all([once(child, 'exit'), text(child.stdout), text(child.stderr)]);
  return { code: exit[0], out, err };
}

describe('The command line', () => {
  afterEach(() => {
    for (const child of children.splice(0)) child.kill();
  });

  it('prints one line when it listens, uses its options, and ends when told', async () => {
    const child = run(
      '--port',
      '0',
      '--interval',
      '7',
      '--region',
      'eu-west-1',
      '--device-code-lifetime',
      '90',
      '--portal-rate',
      '1',
      '--accounts',
      '7',
    );
    const exited = once(child, 'exit');
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    const ready = JSON.parse(line) as Record<string, string>;
    assert.match(line, /^\{"ready":true,"oidc":"http:\/\/127\.0\.0\.1:\d+","portal":/);
    assert.equal(ready['signin'], ready['oidc']);
    assert.equal(ready['startUrl'], 'https://d-1234567890.awsapps.com/start');
    assert.equal(ready['region'], 'eu-west-1');

    const post = async (path: string, body: object) => {
      const response = await fetch(`${ready['oidc'] ?? ''}${path}`, {
        method: 'POST',
        body: JSON.stringify(body),
      });
      return (await response.json()) as Record<string, unknown>;
    };
    const client = await post('/client/register', { clientName: 'x', clientType: 'public' });
    const started = await post('/device_authorization', { ...client, startUrl: ready['startUrl'] });
    assert.deepEqual([started['interval'], started['expiresIn']], [7, 90]);
    const form = new URLSearchParams({ user_code: String(started['userCode']), decision: 'allow' });
    await fetch(`${ready['oidc'] ?? ''}/device`, { method: 'POST', body: form });
    const grantType = 'urn:ietf:params:oauth:grant-type:device_code';
    const token = await post('/token', { ...client, grantType, deviceCode: started['deviceCode'] });
    const list = () =>
      fetch(`${ready['portal'] ?? ''}/assignment/accounts`, {
        headers: { 'x-amz-sso_bearer_token': String(token['accessToken']) },
      });
    const listed = (await (await list()).json()) as { accountList: unknown[] };
    assert.equal(listed.accountList.length, 7);
    assert.equal((await list()).status, 429);

    child.kill('SIGTERM');
    assert.deepEqual(await exited, [0, null]);
  });

  it('explains itself, with every option that it takes', async () => {
    const [{ code, out }, { err }] = await Promise.all([outcome('--help'), outcome('--port', 'x')]);
    assert.equal(code, 0);
    assert.match(err, /--help lists the options/);
    const source = await readFile(main, 'utf8');
    const [, block = ''] = /options: \{(.*?)\n {4}\},/s.exec(source) ?? [];
    const names = [...block.matchAll(/^ {6}'?([\w-]+)'?:/gm)].map(([, name]) => name);
    assert.equal(names.length, 14);
    for (const name of names) assert.match(out, new RegExp(`^  --${name} `, 'm'), name);
  });

  it('says what is wrong with an option', async () => {
    const [value, name, url] = await Promise.all([
      outcome('--port', '65536'),
      outcome('--porto', '1'),
      outcome('--start-url', 'http://example.com'),
    ]);
    assert.equal(value.code, 2);
    assert.match(value.err, /--port takes a whole number from 0 to 65535, not '65536'/);
    assert.deepEqual([name.code, url.code], [2, 2]);
    assert.match(name.err, /--porto/);
  });
});
