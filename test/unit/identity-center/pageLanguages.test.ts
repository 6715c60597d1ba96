import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { preferredLanguage } from '../../identity-center/texts/acceptLanguage.ts';
import { translations } from '../../identity-center/texts/texts.ts';
import { authorizePath, registerCodeClient } from './codeFlow.ts';
import { Harness } from './harness.ts';
import { crossDevice, signinPath } from './signinFlow.ts';
import type { Registration } from './harness.ts';

const folder = path.join(import.meta.dirname, '../../identity-center');

const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(path.join(folder, name), 'utf8'))
  .join('\n');

const placeholders = (text: string): string[] => (text.match(/\{\d\}/g) ?? []).sort();

describe('The language of the local Identity Center’s pages', () => {
  for (const [header, expected] of [
    [undefined, 'en'],
    ['', 'en'],
    ['de-CH,de;q=0.9', 'de'],
    ['fr', 'en'],
    ['fr, ES-mx;q=0.5', 'es'],
    ['en;q=0.5, ja', 'ja'],
    ['de;q=0.8,zh-Hans-CN ; q=0.9', 'zh'],
    ['de;q=0, fr', 'en'],
    ['de;q=0.5, *;q=0.8', 'en'],
    ['de, ja', 'de'],
    ['de;q=7, ja;q=, es;q=0.001', 'es'],
    ['constructor, __proto__', 'en'],
    [`${'a-'.repeat(8000)};`, 'en'],
  ] as const) {
    it(`is ${expected} for ${header?.slice(0, 40) ?? 'who says nothing'}`, () => {
      assert.equal(preferredLanguage(header, ['en', 'de', 'es', 'ja', 'zh']), expected);
    });
  }

  for (const [subtag, { tag, texts }] of Object.entries(translations)) {
    it(`has each text in ${tag}, and no other`, () => {
      const used = [...sources.matchAll(/\bt\(\s*'([^']+)'/g)].map(([, text]) => text ?? '');
      assert.ok(used.length > 30);
      assert.deepEqual(
        used.filter((text) => !(text in texts)),
        [],
      );
      assert.deepEqual(Object.keys(texts), Object.keys(translations['de']?.texts ?? {}));
      assert.deepEqual(
        Object.keys(texts).filter((text) => !sources.includes(`'${text}'`)),
        [],
      );
    });

    it(`keeps placeholders in ${tag}`, () => {
      for (const [english, text] of Object.entries(texts)) {
        assert.deepEqual(placeholders(text), placeholders(english), text);
        assert.equal(text, text.trim());
      }
    });

    it(`leaves nothing in English in ${tag}`, async () => {
      const harness = await Harness.open();
      try {
        const allInEnglish = await everyPage(harness, 'en-US');
        const all = await everyPage(harness, `${subtag}-AT,fr;q=0.9`);
        for (const [index, page] of all.entries()) {
          const english = sentences(allInEnglish[index] ?? '');
          assert.deepEqual(
            sentences(page).filter((text) => english.includes(text)),
            [],
          );
        }
      } finally {
        await harness.center.stop();
      }
    });
  }
});

describe('A page of the local Identity Center', () => {
  let harness: Harness;
  before(async () => (harness = await Harness.open()));
  after(() => harness.center.stop());

  it('speaks the language that the browser asks for', async () => {
    const { text, headers } = await open(harness, '/device', 'de-CH,de;q=0.9');
    assert.match(text, /<html lang="de">/);
    assert.match(text, /<h1>Code eingeben<\/h1>/);
    assert.equal(headers.get('content-language'), 'de');
    assert.equal(headers.get('vary'), 'Accept-Language');
  });

  it('is English for a language that it does not know', async () => {
    const { text, headers } = await open(harness, '/device', 'fr');
    assert.match(text, /<html lang="en">/);
    assert.match(text, /<h1>Enter the code<\/h1>/);
    assert.equal(headers.get('content-language'), 'en');
    assert.equal(headers.get('vary'), 'Accept-Language');
  });

  it('says which Chinese it is in', async () => {
    const { text, headers } = await open(harness, '/device', 'zh');
    assert.match(text, /<html lang="zh-CN">/);
    assert.equal(headers.get('content-language'), 'zh-CN');
  });

  it('escapes what others wrote within a translation', async () => {
    const { clientId } = await registerCodeClient(harness, { clientName: '<b>{0}{1}' });
    const { text } = await open(harness, authorizePath({ clientId, clientSecret: '' }), 'ja');
    assert.match(text, /<strong>&lt;b&gt;\{0\}\{1\}<\/strong> があなたの/);
  });
});

function open(harness: Harness, address: string, language: string, form?: Record<string, string>) {
  return harness.send(address, {
    headers: { 'Accept-Language': language },
    ...(form && { method: 'POST', body: new URLSearchParams(form) }),
  });
}

/** One of each kind, good and bad. */
async function everyPage(harness: Harness, language: string): Promise<string[]> {
  const scopes = ['sso:account:access', 'codewhisperer:completions', 'a:b'];
  const client = await harness.register({ scopes });
  const codeClient = await registerCodeClient(harness);
  const codes = await Promise.all([1, 2, 3].map(() => harness.startDevice(client)));
  const [pending = '', allowed = '', denied = ''] = codes.map(({ userCode }) => userCode);
  const confirm = `/device?${new URLSearchParams({ user_code: pending }).toString()}`;
  const confirmationAddress = `${harness.center.signin}/v1/sessions/confirmation`;
  const otherDevice = signinPath({ client_id: crossDevice, redirect_uri: confirmationAddress });
  const confirmed = new URL(harness.center.authorize(harness.center.url + otherDevice, 'approved'));
  const requests: [string, Record<string, string>?][] = [
    ['/'],
    ['/device'],
    ['/device?user_code=AAAA'],
    [confirm],
    ['/device', { user_code: pending }],
    ['/device', { user_code: allowed, decision: 'allow' }],
    ['/device', { user_code: denied, decision: 'deny' }],
    ['/device', { user_code: denied, decision: 'deny' }],
    [authorizePath(codeClient)],
    [authorizePath(codeClient, { client_id: 'other' })],
    ['/authorize', {}],
    ['/authorize', { decision: 'allow' }],
    [signinPath()],
    [signinPath({ client_id: 'other' })],
    [otherDevice],
    [`/v1/sessions/confirmation${confirmed.search}`],
    ['/v1/sessions/confirmation?error=access_denied'],
    [await consoleAddress(harness, client)],
    ['/v1/sessions/confirmation?code=other'],
  ];
  const pages: string[] = [];
  for (const [address, form] of requests) {
    const { text, headers } = await open(harness, address, language, form);
    assert.equal(headers.get('vary'), 'Accept-Language', `${address} ${text}`);
    pages.push(text);
  }
  return pages;
}

/** Where the console opens with credentials of a role. */
async function consoleAddress(harness: Harness, client: Registration): Promise<string> {
  const { accessToken } = (await harness.signIn(client)).json;
  const role = new URLSearchParams({ role_name: 'Support+Billing', account_id: '444455556666' });
  const { json } = await harness.portal(`/federation/credentials?${role.toString()}`, accessToken);
  const credentials = json['roleCredentials'] as Record<string, string>;
  const session = {
    sessionId: credentials['accessKeyId'],
    sessionKey: credentials['secretAccessKey'],
    sessionToken: credentials['sessionToken'],
  };
  const reply = await harness.form({ Session: JSON.stringify(session) }, '/federation');
  return `/federation?SigninToken=${String(reply.json['SigninToken'])}`;
}

/** Texts of two words and more, without those that are data: in elements, and in attributes for people. */
function sentences(page: string): string[] {
  const [, body = ''] = page.split('</style>');
  const texts = [...body.matchAll(/>([^<]+)|aria-label="([^"]+)"/g)].map(([, text, label]) =>
    (text ?? label ?? '').replace(/\s+/g, ' ').trim(),
  );
  return texts.filter((text) => /[a-z]{2,} [a-z]{2,}/i.test(text));
}
