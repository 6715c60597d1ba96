import assert from 'node:assert/strict';
import { Retries } from '../../../src/aws/services/retries.ts';
import { Signin } from '../../../src/aws/services/Signin.ts';
import { crossDeviceCode, sameDeviceCode } from '../../../src/oauth/consoleCode.ts';
import { challengeOf } from '../../../src/oauth/pkce.ts';
import { callbackOf, visit } from '../support/browserOf.ts';
import { memoryLog } from '../support/memoryLog.ts';
import { MockAws, ORIGIN } from '../support/mockAws.ts';

const NEVER = new AbortController().signal;

type Grant = Parameters<Parameters<typeof crossDeviceCode>[3]>[0];

describe('A code of AWS Sign-In', () => {
  const signin = () => new Signin(new MockAws().http, ORIGIN, new Retries());
  const carried = (query: string) => Buffer.from(query).toString('base64');

  function sameDevice() {
    const grants: Grant[] = [];
    let open: (address: string) => void = () => undefined;
    const opened = new Promise<string>((resolve) => (open = resolve));
    const prompt = {
      openBrowser: (address: string) => Promise.resolve(open(address)),
      cameBack: () => undefined,
    };
    const code = sameDeviceCode(
      signin(),
      { prompt, waiting: NEVER, signal: NEVER, log: memoryLog() },
      (grant) => Promise.resolve(grants.push(grant)),
    );
    return { grants, code, opened };
  }

  describe('of the same device', () => {
    it('is exchanged with the verifier of the challenge on the page', async () => {
      const { grants, code, opened } = sameDevice();
      const { searchParams } = new URL(await opened);
      await visit(callbackOf(await opened, { code: 'TheCode' }));
      await code;
      assert.deepEqual(grants, [
        {
          clientId: 'arn:aws:signin:::devtools/same-device',
          grantType: 'authorization_code',
          code: 'TheCode',
          redirectUri: searchParams.get('redirect_uri'),
          codeVerifier: grants[0]?.codeVerifier,
        },
      ]);
      assert.equal(challengeOf(grants[0]?.codeVerifier ?? ''), searchParams.get('code_challenge'));
    });

    it('is not taken from an answer with another state, or none', async () => {
      const { grants, code, opened } = sameDevice();
      const address = await opened;
      assert.equal((await visit(callbackOf(address, { code: 'evil', state: 'guessed' }))).status, 400);
      assert.equal((await visit(callbackOf(address, { code: 'evil', state: '' }))).status, 400);
      assert.equal(grants.length, 0);
      await visit(callbackOf(address, { code: 'TheCode' }));
      await code;
      assert.deepEqual(
        grants.map((grant) => grant.code),
        ['TheCode'],
      );
    });
  });

  describe('of another device', () => {
    /** Has the person bring what `bring` makes of the state. */
    async function brought(bring: (state: string) => string) {
      const grants: Grant[] = [];
      const seen: { problem: string | undefined; query: URLSearchParams }[] = [];
      const prompt = {
        openBrowser: () => Promise.reject(new Error('not to be asked for')),
        cameBack: () => undefined,
        askCode: (address: string, problemOf: (text: string) => string | undefined) => {
          const query = new URL(address).searchParams;
          const text = bring(query.get('state') ?? '');
          seen.push({ problem: problemOf(text), query });
          return Promise.resolve(text);
        },
      };
      const code = crossDeviceCode(signin(), prompt, NEVER, (grant) => Promise.resolve(grants.push(grant)));
      const error = await code.then(
        () => undefined,
        (reason: unknown) => reason as Error,
      );
      const [{ problem, query } = { problem: '', query: new URLSearchParams() }] = seen;
      return { grant: grants[0], problem, query, error };
    }

    it('is exchanged with the verifier of the challenge on the page', async () => {
      const { grant, problem, query } = await brought((state) => carried(`state=${state}&code=TheCode`));
      assert.equal(problem, undefined);
      assert.equal(challengeOf(grant?.codeVerifier ?? ''), query.get('code_challenge'));
      assert.deepEqual(
        [grant?.clientId, grant?.code, grant?.redirectUri],
        ['arn:aws:signin:::devtools/cross-device', 'TheCode', `${ORIGIN}/v1/sessions/confirmation`],
      );
    });

    it('may be broken into lines on its way', async () => {
      const { grant, problem } = await brought((state) =>
        carried(`state=${state}&code=TheCode`).replace(/.{20}/g, '$&\r\n '),
      );
      assert.deepEqual([problem, grant?.code], [undefined, 'TheCode']);
    });

    for (const [what, bring, sentence] of [
      ['another state', () => carried('state=guessed&code=evil'), /belongs to another sign-in/],
      [
        'the beginning of the state',
        (state: string) => carried(`state=${state.slice(0, 8)}&code=evil`),
        /another sign-in/,
      ],
      ['no state', () => carried('code=evil'), /Part of the code is missing/],
      ['no code', (state: string) => carried(`state=${state}`), /Part of the code is missing/],
      ['what is not base64', () => 'state=x&code=y', /isn’t the code from the page/],
      ['something before it', (state: string) => `!${carried(`state=${state}&code=x`)}`, /isn’t the code/],
      ['something behind it', (state: string) => `${carried(`state=${state}&code=x`)}!`, /isn’t the code/],
      [
        'a control character first',
        (state: string) => carried(`\x01&state=${state}&code=x`),
        /isn’t the code/,
      ],
      ['a control character last', (state: string) => carried(`state=${state}&code=x\x01`), /isn’t the code/],
      ['bytes that are no text', () => Buffer.from([1, 2, 3]).toString('base64'), /isn’t the code/],
    ] as const) {
      it(`is refused with ${what}`, async () => {
        const { problem, grant, error } = await brought(bring);
        assert.match(problem ?? '', sentence);
        // Whatever a prompt makes of it, nothing is exchanged.
        assert.deepEqual([grant, error?.message], [undefined, problem]);
      });
    }
  });
});
