import { install } from '@sinonjs/fake-timers';
import { NEVER } from '../../../src/base/never.ts';
import { authorizeInBrowser } from '../../../src/oauth/authorizationCode.ts';
import { REDIRECT_URI } from '../../../src/oauth/loopbackRedirection.ts';
import { authorizeDevice } from '../../../src/oauth/deviceAuthorization.ts';
import type { Client } from '../../../src/aws/services/SsoOidc.ts';
import { authorize } from '../../identity-center/authorize.ts';
import { memoryLog } from '../../unit/support/memoryLog.ts';
import { SeededRandom } from '../../unit/support/seededRandom.ts';
import type { Benchmark, Figure } from '../Figure.ts';
import { DistantService } from './DistantService.ts';
import { pollAsAwsCli } from './pollAsAwsCli.ts';

const SIGN_INS = 200;
/** How long people take, in milliseconds. */
const [SOONEST, LATEST] = [5_000, 25_000];
const SEED = 1;
const SCOPES = ['sso:account:access'];

type Poll = (service: DistantService, client: Client, onCode: (userCode: string) => void) => Promise<unknown>;

const ours: Poll = ({ oidc, instance }, client, onCode) =>
  authorizeDevice(oidc, client, {
    startUrl: instance.settings.startUrl,
    prompt: { show: ({ userCode }) => onCode(userCode), trouble: () => undefined },
    signal: NEVER,
  });

const awsCli: Poll = async ({ oidc, instance }, client, onCode) => {
  const started = await oidc.startDeviceAuthorization(client, instance.settings.startUrl, NEVER);
  onCode(started.userCode);
  await pollAsAwsCli(oidc, client, started);
};

/** How long after the person's approval the token is there. */
export const benchmark: Benchmark = {
  name: 'approval',
  async run(): Promise<readonly Figure[]> {
    const near = { ours: await simulated(ours, 40), awsCli: await simulated(awsCli, 40) };
    const far = { ours: await simulated(ours, 200), awsCli: await simulated(awsCli, 200) };
    const browser = await throughBrowser(40);
    const rule = 'the rule of the AWS CLI';
    const note = `The mean of ${SIGN_INS} sign-ins on a virtual clock, approved at random moments of which one is in each ${SIGN_INS}th of ${(LATEST - SOONEST) / 1000} s; the interval is 1 s, and each message takes 10 % more or less than usual.`;
    return [
      ...[
        { roundTrip: 40, measured: near },
        { roundTrip: 200, measured: far },
      ].flatMap(({ roundTrip, measured }): Figure[] => [
        {
          what: `Approval to token, round trip of ${roundTrip} ms`,
          unit: 'ms',
          ours: measured.ours.mean,
          peer: rule,
          theirs: measured.awsCli.mean,
          target: { atMost: 1.02 },
          note,
        },
        {
          what: `\`slow_down\` from a strict server, round trip of ${roundTrip} ms`,
          unit: 'requests refused',
          ours: measured.ours.slowDowns,
          isAbsolute: true,
          target: { atMost: 0 },
        },
      ]),
      {
        what: 'Approval to token, round trip of 40 ms',
        unit: 'ms',
        ours: near.ours.mean,
        peer: 'the bound interval/2 + RTT/2',
        theirs: 1000 / 2 + 40 / 2,
        target: { atMost: 1.06 },
        note,
      },
      {
        what: 'Approval to token with PKCE, round trip of 40 ms',
        unit: 'ms',
        ours: browser.mean,
        peer: 'the device flow here',
        theirs: near.ours.mean,
        target: { atMost: 0.2 },
        note: 'In real time, with the real server for the callback: the browser hears of the approval half a round trip later.',
      },
      {
        what: 'Round trips between approval and token with PKCE',
        unit: 'round trips',
        ours: browser.roundTrips,
        isAbsolute: true,
        target: { atMost: 2 },
        note: 'That of the browser, which hears where to go back to, and those of the extension.',
      },
    ];
  },
};

/** All at once, on a virtual clock. The mean is in milliseconds. */
async function simulated(poll: Poll, roundTripMs: number): Promise<{ mean: number; slowDowns: number }> {
  const clock = install({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: Date.UTC(2026, 0, 1) });
  try {
    const random = new SeededRandom(SEED);
    const service = new DistantService(roundTripMs, random.next);
    const waits: number[] = [];
    for (let slice = 0; slice < SIGN_INS; slice++) {
      const approval = SOONEST + ((slice + random.next()) / SIGN_INS) * (LATEST - SOONEST);
      void (async () => {
        const client = await service.oidc.registerClient({ clientName: 'x', scopes: SCOPES }, NEVER);
        let approvedAt = NaN;
        await poll(service, client, (userCode) => {
          setTimeout(() => {
            approvedAt = Date.now();
            service.approve(userCode);
          }, approval);
        });
        waits.push(Date.now() - approvedAt);
      })();
    }
    await clock.tickAsync(LATEST + 20_000);
    if (waits.length < SIGN_INS) {
      throw new Error(`Only ${waits.length} of ${SIGN_INS} sign-ins have come to their end.`);
    }
    const slowDowns = service.errors.filter((error) => error === 'slow_down').length;
    return { mean: mean(waits), slowDowns };
  } finally {
    clock.uninstall();
  }
}

/** One after the other, in milliseconds, and the most round trips that one of them took. */
async function throughBrowser(roundTripMs: number): Promise<{ mean: number; roundTrips: number }> {
  const service = new DistantService(roundTripMs, new SeededRandom(SEED).next);
  const client = await service.oidc.registerClient(
    {
      ...{ clientName: 'x', scopes: SCOPES, redirectUris: [REDIRECT_URI] },
      ...{
        grantTypes: ['authorization_code', 'refresh_token'],
        issuerUrl: service.instance.settings.startUrl,
      },
    },
    NEVER,
  );
  const waits: number[] = [];
  let roundTrips = 0;
  for (let signIn = 0; signIn < SIGN_INS; signIn++) {
    let approvedAt = NaN;
    const before = service.requests;
    await authorizeInBrowser(service.oidc, client, {
      ...{ name: 'x', scopes: SCOPES, waiting: NEVER, signal: NEVER, log: memoryLog() },
      prompt: {
        async openBrowser(address) {
          const back = authorize(service.instance, address, 'approved');
          approvedAt = performance.now();
          await service.travel();
          await fetch(back);
        },
        cameBack: () => undefined,
      },
    });
    waits.push(performance.now() - approvedAt);
    roundTrips = Math.max(roundTrips, 1 + service.requests - before);
  }
  return { mean: mean(waits), roundTrips };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
