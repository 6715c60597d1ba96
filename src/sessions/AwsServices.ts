import type { AwsFiles } from '../aws/config/AwsFiles.ts';
import type { RoleChain } from '../aws/config/roleChains.ts';
import { configuredEndpoints } from '../aws/endpoints/configuredEndpoints.ts';
import {
  endpoint,
  type EndpointConfiguration,
  foreignEndpoint,
  type ForeignEndpoint,
  isLoopback,
  issuerAddress,
  type Service,
} from '../aws/endpoints/endpoints.ts';
import { stsEndpoint } from '../aws/endpoints/stsEndpoint.ts';
import { portalBehind } from '../aws/services/portalBehind.ts';
import { Retries } from '../aws/services/retries.ts';
import { Signin } from '../aws/services/Signin.ts';
import { SsoOidc } from '../aws/services/SsoOidc.ts';
import { isListing, SsoPortal } from '../aws/services/SsoPortal.ts';
import { Sts } from '../aws/services/Sts.ts';
import type { Log } from '../base/Log.ts';
import type { ClockWatch } from '../http/client/ClockWatch.ts';
import type { HttpClient } from '../http/client/HttpClient.ts';
import { pacedClient } from '../http/client/pacedClient.ts';
import { authorize } from './kinds/authorize.ts';
import type { Registrations } from './kinds/Registrations.ts';
import type { SessionServices } from './kinds/SessionServices.ts';

export interface AwsServicesOptions {
  readonly http: HttpClient;
  readonly clock: ClockWatch;
  /** The addresses that the user's settings name. */
  readonly settings: () => EndpointConfiguration['settings'];
  readonly env: EndpointConfiguration['env'];
  readonly awsFiles: AwsFiles;
  readonly registrations: Registrations;
  readonly log: Log;
}

/** The services of AWS, at the addresses in force when they are asked for. */
export class AwsServices {
  readonly retries = new Retries();
  readonly #options: AwsServicesOptions;
  /** One pace for all sessions of this window. */
  readonly #portalHttp: HttpClient;
  readonly #withoutRetries = new Retries(Math.random, 1);

  constructor(options: AwsServicesOptions) {
    this.#options = options;
    this.#portalHttp = pacedClient(options.http, isListing);
  }

  /** What decides about addresses. @param profile of the AWS config file, instead of that of the environment. */
  readonly endpoints = async (profile?: string): Promise<EndpointConfiguration> => {
    const { settings, env, awsFiles } = this.#options;
    const AWS_PROFILE = profile ?? env['AWS_PROFILE'];
    return {
      settings: settings(),
      env,
      config: await configuredEndpoints(awsFiles, { ...env, AWS_PROFILE }),
    };
  };

  /** The addresses among those of the services which neither AWS nor the user's settings name. */
  readonly foreignEndpoints =
    (...services: Service[]) =>
    async (region: string): Promise<readonly ForeignEndpoint[]> => {
      const configuration = await this.endpoints();
      return services.flatMap((service) => foreignEndpoint(service, region, configuration) ?? []);
    };

  /** The services of a session. @param hasNext whether another region is asked where this one fails: then nothing is repeated. */
  readonly ofSession = async (region: string, hasNext = false): Promise<SessionServices> => {
    const { http, registrations, log } = this.#options;
    const configuration = await this.endpoints();
    const retries = hasNext ? this.#withoutRetries : this.retries;
    const address = endpoint('oidc', region, configuration);
    const oidc = new SsoOidc(http, address, retries);
    const portalHttp = this.#portalHttp;
    return {
      oidc,
      portalBehind: (startUrl, signal) =>
        portalBehind(startUrl, { http, isLoopbackAllowed: isLoopback(new URL(address).hostname) }, signal),
      authorize: (target, prompt, signal) =>
        authorize(target, { oidc, endpoint: address, registrations, prompt, signal, log }),
      issuer: issuerAddress('oidc', region, configuration),
      get portalIssuer() {
        return issuerAddress('portal', region, configuration);
      },
      // Not before it is needed: a sign-in can do without.
      get portal() {
        return new SsoPortal(portalHttp, endpoint('portal', region, configuration), retries);
      },
    };
  };

  readonly signin = async (region: string): Promise<Signin> => {
    const { http, clock } = this.#options;
    return new Signin(http, endpoint('signin', region, await this.endpoints()), this.retries, clock);
  };

  readonly signinIssuer = async (region: string): Promise<string> =>
    issuerAddress('signin', region, await this.endpoints());

  /** For the roles that a profile leads to. */
  readonly sts = async (chain: RoleChain): Promise<Sts> => {
    const { http, clock } = this.#options;
    return new Sts(http, stsEndpoint(chain, await this.endpoints(chain.profile)), this.retries, clock);
  };
}
