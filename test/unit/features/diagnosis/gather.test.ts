import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AwsSsoError } from '../../../../src/base/errors.ts';
import { valueOf } from '../../../../src/base/Outcome.ts';
import { gather, type GatherWorld, type Subjects } from '../../../../src/features/diagnosis/gather.ts';
import type { HttpClient } from '../../../../src/http/client/HttpClient.ts';
import { networkError } from '../../../../src/http/failures/networkError.ts';
import type { NetworkPaths } from '../../../../src/http/client/NetworkPaths.ts';
import type { SecondPath } from '../../../../src/http/client/SecondPath.ts';
import { useFakeClock } from '../../support/fakeClock.ts';
import { memoryLog } from '../../support/memoryLog.ts';
import { MemorySecrets } from '../../support/MemorySecrets.ts';
import { CORP, LAB } from '../../support/openSessions.ts';

const refusal: HttpClient = ({ url }) =>
  Promise.resolve({
    status: url.endsWith('/start') ? 200 : 400,
    header: (name) => (name === 'x-amzn-errortype' ? 'InvalidRequestException' : undefined),
    body: '{}',
  });
const never = () => new Promise<never>(() => undefined);
const OVER = new AwsSsoError('Cancelled', 'Cancelled.');

const portal = (config: typeof CORP) => ({ ...config, isSignedIn: false, isSuggested: false });
const BOTH: Subjects = { portals: [portal(CORP), portal(LAB)], consoleRegions: ['eu-west-1'] };

