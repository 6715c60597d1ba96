import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type * as vscode from 'vscode';
import {
  type AwsSsoApi,
  getAwsSsoApi,
  type SsoSession,
  type SsoSessionsChangeEvent,
  type TokenOptions,
} from '../../../api/src/index.ts';
import { changeOf } from '../../../src/features/accounts/changeOf.ts';
import { useFakeClock } from '../support/fakeClock.ts';
import { CallingHost, type Request } from './CallingHost.ts';

const EXPIRES = '2026-01-01T08:00:00.000Z';
const SIGNED_OUT = {
  id: 'id-corp',
  name: 'corp',
  startUrl: 'https://d-1234567890.awsapps.com/start',
  region: 'us-east-1',
  scopes: ['sso:account:access'],
  signedIn: false,
};
const CORP = { ...SIGNED_OUT, signedIn: true, expiresAt: EXPIRES };
const TOKEN = { token: 'given-secret', tokenType: 'Bearer', expiration: EXPIRES, session: 'corp' };
const CREDENTIALS = {
  accessKeyId: 'ASIAEXAMPLE',
  secretAccessKey: 'secret-key',
  sessionToken: 'secret-session',
  expiration: EXPIRES,
  accountId: '111122223333',
};
const ROLE = { accountId: '111122223333', roleName: 'ReadOnly' };
/** What the editor gives for a role. */
const DOCUMENT = {
  Version: 1,
  AccessKeyId: 'ASIAEXAMPLE',
  SecretAccessKey: 'secret-key',
  SessionToken: 'secret-session',
  Expiration: EXPIRES,
  AccountId: '111122223333',
};
const ASK = {
  ask: { providerId: 'aws-sso', scopes: ['sso:account:access'], options: { createIfNone: true } },
};
/** As the extension does. */
const askFor = ({ method, options = {} }: Request) => {
  const {
    session,
    scopes = ['sso:account:access'],
    accountId,
    roleName,
  } = options as Partial<Record<string, string> & { scopes: string[] }>;
  const named = session === undefined ? [] : [`session:${session}`];
  return method === 'getRoleCredentials' || method === 'getEnvironment'
    ? {
        ask: {
          ...{ providerId: 'aws-sso-role', options: { createIfNone: true } },
          scopes: [`account:${accountId}`, `role:${roleName}`, ...named],
        },
      }
    : { ask: { ...ASK.ask, scopes: [...scopes, ...named].sort() } };
};
const ACCOUNT = { id: 'account', label: 'corp (d-1234567890)' };
const GIVEN: vscode.AuthenticationSession = {
  id: 'given',
  accessToken: 'given-secret',
  account: ACCOUNT,
  scopes: ['sso:account:access'],
};
/** As the extension computes it, too. */
const digest = (secret: string) => createHash('sha256').update(secret).digest().join();
const PROOF = { providerId: 'aws-sso', id: GIVEN.id, account: ACCOUNT, digest: digest(GIVEN.accessToken) };
/** What the extension says of a token. The caller has the rest: that is what its editor gave. */
const UNSAID = { tokenType: 'Bearer', expiration: EXPIRES, session: 'corp' };

