import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../identity-center/main.ts', import.meta.url));
const run = (...args: string[]) => spawn(process.execPath, [main, ...args]);

async function outcome(...args: string[]): Promise<{ code: unknown; out: string; err: string }> {
  const child = run(...args);
  const [exit, out, err] = await Promise.all([once(child, 'exit'), text(child.stdout), text(child.stderr)]);
  return { code: exit[0], out, err };
}

describe('The command line', () => {
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

    child.kill('SIGTERM');
    assert.deepEqual(await exited, [0, null]);
  });

  it('explains itself', async () => {
    const { code, out } = await outcome('--help');
    assert.equal(code, 0);
    assert.match(out, /--session-lifetime S/);
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
