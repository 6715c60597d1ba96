import type { Signin } from '../../aws/services/Signin.ts';
import { SessionSet, type SessionSetOptions } from '../engine/SessionSet.ts';
import {
  type Console,
  type ConsoleConfig,
  consoleId,
  type ConsoleTokens,
  type SignedInConsole,
} from './console.ts';
import { CONSOLE, refreshConsole } from './consoleRules.ts';
import { expectIssuer } from './regions/issuer.ts';

interface ConsoleSessionsOptions extends Omit<
  SessionSetOptions<Console>,
  'rules' | 'expectIssuer' | 'refresh' | 'logout' | 'configured' | 'loadConfigured'
> {
  /** AWS Sign-In at the address in force. @throws AwsSsoError `InvalidRequest` when that cannot be used. */
  readonly signin: (region: string) => Promise<Signin>;
  /** As `issuerAddress` of AWS Sign-In. */
  readonly issuer: (region: string) => Promise<string>;
  /** Reads the console sessions of the AWS config file, where they are shared with the AWS CLI. Does not reject. */
  readonly profiles: () => Promise<readonly ConsoleConfig[]>;
}

/** The AWS console sessions that this person lets the editor use, by AWS Sign-In. There is nothing to log out at the service. */
export class ConsoleSessions extends SessionSet<Console> {
  readonly #issuer: ConsoleSessionsOptions['issuer'];
  readonly #profiles: { list: readonly ConsoleConfig[]; readonly load: () => Promise<void> };

  constructor(options: ConsoleSessionsOptions) {
    const profiles = {
      list: [] as readonly ConsoleConfig[],
      load: async (): Promise<void> => void (profiles.list = await options.profiles()),
    };
    super({
      ...options,
      rules: CONSOLE,
      configured: () => profiles.list,
      loadConfigured: profiles.load,
      expectIssuer: async ({ issuer, region }) => expectIssuer(issuer, await options.issuer(region)),
      async refresh(session, signal) {
        const issuer = await options.issuer(session.region);
        const renewed = await refreshConsole(await options.signin(session.region), session, signal);
        return session.issuer === undefined ? { ...renewed, issuer } : renewed;
      },
    });
    this.#issuer = options.issuer;
    this.#profiles = profiles;
  }

  /** The sessions of the records, which know the region of the last sign-in, then those of the AWS config file. */
  override known(): readonly ConsoleConfig[] {
    const kept = this.records.kept();
    const ids = new Set(kept.map(consoleId));
    return [...kept, ...this.#profiles.list.filter((config) => !ids.has(consoleId(config)))];
  }

  /** The region of the last sign-in to the session, or, without an ARN, of any. */
  regionOf(arn?: string): string | undefined {
    const records = [...this.records.all()].sort((one, other) => other.revision - one.revision);
    return [...records, ...this.#profiles.list].find((one) => arn === undefined || one.arn === arn)?.region;
  }

  override async add(
    config: ConsoleConfig,
    tokens: ConsoleTokens,
    signal: AbortSignal,
  ): Promise<SignedInConsole> {
    return super.add(config, { ...tokens, issuer: await this.#issuer(config.region) }, signal);
  }

  override async takeShared(): Promise<void> {
    await this.#profiles.load();
    await super.takeShared();
  }
}
