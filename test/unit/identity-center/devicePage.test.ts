import assert from 'node:assert/strict';
import { Harness } from './harness.ts';
import type { Registration } from './harness.ts';

describe('The device page', () => {
  let harness: Harness;
  let client: Registration;
  let deviceCode: string;
  let userCode: string;
  beforeEach(async () => {
    harness = await Harness.open();
    client = await harness.register();
    ({ deviceCode, userCode } = await harness.startDevice(client));
  });
  afterEach(() => harness.center.stop());

  const open = (typed: string) =>
    harness.send(`/device?${new URLSearchParams({ user_code: typed }).toString()}`);
  const poll = async () => {
    harness.pass(1);
    const { status, json } = await harness.poll(client, deviceCode);
    return status === 200 ? 'tokens' : json['error'];
  };

  it('asks for the code', async () => {
    const { status, text, headers } = await harness.send('/device');
    assert.equal(status, 200);
    assert.equal(headers.get('content-type'), 'text/html; charset=utf-8');
    assert.match(text, /<label for="user_code">/);
  });

  it('names the application, the code and what is asked for', async () => {
    const { status, text } = await open(userCode);
    assert.equal(status, 200);
    assert.match(text, /Editor/);
    assert.match(text, new RegExp(`>${userCode}<`));
    assert.match(text, /See the AWS accounts and roles/);
    assert.match(text, />Allow</);
    assert.match(text, />Deny</);
  });

  it('reads the code however it was typed', async () => {
    const bare = userCode.replace('-', '');
    const spaced = ` ${userCode.toLowerCase().replace('-', ' ')} `;
    for (const typed of [bare, bare.toLowerCase(), spaced, userCode.replace('-', '–')]) {
      assert.match((await open(typed)).text, />Allow</, typed);
    }
  });

  it('allows', async () => {
    const { status, text } = await harness.form({ user_code: userCode, decision: 'allow' });
    assert.equal(status, 200);
    assert.match(text, /Request approved/);
    assert.match(text, /close this window/);
    assert.equal(await poll(), 'tokens');
  });

  it('denies', async () => {
    const { status, text } = await harness.form({ user_code: userCode, decision: 'deny' });
    assert.equal(status, 200);
    assert.match(text, /Request denied/);
    assert.equal(await poll(), 'access_denied');
  });

  it('decides nothing when neither button was pressed, or only by address', async () => {
    assert.equal((await harness.form({ user_code: userCode, decision: 'x' })).status, 400);
    await harness.send(`/device?user_code=${userCode}&decision=allow`);
    assert.equal(await poll(), 'authorization_pending');
  });

  it('does not decide twice', async () => {
    harness.center.deny(userCode);
    const { status, text } = await harness.form({ user_code: userCode, decision: 'allow' });
    assert.equal(status, 410);
    assert.match(text, /already been denied/);
    assert.equal(await poll(), 'access_denied');
  });

  it('tells unknown, lapsed, decided and used codes apart', async () => {
    const unknown = await open('BBBB-BBBB');
    assert.equal(unknown.status, 404);
    assert.match(unknown.text, /no such code/);
    harness.center.approve(userCode);
    assert.match((await open(userCode)).text, /already been allowed/);
    await poll();
    assert.match((await open(userCode)).text, /already been used/);
    const other = await harness.startDevice(client);
    harness.pass(600);
    const lapsed = await open(other.userCode);
    assert.equal(lapsed.status, 410);
    assert.match(lapsed.text, /has expired/);
  });

  it('escapes the names and codes that others choose', async () => {
    const hostile = await harness.register({ clientName: `<script>alert("1")</script>&'` });
    const { userCode: hostileCode } = await harness.startDevice(hostile);
    const { text } = await open(hostileCode);
    assert.doesNotMatch(text, /<script/);
    assert.match(text, /&lt;script&gt;alert\(&quot;1&quot;\)&lt;\/script&gt;&amp;&#39;/);
    assert.doesNotMatch((await open('"><script>')).text, /<script/);
  });

  it('works under any path and loads nothing', async () => {
    for (const path of ['/', '/device', `/device?user_code=${userCode}`]) {
      const { text, headers } = await harness.send(path);
      assert.doesNotMatch(text, /(?:href|action|src)="(?:\/|http)/);
      assert.match(text, /<html lang="en">/);
      assert.match(text, /not AWS/);
      assert.equal(
        headers.get('content-security-policy'),
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      );
    }
  });
});