describe('gather', () => {
  const clock = useFakeClock();
  let directory = '';
  before(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'gather-'));
  });
  after(() => rmSync(directory, { recursive: true }));

  function open(world: Partial<GatherWorld> = {}, paths: Partial<NetworkPaths> = {}, subjects = BOTH) {
    const asked: string[] = [];
    const noted =
      (by: string, http: HttpClient): HttpClient =>
      (request) => {
        asked.push(`${by} ${request.method} ${request.url}`);
        return http(request);
      };
    const second: SecondPath = {
      http: noted('second', refusal),
      proxyFor: () => undefined,
      certificates: () => Promise.resolve({ chain: [] }),
      dispose: () => undefined,
    };
    const reported: (readonly string[])[] = [];
    const over = new AbortController();
    const facts = (): ReturnType<typeof gather> =>
      gather(
        {
          subjects: () => Promise.resolve(subjects),
          problems: () => ({ settings: [], awsConfig: [], file: '' }),
          endpoints: () =>
            Promise.resolve({
              // Names that no resolver is asked for.
              settings: {
                oidc: 'https://127.0.0.1:1/oidc',
                portal: 'https://127.0.0.1:1/portal',
                signin: 'http://127.0.0.1:2',
              },
              env: {},
              config: { services: {} },
            }),
          paths: {
            http: noted('http', refusal),
            first: noted('first', refusal),
            second: () => Promise.resolve(second),
            ...paths,
          },
          secrets: new MemorySecrets(),
          otherWindows: { ask: () => Promise.resolve([{}, {}]) },
          lockDirectory: directory,
          editor: { versions: [], settings: [], variables: [] },
          log: memoryLog(),
          onAwaited: (names) => void reported.push(names),
          ...world,
        },
        over.signal,
      );
    return { facts, asked, reported, over };
  }

  it('asks each address once by each way, whoever needs it, and each start URL', async () => {
    const { facts, asked } = open();
    const { endpoints, portals, otherWindows } = await facts();
    assert.deepEqual(
      endpoints.map(({ service, region, usedBy }) => [service, region, usedBy]),
      [
        ['oidc', CORP.region, [CORP.name, LAB.name]],
        ['portal', CORP.region, [CORP.name, LAB.name]],
        ['signin', 'eu-west-1', []],
      ],
    );
    assert.deepEqual(
      endpoints.map(({ certificates }) => certificates !== undefined),
      [true, true, false],
    );
    const ways = ['first', 'second'];
    assert.deepEqual(
      asked.sort(),
      [
        ...ways.map((way) => `${way} POST https://127.0.0.1:1/oidc/token`),
        ...ways.map((way) => `${way} GET https://127.0.0.1:1/portal/assignment/accounts`),
        ...ways.map((way) => `${way} POST http://127.0.0.1:2/v1/token`),
        `http GET ${CORP.startUrl}`,
        `http GET ${LAB.startUrl}`,
      ].sort(),
    );
    assert.deepEqual(
      portals.map(({ page }) => page && valueOf(page)),
      [{ status: 200 }, { status: 200 }],
    );
    assert.equal(valueOf(otherWindows), 2);
  });

  it('asks an own domain for its portal by one HEAD, and an issuer nothing', async () => {
    const own = { ...CORP, startUrl: 'https://aws.example.com' };
    const issuer = { ...LAB, startUrl: 'https://identitycenter.amazonaws.com/ssoins-1' };
    const location = 'https://ssoins-1.portal.eu-west-1.app.aws/';
    const asked: string[] = [];
    const http: HttpClient = (request) => {
      asked.push(`${request.method} ${request.url}`);
      return Promise.resolve({
        status: 302,
        header: (name) => (name === 'location' ? location : undefined),
        body: '',
      });
    };
    const { facts } = open({}, { http }, { portals: [portal(own), portal(issuer)], consoleRegions: [] });
    const [first, second] = (await facts()).portals;
    assert.deepEqual(asked, [`HEAD ${own.startUrl}`]);
    assert.deepEqual(first?.leadsTo && valueOf(first.leadsTo), {
      startUrl: 'https://ssoins-1.portal.eu-west-1.app.aws',
      region: 'eu-west-1',
    });
    assert.deepEqual([first?.page, second?.page, second?.leadsTo], [undefined, undefined, undefined]);
  });

  it('asks nothing of a portal that only a workspace suggests', async () => {
    const { facts, asked } = open(
      {},
      {},
      {
        portals: [CORP, { ...LAB, startUrl: 'https://aws.example.com' }].map((config) => ({
          ...portal(config),
          isSuggested: true,
        })),
        consoleRegions: [],
      },
    );
    const [suggested, own] = (await facts()).portals;
    assert.deepEqual([suggested?.page, own?.page, own?.leadsTo], [undefined, undefined, undefined]);
    assert.ok(!asked.some((request) => request.includes(CORP.startUrl) || request.includes('example.com')));
  });

  it('asks nobody where there is no session, and checks the rest', async () => {
    const endpoints = () => Promise.reject(new Error('nobody asks'));
    const { facts, asked } = open({ endpoints }, {}, { portals: [], consoleRegions: [] });
    const found = await facts();
    assert.deepEqual([found.endpoints, found.endpointProblems, asked], [[], [], []]);
    assert.equal(valueOf(found.lock).works, true);
    valueOf(found.secrets);
  });

  it('makes a fact of whatever fails', async () => {
    const broken = () => Promise.reject(new Error('broken'));
    const secrets = new MemorySecrets();
    secrets.store = broken;
    const { facts } = open(
      { secrets, otherWindows: { ask: broken } },
      { http: broken, first: broken, second: broken },
    );
    const { endpoints, portals, secrets: stored, otherWindows } = await facts();
    const outcomes = endpoints.flatMap((one) => [one.taken, one.first, one.second, one.proxy]);
    for (const outcome of [...outcomes, stored, otherWindows, ...portals.map(({ page }) => page!)]) {
      assert.throws(() => valueOf<unknown>(outcome), /^Error: broken$/);
    }
    const { sessions: unread } = await open({ subjects: broken }).facts();
    assert.throws(() => valueOf(unread), /broken/);
  });

  it('keeps apart what an address is wrong about, and what the way to it', async () => {
    const { facts } = open({
      endpoints: () =>
        Promise.resolve({ settings: { oidc: 'http://192.0.2.1' }, env: {}, config: { services: {} } }),
    });
    const { endpoints, endpointProblems } = await facts();
    assert.deepEqual(
      [endpoints.map(({ service }) => service), endpointProblems.map(({ service }) => service)],
      [['portal', 'signin'], ['oidc']],
    );
  });

  it('waits for an answer as long as a request may take, and no longer, and says for whom it waits', async () => {
    // One of two that share a host answers.
    const first: HttpClient = (request) => (request.url.endsWith('/oidc/token') ? refusal(request) : never());
    const { facts, reported } = open({}, { first });
    const found = facts();
    await clock().tickAsync(15_999);
    assert.deepEqual(reported.at(-1), ['the response of 127.0.0.1:1', 'the response of 127.0.0.1:2']);
    await clock().tickAsync(1);
    const [oidc, slow] = (await found).endpoints;
    valueOf(oidc!.first);
    assert.throws(() => valueOf(slow!.first), {
      code: 'Network',
      message: /127\.0\.0\.1:1 didn’t respond in time/,
    });
    assert.deepEqual(reported.at(-1), []);
  });

  it('waits for anything else for ten seconds', async () => {
    const { facts, reported } = open({ otherWindows: { ask: never } });
    const found = facts();
    await clock().tickAsync(9_999);
    assert.deepEqual(reported.at(-1), ['the other windows']);
    await clock().tickAsync(1);
    const { otherWindows } = await found;
    assert.throws(() => valueOf<unknown>(otherWindows), /within 10 seconds/);
  });

  it('finds what the second path reaches, though the first has needed all its time to connect', async () => {
    const first: HttpClient = async ({ url }) => {
      await new Promise((resolve) => setTimeout(resolve, 11_000));
      const error = Object.assign(new Error(), { code: 'UND_ERR_CONNECT_TIMEOUT' });
      throw networkError(error, new URL(url).host);
    };
    const { facts } = open({}, { first });
    const found = facts();
    await clock().tickAsync(11_000);
    const { endpoints } = await found;
    assert.equal(endpoints.length, 3);
    for (const { taken, second } of endpoints) {
      assert.equal(valueOf(taken), valueOf(second));
    }
  });

  it('is over at once when it is cancelled, whatever goes on, and reports no more', async () => {
    const { facts, reported, over } = open(
      { otherWindows: { ask: never } },
      { http: never, first: never, second: never },
    );
    const found = facts();
    await clock().tickAsync(100);
    const count = reported.length;
    over.abort(OVER);
    await assert.rejects(found, OVER);
    assert.equal(reported.length, count);
    assert.equal(clock().countTimers(), 0);
  });
});
