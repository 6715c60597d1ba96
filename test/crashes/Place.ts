import path from 'node:path';
import { SsoCache } from '../../src/aws/cache/SsoCache.ts';
import { WrittenFiles } from '../../src/aws/cache/WrittenFiles.ts';
import { AwsFiles } from '../../src/aws/config/AwsFiles.ts';
import type { Log } from '../../src/base/Log.ts';
import { ClockWatch } from '../../src/http/client/ClockWatch.ts';
import { fetchClient } from '../../src/http/client/fetchClient.ts';
import { observedClient } from '../../src/http/client/observedClient.ts';
import { FlowChoice } from '../../src/oauth/FlowChoice.ts';
import { AwsServices } from '../../src/sessions/AwsServices.ts';
import { IdentityCenterSessions } from '../../src/sessions/kinds/IdentityCenterSessions.ts';
import { Registrations } from '../../src/sessions/kinds/Registrations.ts';
import { ssoCacheFiles } from '../../src/sessions/kinds/ssoCacheFiles.ts';
import { AccountDirectory } from '../../src/sessions/portal/AccountDirectory.ts';
import { portalAccess } from '../../src/sessions/portal/portalAccess.ts';
import { FileLock } from '../../src/sessions/windows/FileLock.ts';
import { CORP } from '../faults/World.ts';
import { FileSecrets } from './FileSecrets.ts';

/** The core of one window as `main.ts` puts it together, over a folder that holds whatever outlives it. */
export class Place {
  readonly secrets: FileSecrets;
  readonly sessions: IdentityCenterSessions;
  readonly directory: AccountDirectory;
  /** The AWS config file of the person. */
  readonly configFile: string;
  /** Where the AWS CLI keeps tokens. */
  readonly cacheDirectory: string;
  readonly #approve: (userCode: string) => void;

  /** @param url of the local Identity Center. @param approve what the person does with a code. */
  constructor(folder: string, url: string, approve: (userCode: string) => void, log: Log) {
    const env = { HOME: path.join(folder, 'home'), USERPROFILE: path.join(folder, 'home') };
    this.configFile = path.join(env.HOME, '.aws/config');
    this.#approve = approve;
    this.secrets = new FileSecrets(path.join(folder, 'secrets'));
    const clock = new ClockWatch(log);
    const registrations = new Registrations(this.secrets, log);
    const aws = new AwsServices({
      http: observedClient(fetchClient(), log, clock),
      ...{ clock, env, registrations, log },
      awsFiles: new AwsFiles(),
      settings: () => ({ oidc: url, portal: url, signin: url }),
    });
    const cache = new SsoCache(env, new WrittenFiles(path.join(folder, 'storage/written')));
    this.cacheDirectory = cache.directory;
    this.sessions = new IdentityCenterSessions({
      secrets: this.secrets,
      lock: new FileLock(path.join(folder, 'storage/locks'), log),
      otherWindows: { ask: () => Promise.resolve([]) },
      sharing: {
        isOn: () => true,
        cache,
        files: ssoCacheFiles(cache, ({ name, startUrl, region, registrationScopes }) => [
          { sessionName: name, startUrl, region, scopes: registrationScopes },
        ]),
      },
      services: aws.ofSession,
      configured: () => [CORP],
      loadConfigured: () => Promise.resolve(),
      onChange: () => undefined,
      onEnded: () => undefined,
      log,
    });
    this.directory = new AccountDirectory(portalAccess(this.sessions));
  }

  async signIn(): Promise<void> {
    const prompt = {
      choice: new FlowChoice('deviceAuthorization'),
      show: ({ userCode }: { userCode: string }) => this.#approve(userCode),
      trouble: () => undefined,
      openBrowser: () => Promise.resolve(),
      cameBack: () => undefined,
      waiting: () => undefined,
    };
    await this.sessions.signIn(CORP, prompt, AbortSignal.timeout(20_000));
  }
}
