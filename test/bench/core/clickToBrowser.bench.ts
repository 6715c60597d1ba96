import { Retries } from '../../../src/aws/services/retries.ts';
import { SsoOidc } from '../../../src/aws/services/SsoOidc.ts';
import { fetchClient } from '../../../src/http/client/fetchClient.ts';
import { authorize } from '../../../src/sessions/kinds/authorize.ts';
import { Registrations } from '../../../src/sessions/kinds/Registrations.ts';
import type { SignInPrompt } from '../../../src/sessions/kinds/SharedSignIn.ts';
import { FlowChoice, type SignInFlow } from '../../../src/oauth/FlowChoice.ts';
import { Home } from '../../conformance/support/home.ts';
import { type AwsCli, installedAwsCli } from '../../conformance/support/installedClients.ts';
import { loginArguments, runAwsCli } from '../../conformance/support/runAwsCli.ts';
import { waitFor } from '../../editor/waitFor.ts';
import { type IdentityCenter, startIdentityCenter } from '../../identity-center/server.ts';
import { blindPrompt } from '../../unit/support/blindPrompt.ts';
import { memoryLog } from '../../unit/support/memoryLog.ts';
import { MemorySecrets } from '../../unit/support/MemorySecrets.ts';
import type { Benchmark, Figure } from '../Figure.ts';

/** How often the service is asked before the address for the browser is known, once a client is registered. */
export const benchmark: Benchmark = {
  name: 'click-to-browser',
  async run(): Promise<readonly Figure[]> {
    const center = await startIdentityCenter();
    try {
      const deviceCode = await byExtension(center, 'deviceAuthorization');
      const pkce = await byExtension(center, 'authorizationCode');
      const cli = installedAwsCli();
      const theirs = cli && (await byAwsCli(center, cli));
      const peer = cli && theirs !== undefined ? { peer: `AWS CLI ${cli.version}`, theirs } : {};
      const what = 'Click to browser, registration cached';
      const unit = 'round trips';
      return [
        { what, unit, ours: deviceCode, isAbsolute: true, target: { atMost: 1 } },
        {
          ...{ what, unit, ours: deviceCode, ...peer, target: { atMost: 0.5 } },
          note: cli
            ? 'Requests until the address is known, by the records of the local Identity Center. With a cached registration the AWS CLI asks once as well, and a device code cannot be had with less (RFC 8628 section 3.1).'
            : 'There is no AWS CLI, version 2, on this machine.',
        },
        { ...{ what: `${what}, with PKCE`, unit, ours: pkce, ...peer, target: { atMost: 0.5 } } },
      ];
    } finally {
      await center.stop();
    }
  },
};

async function byExtension(center: IdentityCenter, flow: SignInFlow): Promise<number> {
  const log = memoryLog();
  const oidc = new SsoOidc(fetchClient(), center.oidc, new Retries());
  const registrations = new Registrations(new MemorySecrets(), log);
  const { startUrl, region } = center;
  const config = { name: 'corp', startUrl, region, registrationScopes: ['sso:account:access'] };
  const signIn = async (): Promise<number> => {
    const before = center.requests.length;
    let asked = NaN;
    const prompt: SignInPrompt = {
      ...blindPrompt(),
      choice: new FlowChoice(flow),
      show: ({ userCode }) => {
        asked = center.requests.length - before;
        center.approve(userCode);
      },
      openBrowser: async (address) => {
        asked = center.requests.length - before;
        await fetch(center.authorize(address));
      },
    };
    await authorize(config, {
      oidc,
      endpoint: center.oidc,
      registrations,
      prompt,
      signal: new AbortController().signal,
      log,
    });
    return asked;
  };
  await signIn();
  return signIn();
}

async function byAwsCli(center: IdentityCenter, cli: AwsCli): Promise<number> {
  const home = new Home(center);
  home.redirectOldAwsCli(center);
  try {
    const signIn = async (): Promise<number> => {
      const before = center.requests.length;
      let asked = NaN;
      const { code, stderr } = await runAwsCli(cli, home, center, loginArguments(cli), async () => {
        // What it asks after the address is known, it polls with.
        const userCode = await waitFor('the user code', () => center.pendingUserCodes[0], { seconds: 30 });
        asked = center.requests.slice(before).filter(({ operation }) => operation !== 'CreateToken').length;
        center.approve(userCode);
      });
      if (code !== 0) {
        throw new Error(`The AWS CLI has ended with ${code}: ${stderr}`);
      }
      return asked;
    };
    await signIn();
    return await signIn();
  } finally {
    home.remove();
  }
}
