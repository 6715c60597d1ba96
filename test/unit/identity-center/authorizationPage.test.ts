import assert from 'node:assert/strict';
import { authorizePath, consentIn, decideAt, locationOf, redeem, registerCodeClient } from './codeFlow.ts';
import { Harness } from './harness.ts';
import type { Parameters } from './codeFlow.ts';
import type { Registration } from './harness.ts';

const callback = 'http://127.0.0.1:46411/oauth/callback';

describe('The authorization page', () => {
  let harness: Harness;
  let client: Registration;
  beforeEach(async () => {
    harness = await Harness.open();
    client = await registerCodeClient(harness);
  });
  afterEach(() => harness.center.stop());

  const open = (changes: Parameters = {}) => harness.send(authorizePath(client, changes));

  it('names the application, what it may do and where the answer goes', async () => {
    const { status, text, headers } = await open();
    assert.equal(status, 200);
    assert.match(text, /<strong>Editor<\/strong> asks to sign in as you/);
    assert.match(text, /See the AWS accounts and roles/);
    assert.doesNotMatch(text, /Suggest code/);
    assert.match(text, />127\.0\.0\.1:46411</);
    assert.match(text, />Allow</);
    assert.match(text, />Deny</);
    assert.equal(headers.get('cache-control'), 'no-store');
  });

  it('works under any path, and lets its form lead to the application and nowhere else', async () => {
    const { text, headers } = await open();
    assert.match(text, /<form action="authorize" method="post">/);
    assert.doesNotMatch(text, /(?:href|action|src)="(?:\/|http)/);
    const policy = headers.get('content-security-policy') ?? '';
    assert.match(policy, /form-action 'self' http:\/\/127\.0\.0\.1:46411;/);
    const other = await registerCodeClient(harness, { redirectUris: ['http://[::1]/cb'] });
    const six = await harness.send(authorizePath(other, { redirect_uri: 'http://[::1]:80/cb' }));
    assert.match(six.headers.get('content-security-policy') ?? '', /form-action 'self' http:;/);
  });

  it('sends one who allows back with code and state', async () => {
    const reply = await decideAt(harness, authorizePath(client), 'allow');
    assert.deepEqual([reply.status, reply.text], [302, '']);
    const { href, searchParams } = locationOf(reply);
    assert.ok(href.startsWith(`${callback}?code=`));
    assert.deepEqual([...searchParams.keys()], ['code', 'state']);
    assert.equal(searchParams.get('state'), 'd2a0 &=+');
    const code = searchParams.get('code') ?? '';
    assert.match(code, /^[\w-]{128}$/);
    assert.ok(harness.center.issuedSecrets.includes(code));
    assert.equal((await redeem(harness, client, code)).status, 200);
  });

  it('sends one who denies back with an error', async () => {
    const location = locationOf(await decideAt(harness, authorizePath(client), 'deny'));
    assert.equal(location.origin + location.pathname, callback);
    assert.deepEqual(Object.fromEntries(location.searchParams), {
      error: 'access_denied',
      error_description: 'The request was denied',
      state: 'd2a0 &=+',
    });
  });

  it('keeps the query of a redirect URI', async () => {
    const other = await registerCodeClient(harness, { redirectUris: ['http://127.0.0.1/cb?a=b'] });
    const path = authorizePath(other, { redirect_uri: 'http://127.0.0.1:5000/cb?a=b' });
    const { href } = locationOf(await decideAt(harness, path, 'allow'));
    assert.match(href, /^http:\/\/127\.0\.0\.1:5000\/cb\?a=b&code=/);
  });

  it('answers once, and says the same to a button pressed twice', async () => {
    const consent = consentIn((await open()).text);
    const press = (decision: string) => harness.form({ consent, decision }, '/authorize');
    const first = (await press('allow')).headers.get('location');
    assert.equal((await press('allow')).headers.get('location'), first);
    assert.equal((await press('deny')).headers.get('location'), first);
  });

  it('answers nothing without its own id, without a button, or after ten minutes', async () => {
    const consent = consentIn((await open()).text);
    assert.equal((await harness.form({ decision: 'allow' }, '/authorize')).status, 410);
    assert.equal((await harness.form({ consent: 'guessed', decision: 'allow' }, '/authorize')).status, 410);
    assert.equal((await harness.form({ consent }, '/authorize')).status, 400);
    harness.pass(600);
    const late = await harness.form({ consent, decision: 'allow' }, '/authorize');
    assert.deepEqual([late.status, late.headers.get('location')], [410, null]);
  });

  it('takes scopes in either spelling, with spaces or commas', async () => {
    const both = 'sso:account:access codewhisperer:completions';
    const spellings: Parameters[] = [
      { scopes: both },
      { scopes: both.replace(' ', ',') },
      { scopes: undefined, scope: both },
      { scopes: undefined, scope: both.replace(' ', ', ') },
      { scopes: undefined },
    ];
    for (const spelling of spellings) {
      const { text } = await open(spelling);
      assert.match(text, /See the AWS accounts[^]*Suggest code/, JSON.stringify(spelling));
    }
    const { text } = await open({ scopes: undefined, scope: 'codewhisperer:completions' });
    assert.doesNotMatch(text, /See the AWS accounts/);
  });

  it('escapes the name that an application chose', async () => {
    const hostile = await registerCodeClient(harness, { clientName: '<script>"' });
    assert.match((await harness.send(authorizePath(hostile))).text, /&lt;script&gt;&quot;/);
  });

  const redirected: [string, Parameters, string][] = [
    ['another response_type', { response_type: 'token' }, 'unsupported_response_type'],
    ['no response_type', { response_type: undefined }, 'unsupported_response_type'],
    ['no challenge', { code_challenge: undefined }, 'invalid_request'],
    ['a challenge that is no SHA-256', { code_challenge: 'abc' }, 'invalid_request'],
    ['the plain method', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['the method name of AWS Sign-In', { code_challenge_method: 'SHA-256' }, 'invalid_request'],
    ['no method', { code_challenge_method: undefined }, 'invalid_request'],
    ['a scope it did not register', { scopes: 'codecatalyst:read_write' }, 'invalid_scope'],
  ];
  for (const [what, changes, error] of redirected) {
    it(`sends the browser back at once for ${what}`, async () => {
      const reply = await open(changes);
      assert.equal(reply.status, 302);
      const { href, searchParams } = locationOf(reply);
      assert.ok(href.startsWith(`${callback}?error=${error}&error_description=`), href);
      assert.equal(searchParams.get('state'), 'd2a0 &=+');
    });
  }

  it('wants a state', async () => {
    const { searchParams } = locationOf(await open({ state: undefined }));
    assert.deepEqual([searchParams.get('error'), searchParams.has('state')], ['invalid_request', false]);
  });

  const shown: [string, Parameters][] = [
    ['an unknown client', { client_id: 'nobody' }],
    ['no client', { client_id: undefined }],
    ['no redirect URI', { redirect_uri: undefined }],
    ['another path', { redirect_uri: 'http://127.0.0.1:46411/oauth/callback/' }],
    ['another loopback host', { redirect_uri: 'http://localhost:46411/oauth/callback' }],
    ['another host', { redirect_uri: 'http://example.com/oauth/callback' }],
    ['a host that looks like it', { redirect_uri: 'http://127.0.0.1:46411@example.com/oauth/callback' }],
    ['a port that is none', { redirect_uri: 'http://127.0.0.1:99999/oauth/callback' }],
    ['a query of its own', { redirect_uri: `${callback}?x=y` }],
  ];
  for (const [what, changes] of shown) {
    it(`shows a problem for ${what}, and redirects nobody`, async () => {
      const { status, text, headers } = await open({ ...changes, response_type: 'token' });
      assert.deepEqual([status, headers.get('location')], [400, null]);
      assert.match(text, /This sign-in cannot go on/);
    });
  }

  it('shows a problem for a parameter that is there twice', async () => {
    const twice = `${authorizePath(client)}&redirect_uri=${encodeURIComponent(callback)}`;
    assert.equal((await harness.send(twice)).status, 400);
  });

  it('shows a problem to clients whose registration has expired or is for another grant', async () => {
    const device = await harness.register();
    assert.match((await harness.send(authorizePath(device))).text, /did not register for this way/);
    harness.center.expireRegistrations();
    assert.match((await open()).text, /registration has expired/);
  });
});
