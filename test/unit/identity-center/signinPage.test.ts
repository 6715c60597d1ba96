import assert from 'node:assert/strict';
import { decideAt, locationOf, redirectUri } from './codeFlow.ts';
import { Harness } from './harness.ts';
import { crossDevice, signinPath } from './signinFlow.ts';
import type { Parameters } from './codeFlow.ts';

const alice = 'arn:aws:iam::111122223333:user/alice';
const state = 'ea02e726-3fbf-4cfe-812b-8bc627c5b832';

describe('The page of AWS Sign-In', () => {
  let harness: Harness;
  let confirmation: string;
  before(async () => {
    harness = await Harness.open();
    confirmation = `${harness.center.signin}/v1/sessions/confirmation`;
  });
  after(() => harness.center.stop());

  const remotePath = (changes: Parameters = {}) =>
    signinPath({ client_id: crossDevice, redirect_uri: confirmation, ...changes });
  const press = (path: string, decision: string, session = alice) =>
    decideAt(harness, path, decision, { session });

  it('names the tool, the sessions and where the answer goes', async () => {
    const { status, text, headers } = await harness.send(signinPath());
    assert.equal(status, 200);
    assert.match(text, /A developer tool on this computer/);
    assert.match(text, new RegExp(`value="${alice}"\\s+checked`));
    assert.match(text, /value="arn:aws:sts::444455556666:assumed-role\/[^"]+"\s+required/);
    assert.match(text, />127\.0\.0\.1:46411</);
    assert.match(text, /<form action="authorize" method="post">/);
    assert.match(
      headers.get('content-security-policy') ?? '',
      /form-action 'self' http:\/\/127\.0\.0\.1:46411;/,
    );
  });

  it('sends one who allows back with code and state, one who denies with an error', async () => {
    const allowed = locationOf(await press(signinPath(), 'allow'));
    assert.ok(allowed.href.startsWith(`${redirectUri}?code=`));
    assert.ok((allowed.searchParams.get('code') ?? '').length <= 512);
    assert.equal(allowed.searchParams.get('state'), state);
    const denied = locationOf(await decideAt(harness, signinPath(), 'deny'));
    assert.equal(denied.searchParams.get('error'), 'access_denied');
  });

  it('wants one of its sessions', async () => {
    assert.equal((await press(signinPath(), 'allow', 'arn:aws:iam::1:user/mallory')).status, 400);
    assert.equal((await decideAt(harness, signinPath(), 'allow')).status, 400);
  });

  it('leads to a text to copy for another device, under any path', async () => {
    const page = await harness.send(remotePath());
    assert.match(page.text, /A developer tool on another computer/);
    assert.match(page.headers.get('content-security-policy') ?? '', /form-action 'self';/);
    const reply = await press(remotePath(), 'allow');
    const location = reply.headers.get('location') ?? '';
    assert.match(location, /^sessions\/confirmation\?code=/);
    const { status, text } = await harness.send(`/v1/${location}`);
    assert.equal(status, 200);
    const [, copied = ''] = /<p class="copy"[^>]*>([\w+/=]+)<\/p>/.exec(text) ?? [];
    const code = new URLSearchParams(location.replace(/.*\?/, '')).get('code') ?? '';
    assert.equal(Buffer.from(copied, 'base64').toString(), `state=${state}&code=${code}`);
  });

  it('says so when the other device gets nothing', async () => {
    const reply = await decideAt(harness, remotePath(), 'deny');
    const { status, text } = await harness.send(`/v1/${reply.headers.get('location') ?? ''}`);
    assert.equal(status, 200);
    assert.match(text, /Request denied/);
    assert.doesNotMatch(text, /class="copy"/);
  });

  it('shows no text that it did not make', async () => {
    const path = (await press(remotePath(), 'allow')).headers.get('location') ?? '';
    const code = new URLSearchParams(path.replace(/.*\?/, '')).get('code') ?? '';
    const sameDeviceCode = locationOf(await press(signinPath(), 'allow')).searchParams.get('code') ?? '';
    const wrong = [
      {},
      { code: 'x', state },
      { code, state: 'x' },
      { code },
      { code: sameDeviceCode, state },
    ] as Record<string, string>[];
    for (const query of wrong) {
      const shown = await harness.send(`/v1/sessions/confirmation?${new URLSearchParams(query).toString()}`);
      assert.equal(shown.status, 404);
      assert.doesNotMatch(shown.text, /class="copy"/);
    }
  });

  it('knows its confirmation page by the host that the client used', async () => {
    const { port } = new URL(harness.center.url);
    const other = `http://localhost:${port}/v1/sessions/confirmation`;
    assert.equal((await harness.send(remotePath({ redirect_uri: other }))).status, 400);
    const address = `http://localhost:${port}${remotePath({ redirect_uri: other })}`;
    assert.equal((await fetch(address)).status, 200);
  });

  const redirected: [string, Parameters, string][] = [
    ['the method name of RFC 7636', { code_challenge_method: 'S256' }, 'invalid_request'],
    ['no challenge', { code_challenge: undefined }, 'invalid_request'],
    ['another scope', { scope: 'openid profile' }, 'invalid_scope'],
    ['no scope', { scope: undefined }, 'invalid_scope'],
    ['another response_type', { response_type: 'token' }, 'unsupported_response_type'],
  ];
  for (const [what, changes, error] of redirected) {
    it(`sends the browser back at once for ${what}`, async () => {
      const reply = await harness.send(signinPath(changes));
      assert.equal(reply.status, 302);
      const { href, searchParams } = locationOf(reply);
      assert.ok(href.startsWith(redirectUri));
      assert.deepEqual([searchParams.get('error'), searchParams.get('state')], [error, state]);
    });
  }

  const shown: [string, Parameters][] = [
    ['another client', { client_id: 'arn:aws:signin:::devtools/other' }],
    ['no client', { client_id: undefined }],
    ['no redirect URI', { redirect_uri: undefined }],
    ['another host', { redirect_uri: 'http://example.com/oauth/callback' }],
    ['another path', { redirect_uri: 'http://127.0.0.1:46411/callback' }],
    ['the redirect of this device for another', { client_id: crossDevice }],
    [
      'a confirmation page elsewhere',
      { client_id: crossDevice, redirect_uri: 'https://example.com/v1/sessions/confirmation' },
    ],
  ];
  for (const [what, changes] of shown) {
    it(`shows a problem for ${what}, and redirects nobody`, async () => {
      const { status, text, headers } = await harness.send(signinPath({ ...changes, scope: 'x' }));
      assert.deepEqual([status, headers.get('location')], [400, null]);
      assert.match(text, /This sign-in cannot go on/);
    });
  }
});