describe('The API over the command of the extension', () => {
  let host: CallingHost;
  let aws: AwsSsoApi;
  /** What the extension answers, by method; every other one gets an error. */
  let answers: Record<string, (request: Request) => unknown>;
  const sent = (method: string) => host.requests.filter((request) => request.method === method);

  beforeEach(async () => {
    host = new CallingHost();
    answers = { sessions: sessions(CORP) };
    host.bridge = (request) =>
      answers[request.method]?.(request) ?? { error: { code: 'Service', message: 'No such method.' } };
    host.getSession = (providerId) =>
      Promise.resolve(
        providerId === 'aws-sso-role' ? { ...GIVEN, accessToken: JSON.stringify(DOCUMENT) } : GIVEN,
      );
    aws = await getAwsSsoApi(host.caller);
    await settled();
    host.requests.length = 0;
  });

  /** What the extension answers about sessions. */
  const sessions =
    (...list: object[]) =>
    ({ options }: Request) => ({ value: asked(list as SsoSession[], options) });
  const asked = (list: readonly SsoSession[], options: Request['options']) => ({
    sessions: list,
    change: changeOf((options?.['before'] ?? []) as readonly SsoSession[], list),
  });

  /** Asks for a proof first, and answers with the value once it has been brought one. */
  const onProof = (value: unknown) => (request: Request) => (request.proof ? { value } : askFor(request));

  describe('hands out', () => {
    it('an access token, frozen, with a date', async () => {
      answers = { getAccessToken: onProof(UNSAID) };
      const token = await aws.getAccessToken({ session: 'corp' });
      assert.deepEqual(token, { ...TOKEN, expiration: new Date(EXPIRES) });
      assert.ok(Object.isFrozen(token));
      const request = { version: 1, method: 'getAccessToken', options: { session: 'corp' } };
      assert.deepEqual(host.requests, [request, { ...request, proof: PROOF }]);
    });

    it('role credentials with a date, of its own to each caller, since the AWS SDK writes into them', async () => {
      answers = { getRoleCredentials: onProof({}) };
      const first = await aws.getRoleCredentials(ROLE);
      assert.deepEqual(first, { ...CREDENTIALS, expiration: new Date(EXPIRES) });
      assert.notEqual(await aws.getRoleCredentials(ROLE), first);
      assert.ok(!Object.isFrozen(first));
      assert.deepEqual(host.requests[0]?.options, ROLE);
    });

    it('variables for a child process, frozen: keys from the editor, the others from the extension', async () => {
      const value = { AWS_PROFILE: null, AWS_CREDENTIAL_EXPIRATION: 'x', AWS_REGION: 'eu-central-1' };
      answers = { getEnvironment: onProof(value) };
      const given = await aws.getEnvironment({ ...ROLE, region: 'eu-central-1' });
      assert.deepEqual(given, {
        AWS_PROFILE: null,
        AWS_REGION: 'eu-central-1',
        AWS_ACCESS_KEY_ID: 'ASIAEXAMPLE',
        AWS_SECRET_ACCESS_KEY: 'secret-key',
        AWS_SESSION_TOKEN: 'secret-session',
        AWS_CREDENTIAL_EXPIRATION: EXPIRES,
      });
      assert.ok(Object.isFrozen(given));
      assert.deepEqual(host.requests[0]?.options, { ...ROLE, region: 'eu-central-1' });
    });

    it('accounts and roles, frozen', async () => {
      const accounts = [{ accountId: '111122223333', accountName: 'Lab' }];
      const roles = [{ accountId: '111122223333', roleName: 'ReadOnly' }];
      answers = { listAccounts: () => ({ value: accounts }), listAccountRoles: () => ({ value: roles }) };
      for (const [given, expected] of [
        [await aws.listAccounts(), accounts],
        [await aws.listAccountRoles({ accountId: '111122223333' }), roles],
      ]) {
        assert.deepEqual(given, expected);
        assert.ok(Object.isFrozen(given) && Object.isFrozen(given?.[0]));
      }
      assert.deepEqual(sent('listAccountRoles')[0]?.options, { accountId: '111122223333' });
    });

    it('an empty list where there are no accounts', async () => {
      answers = { listAccounts: () => ({ value: [] }) };
      assert.deepEqual(await aws.listAccounts(), []);
    });

    it('the session that was signed in to, which `sessions` has by then', async () => {
      answers = { sessions: sessions(SIGNED_OUT) };
      host.sessionsChanged('aws-sso');
      await settled();
      assert.equal(aws.sessions[0]?.signedIn, false);
      answers = { signIn: () => ({ value: CORP }), sessions: sessions(CORP) };
      const session = await aws.signIn({ session: 'corp' });
      assert.deepEqual(session, { ...CORP, expiresAt: new Date(EXPIRES) });
      assert.ok(Object.isFrozen(session) && Object.isFrozen(session.scopes));
      assert.deepEqual(aws.sessions, [session]);
      assert.deepEqual(sent('signIn')[0]?.options, { session: 'corp' });
    });

    it('a function for `token` and one for `credentials` of clients of the AWS SDK', async () => {
      answers = {
        getAccessToken: onProof(UNSAID),
        getRoleCredentials: onProof({}),
      };
      const { token, expiration } = await aws.tokenProvider({ session: 'corp' })();
      assert.deepEqual([token, expiration], [TOKEN.token, new Date(EXPIRES)]);
      const credentials = await aws.credentialProvider(ROLE)();
      assert.deepEqual(credentials, { ...CREDENTIALS, expiration: new Date(EXPIRES) });
      // The AWS SDK notes in both where they come from.
      assert.ok(![await aws.tokenProvider()(), credentials].some((identity) => Object.isFrozen(identity)));
      assert.deepEqual(host.requests[0]?.options, { session: 'corp' });
    });
  });

  describe('consent', () => {
    it('asks the editor in the name of the caller, and brings what that gives as a proof', async () => {
      answers = { getAccessToken: onProof(UNSAID) };
      assert.equal((await aws.getAccessToken({ session: 'corp' })).token, GIVEN.accessToken);
      const scopes = ['session:corp', 'sso:account:access'];
      assert.deepEqual(host.asked, [['aws-sso', scopes, { createIfNone: { detail: 'Session corp' } }]]);
      const request = { version: 1, method: 'getAccessToken', options: { session: 'corp' } };
      assert.deepEqual(host.requests, [request, { ...request, proof: PROOF }]);
    });

    it('brings the same proof the next time, so that the editor is not asked again', async () => {
      answers = { getAccessToken: onProof(UNSAID), listAccounts: onProof([]) };
      await aws.getAccessToken();
      await aws.getAccessToken({ silent: true });
      await aws.getAccessToken({ forceRefresh: true });
      await aws.listAccounts();
      assert.equal(host.asked.length, 1);
      assert.deepEqual(
        host.requests.map(({ proof }) => proof),
        [undefined, PROOF, PROOF, PROOF, PROOF],
      );
    });

    it('brings no proof for other options', async () => {
      answers = {
        getAccessToken: ({ options, ...request }) =>
          onProof({ ...UNSAID, session: options?.['session'] ?? 'corp' })({
            options: options ?? {},
            ...request,
          }),
        getRoleCredentials: onProof({}),
      };
      await aws.getAccessToken();
      await aws.getAccessToken({ session: 'lab' });
      await aws.getAccessToken({ scopes: ['codewhisperer:completions'] });
      await aws.getRoleCredentials(ROLE);
      await aws.getRoleCredentials({ ...ROLE, roleName: 'Admin' });
      assert.deepEqual(
        host.requests.map(({ proof }) => proof !== undefined),
        [false, true, false, true, false, true, false, true, false, true],
      );
    });

    it('brings the latest proof when one is no longer good', async () => {
      answers = {
        getAccessToken: ({ proof }) => (proof?.['digest'] === digest('newer') ? { value: UNSAID } : ASK),
      };
      const newer = { ...GIVEN, accessToken: 'newer' };
      const gives = [GIVEN, newer];
      host.getSession = () => Promise.resolve(gives.shift());
      await aws.getAccessToken();
      await aws.getAccessToken();
      assert.deepEqual(
        host.requests.map(({ proof }) => proof?.['digest']),
        [undefined, ...['given-secret', 'newer', 'newer'].map(digest)],
      );
    });

    it('has a token renewed once, though the newer one has to be proven as well', async () => {
      let current = 0;
      const token = () => `secret-${current}`;
      host.getSession = () => Promise.resolve({ ...GIVEN, accessToken: token() });
      answers = {
        getAccessToken: ({ proof, options }) => {
          if (proof?.['digest'] !== digest(token())) {
            return ASK;
          }
          if (options?.['forceRefresh']) {
            current++;
            return ASK;
          }
          return { value: UNSAID };
        },
      };
      // The first time there is no proof yet, the second time there is.
      assert.equal((await aws.getAccessToken({ forceRefresh: true })).token, 'secret-1');
      assert.equal((await aws.getAccessToken({ forceRefresh: true })).token, 'secret-2');
      assert.equal((await aws.getAccessToken()).token, 'secret-2');
      assert.equal(host.asked.length, 3);
    });

    it('gives up after three rounds', async () => {
      answers = { getAccessToken: () => ASK };
      await assert.rejects(aws.getAccessToken(), { code: 'NotSignedIn' });
      assert.equal(host.asked.length, 3);
      assert.equal(host.requests.length, 4);
    });

    it('takes what is there while a refusal holds, and the refusal when there is nothing', async () => {
      const error = { code: 'ConsentDenied', message: 'That was not allowed.' };
      answers = {
        getAccessToken: ({ proof }) =>
          proof ? { value: UNSAID } : { ask: { ...ASK.ask, options: { silent: true } }, error },
      };
      host.getSession = () => Promise.resolve(undefined);
      await assert.rejects(aws.getAccessToken(), { code: 'ConsentDenied', message: error.message });
      host.getSession = () => Promise.resolve(GIVEN);
      assert.equal((await aws.getAccessToken()).token, GIVEN.accessToken);
      assert.deepEqual(
        host.asked.map(([, , options]) => options),
        [{ silent: true }, { silent: true }],
      );
    });

    it('asks again where VS Code 1.96 had the question join a silent one, and is silent where it joined another', async () => {
      answers = { getAccessToken: onProof(UNSAID) };
      const gives = [undefined, undefined, GIVEN];
      host.getSession = () => Promise.resolve(gives.shift());
      assert.equal((await aws.getAccessToken()).token, TOKEN.token);
      host.getSession = () => Promise.reject(new Error('User did not consent to login.'));
      assert.equal(await aws.getAccessToken({ session: 'lab', silent: true }), undefined);
      assert.deepEqual(sent('explain'), []);
    });

    it('has the extension explain what the editor rejects with', async () => {
      answers = {
        getAccessToken: () => ASK,
        explain: () => ({ error: { code: 'ConsentDenied', message: 'That was not allowed.' } }),
      };
      host.getSession = () => Promise.reject(new Error('User did not consent to login.'));
      await assert.rejects(aws.getAccessToken(), {
        name: 'AwsSsoError',
        code: 'ConsentDenied',
        message: 'That was not allowed.',
      });
      const options = { scopes: ASK.ask.scopes, name: 'Error', message: 'User did not consent to login.' };
      assert.deepEqual(sent('explain'), [{ version: 1, method: 'explain', options }]);
    });
  });

  it('says that it is the same caller each time, and another than others', async () => {
    answers = { sessions: sessions() };
    await aws.listAccounts().catch(() => undefined);
    const [who, ...more] = host.who;
    assert.deepEqual([typeof who, more], ['number', []]);
    const other = new CallingHost();
    other.bridge = host.bridge;
    await getAwsSsoApi(other.caller);
    assert.ok(!other.who.has(who));
  });

  /** Anybody may answer a command. */
  describe('to whoever answers instead of the extension', () => {
    const MISFIT = { code: 'Service', message: /does not fit the question/ };
    const methods: readonly [string, object | undefined, () => Promise<unknown>][] = [
      ['getAccessToken', undefined, () => aws.getAccessToken()],
      ['getAccessToken', { session: 'corp' }, () => aws.getAccessToken({ session: 'corp' })],
      ['getAccessToken', { scopes: ['a:b'] }, () => aws.getAccessToken({ scopes: ['a:b'] })],
      ['getAccessToken', { silent: true }, () => aws.getAccessToken({ silent: true })],
      ['listAccounts', undefined, () => aws.listAccounts()],
      ['listAccountRoles', ROLE, () => aws.listAccountRoles(ROLE)],
      ['getRoleCredentials', ROLE, () => aws.getRoleCredentials(ROLE)],
      ['getEnvironment', ROLE, () => aws.getEnvironment(ROLE)],
      ['signIn', undefined, () => aws.signIn()],
    ];
    const others: readonly object[] = [
      { providerId: 'github', scopes: ['repo'] },
      { providerId: 'microsoft', scopes: ['sso:account:access'] },
      { providerId: 'aws-signin', scopes: [] },
      { providerId: 'aws-sso', scopes: ['sso:account:access', 'session:other'] },
      { providerId: 'aws-sso', scopes: [] },
      { providerId: 'aws-sso', scopes: 'sso:account:access' },
      { providerId: 'aws-sso-role', scopes: ['account:999988887777', 'role:Admin'] },
      {},
    ];
    for (const [method, options, call] of methods) {
      it(`${method} of ${JSON.stringify(options)} asks the editor for nothing else`, async () => {
        for (const other of others) {
          answers = { [method]: () => ({ ask: { options: { createIfNone: true }, ...other } }) };
          await assert.rejects(call, MISFIT, JSON.stringify(other));
        }
        assert.deepEqual(host.asked, []);
        assert.doesNotMatch(JSON.stringify(host.requests), /secret/);
      });
    }

    it('asks the editor in no other manner, and in its own words', async () => {
      const account = { id: 'account', label: 'corp (d-1234567890)', more: 'of it' };
      const options = {
        ...{ account, forceNewSession: { detail: 'Agree!' }, createIfNone: { detail: 'Agree!' } },
        ...{ clearSessionPreference: true, learnMore: 'https://evil.example/' },
      };
      answers = {
        getAccessToken: (request) =>
          request.proof ? { value: UNSAID } : { ask: { ...askFor(request).ask, options } },
        getRoleCredentials: (request) =>
          request.proof ? { value: {} } : { ask: { ...askFor(request).ask, options } },
      };
      await aws.getAccessToken();
      await aws.getRoleCredentials({ ...ROLE, session: 'corp' });
      assert.deepEqual(
        host.asked.map(([, , how]) => how),
        [
          { createIfNone: true, account: ACCOUNT },
          {
            createIfNone: { detail: 'Role ReadOnly, Account 111122223333, Session corp' },
            account: ACCOUNT,
          },
        ],
      );
    });

    it('stays silent for who asked for silence', async () => {
      answers = { getAccessToken: (request) => askFor(request) };
      await aws.getAccessToken({ silent: true }).catch(() => undefined);
      assert.deepEqual(
        host.asked.map(([, , how]) => how),
        [{ silent: true }, { silent: true }, { silent: true }],
      );
    });

    it('takes no secret from it', async () => {
      const evil = { ...CREDENTIALS, accessKeyId: 'ASIAEVIL', token: 'evil' };
      for (const secrets of [undefined, { session: '' }, { token: '', __proto__: '' }]) {
        answers = {
          getAccessToken: () => ({ value: { ...TOKEN, token: 'evil' }, secrets }),
          getRoleCredentials: () => ({ value: evil, secrets }),
        };
        await assert.rejects(aws.getAccessToken(), MISFIT);
        await assert.rejects(aws.getRoleCredentials(ROLE), MISFIT);
      }
      answers = { getAccessToken: onProof({ ...TOKEN, token: 'evil' }), getRoleCredentials: onProof(evil) };
      assert.equal((await aws.getAccessToken()).token, GIVEN.accessToken);
      assert.equal((await aws.getRoleCredentials(ROLE)).accessKeyId, 'ASIAEXAMPLE');
    });

    it('takes nothing from it into a process but a region, and what is unset', async () => {
      const evil = {
        ...{
          NODE_OPTIONS: '--require /tmp/evil',
          LD_PRELOAD: null,
          AWS_CA_BUNDLE: '/tmp/evil',
          AWS_PROFILE: 'null',
        },
        ...{ AWS_REGION: 'x/../evil', AWS_DEFAULT_REGION: ['eu-west-1'], AWS_ENDPOINT_URL_REGION: 'evil' },
        ...{
          AWS_ACCESS_KEY_ID: null,
          AWS_CONFIG_FILE: { a: 1 },
          'AWS_X=null\nPATH': null,
          AWS_SESSION_TOKEN: 'evil',
        },
      };
      answers = { getEnvironment: onProof(evil) };
      assert.deepEqual(await aws.getEnvironment(ROLE), {
        AWS_ACCESS_KEY_ID: 'ASIAEXAMPLE',
        AWS_SECRET_ACCESS_KEY: 'secret-key',
        AWS_SESSION_TOKEN: 'secret-session',
        AWS_CREDENTIAL_EXPIRATION: EXPIRES,
      });
    });

    it('has it put no secret where none is looked for', async () => {
      answers = {
        getAccessToken: (request) =>
          request.proof ? { value: UNSAID, secrets: { session: '' } } : askFor(request),
      };
      assert.deepEqual({ ...(await aws.getAccessToken()) }, { ...TOKEN, expiration: new Date(EXPIRES) });
    });

    it('takes no session of its making for one of the editor', async () => {
      answers = {
        getAccessToken: (request) => (request.proof ? { value: UNSAID } : askFor(request)),
        explain: () => ({ value: { ...GIVEN, accessToken: 'evil' } }),
      };
      host.getSession = () => Promise.reject(new Error('User did not consent to login.'));
      await assert.rejects(aws.getAccessToken(), { code: 'Service' });
      assert.equal(host.asked.length, 1);
    });

    for (const [what, method, value, call] of [
      ['another session', 'getAccessToken', UNSAID, () => aws.getAccessToken({ session: 'lab' })],
      ['no date', 'getAccessToken', { ...UNSAID, expiration: 'soon' }, () => aws.getAccessToken()],
      ['no name', 'getAccessToken', { ...UNSAID, session: 7 }, () => aws.getAccessToken()],
      ['no list', 'listAccounts', { accountId: '111122223333' }, () => aws.listAccounts()],
      ['no accounts', 'listAccounts', [{ accountId: '1; rm -rf /' }], () => aws.listAccounts()],
      ['nothing in a list', 'listAccounts', [null], () => aws.listAccounts()],
      ['no roles', 'listAccountRoles', [{ accountId: '111122223333' }], () => aws.listAccountRoles(ROLE)],
      [
        'roles of another account',
        'listAccountRoles',
        [{ ...ROLE, accountId: '999988887777' }],
        () => aws.listAccountRoles(ROLE),
      ],
      ['no session', 'signIn', { name: 'corp' }, () => aws.signIn()],
      ['another session', 'signIn', CORP, () => aws.signIn({ session: 'lab' })],
      [
        'an endless list',
        'listAccounts',
        [{ accountId: '111122223333', accountName: 'x'.repeat(1e7) }],
        () => aws.listAccounts(),
      ],
    ] as readonly [string, string, unknown, () => Promise<unknown>][]) {
      it(`is refused ${what} by ${method}`, async () => {
        answers = { [method]: method === 'signIn' ? () => ({ value }) : onProof(value) };
        await assert.rejects(call, MISFIT);
      });
    }

    it('is refused what is no JSON', async () => {
      const loop: Record<string, unknown> = {};
      loop['value'] = loop;
      const { commands } = host.caller as unknown as { commands: { executeCommand: unknown } };
      commands.executeCommand = () => Promise.resolve(loop);
      await assert.rejects(aws.listAccounts(), { name: 'AwsSsoError', code: 'Service' });
    });

    it('keeps the sessions that it knows rather than take others for them', async () => {
      const known = aws.sessions;
      for (const value of [
        { sessions: [{ name: 'evil' }] },
        { sessions: {} },
        { sessions: [CORP], change: { added: 'x', changed: [], removed: [] } },
        [],
      ]) {
        answers = { sessions: () => ({ value }) };
        host.sessionsChanged('aws-sso');
        await settled();
        assert.equal(aws.sessions, known, JSON.stringify(value));
      }
    });
  });

  describe('errors', () => {
    it('are those of the extension', async () => {
      const error = { code: 'RoleNotAssigned', message: 'Ask for the role.' };
      answers = { getRoleCredentials: () => ({ error }) };
      for (const get of [() => aws.getRoleCredentials(ROLE), aws.credentialProvider(ROLE)]) {
        await assert.rejects(get, (thrown: Error) => {
          assert.ok(thrown instanceof Error);
          assert.deepEqual({ ...thrown }, { name: 'AwsSsoError', code: 'RoleNotAssigned' });
          assert.equal(thrown.message, 'Ask for the role.');
          return true;
        });
      }
    });

    it('are Service, and short, whatever else an answer says', async () => {
      for (const error of [{ code: 'GiveUp', message: 'x'.repeat(1e6) }, { message: 7 }, 'text', {}]) {
        answers = { listAccounts: () => ({ error }) };
        await assert.rejects(aws.listAccounts(), (thrown: Error & { code: string }) => {
          assert.deepEqual([thrown.name, thrown.code], ['AwsSsoError', 'Service']);
          return thrown.message.length <= 1_000;
        });
      }
    });

    it('are one line of what can be seen, without links and icons, whoever answers', async () => {
      const message = 'Bad.\n\nYour administrator\u202e [approved](command:x) it \u200b$(verified)';
      answers = { getAccessToken: () => ({ error: { code: 'Service', message } }) };
      await assert.rejects(aws.getAccessToken(), {
        message: 'Bad. Your administrator approved (command:x) it (verified)',
      });
    });

    it('are Service when the extension does not answer any more', async () => {
      host.bridge = () => {
        throw new Error('The host is gone.');
      };
      await assert.rejects(aws.listAccounts(), {
        code: 'Service',
        message: 'SSO Sign-in for AWS: The host is gone.',
      });
    });
  });

  describe('silence', () => {
    const clock = useFakeClock();
    const silent: TokenOptions = { silent: true };

    for (const value of [undefined, null]) {
      it(`is undefined when the answer is ${value}`, async () => {
        answers = { getAccessToken: () => ({ value }), getRoleCredentials: () => ({ value }) };
        assert.equal(await aws.getAccessToken(silent), undefined);
        assert.equal(await aws.getRoleCredentials({ ...ROLE, silent: true }), undefined);
      });
    }

    it('is undefined when the editor has nothing', async () => {
      answers = { getAccessToken: onProof(UNSAID) };
      host.getSession = () => Promise.resolve(undefined);
      assert.equal(await aws.getAccessToken(silent), undefined);
    });

    it('is asked of the extension to the end', async () => {
      answers = { getAccessToken: onProof(null) };
      assert.equal(await aws.getAccessToken(silent), undefined);
      assert.deepEqual(
        host.requests.map(({ options }) => options),
        [silent, silent],
      );
    });

    it('is undefined when the editor takes longer than two seconds', async () => {
      answers = { getAccessToken: onProof(UNSAID) };
      host.getSession = () => new Promise(() => undefined);
      let answer: unknown = 'none';
      void aws.getAccessToken(silent).then((value) => (answer = value));
      await clock().tickAsync(1_999);
      assert.equal(answer, 'none');
      await clock().tickAsync(1);
      assert.equal(answer, undefined);
    });

    it('waits for as long as a person needs when it was not asked for', async () => {
      answers = { getAccessToken: onProof(UNSAID) };
      let agree: (session: vscode.AuthenticationSession) => void = () => undefined;
      host.getSession = () => new Promise((resolve) => (agree = resolve));
      const token = aws.getAccessToken();
      await clock().tickAsync(3_600_000);
      agree(GIVEN);
      assert.equal((await token).token, TOKEN.token);
    });

    it('makes the providers for the AWS SDK reject, which know no undefined', async () => {
      answers = { getAccessToken: () => ({}), getRoleCredentials: () => ({}) };
      await assert.rejects(aws.tokenProvider(silent), { code: 'NotSignedIn' });
      await assert.rejects(aws.credentialProvider({ ...ROLE, silent: true }), { code: 'NotSignedIn' });
    });

    it('is no answer to who did not ask for it', async () => {
      answers = { getAccessToken: () => ({ value: null }), listAccounts: () => ({}) };
      await assert.rejects(aws.getAccessToken(), { code: 'NotSignedIn' });
      await assert.rejects(aws.listAccounts(), { code: 'NotSignedIn' });
    });
  });

  describe('sessions', () => {
    let events: SsoSessionsChangeEvent[];
    beforeEach(() => {
      events = [];
      aws.onDidChangeSessions((event) => events.push(event));
    });
    const corp = { ...CORP, expiresAt: new Date(EXPIRES) };

    it('are there at once, frozen, with dates', () => {
      assert.deepEqual(aws.sessions, [corp]);
      assert.ok([aws.sessions, aws.sessions[0], aws.sessions[0]?.scopes].every(Object.isFrozen));
      assert.deepEqual(host.requests, []);
    });

    it('are told of when they come, change and go', async () => {
      const lab = { ...SIGNED_OUT, id: 'id-lab', name: 'lab' };
      for (const value of [[CORP, lab], [SIGNED_OUT, lab], [lab]]) {
        answers = { sessions: sessions(...value) };
        host.sessionsChanged('aws-sso');
        await settled();
      }
      assert.deepEqual(events, [
        { added: [lab], changed: [], removed: [] },
        { added: [], changed: [SIGNED_OUT], removed: [] },
        { added: [], changed: [], removed: [SIGNED_OUT] },
      ]);
      assert.deepEqual(aws.sessions, [lab]);
      const [event] = events;
      assert.ok([event, event?.added, event?.added[0], event?.removed].every(Object.isFrozen));
    });

    it('are read again when settings or sessions change, and nobody hears of it when nothing has', async () => {
      host.configurationChanged('awsSso');
      host.sessionsChanged('aws-sso');
      await settled();
      assert.equal(sent('sessions').length, 2);
      assert.deepEqual(events, []);
    });

    it('tell all listeners, though one throws, and none that has gone', async () => {
      let told = 0;
      aws.onDidChangeSessions(() => {
        throw new Error('A mistake of the caller.');
      });
      aws.onDidChangeSessions(() => told++);
      aws.onDidChangeSessions(() => told++).dispose();
      answers = { sessions: sessions() };
      host.sessionsChanged('aws-sso');
      await settled();
      assert.equal(told, 1);
    });

    for (const [what, answer] of [
      ['an error', { error: { code: 'Service', message: 'Not now.' } }],
      ['nothing', { value: null }],
    ] as const) {
      it(`stay as they are when the answer is ${what}, until the next`, async () => {
        answers = { sessions: () => answer };
        host.sessionsChanged('aws-sso');
        await settled();
        assert.deepEqual(aws.sessions, [corp]);
        answers = { sessions: sessions() };
        host.sessionsChanged('aws-sso');
        await settled();
        assert.deepEqual(aws.sessions, []);
      });
    }

    it('are the latest, however long an older answer takes', async () => {
      let answerLate: (answer: unknown) => void = () => undefined;
      const answered: unknown[] = [
        new Promise((resolve) => (answerLate = resolve)),
        { value: { sessions: [] } },
      ];
      answers = { sessions: () => answered.shift() };
      host.sessionsChanged('aws-sso');
      host.sessionsChanged('aws-sso');
      await settled();
      answerLate({ value: { sessions: [SIGNED_OUT] } });
      await settled();
      assert.deepEqual(aws.sessions, []);
    });

    it('are those of now, though they changed while the first were on their way', async () => {
      const other = new CallingHost();
      const answered = [[SIGNED_OUT], [CORP]];
      other.bridge = () => ({ value: { sessions: answered.shift() } });
      const api = await getAwsSsoApi(other.caller);
      await settled();
      assert.deepEqual(api.sessions, [corp]);
    });
  });
});

/** Until everything that is on its way has arrived: the host answers within promises alone. */
async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
