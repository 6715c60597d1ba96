import type { Log } from '../../base/Log.ts';
import type { CreateTokenAnswer, SsoOidc } from '../../aws/services/SsoOidc.ts';
import { authorizeInBrowser } from '../../oauth/authorizationCode.ts';
import type { BrowserPrompt } from '../../oauth/loopbackRedirection.ts';
import { authorizeDevice, type DevicePrompt } from '../../oauth/deviceAuthorization.ts';
import type { FlowChoice, SignInFlow } from '../../oauth/FlowChoice.ts';
import type { Registration, Registrations } from './Registrations.ts';
import { isIssuer, portalOfPage } from '../../aws/endpoints/startUrl.ts';
import { sessionLabel, type SignInTarget, type Tokens } from './identityCenter.ts';

/** How a person is shown a sign-in, whichever way it goes. */
export interface AuthorizePrompt extends DevicePrompt, BrowserPrompt {
  readonly choice: FlowChoice;
}

interface AuthorizeOptions {
  readonly oidc: SsoOidc;
  /** The address of the service, which a registration is for. */
  readonly endpoint: string;
  readonly registrations: Registrations;
  readonly prompt: AuthorizePrompt;
  readonly signal: AbortSignal;
  readonly log: Log;
}

/**
 * Gets tokens for the session from a person, the way that they have chosen. When they change their mind, it goes on the
 * other way, and likewise with a device code where no browser can come back.
 *
 * @throws AwsSsoError as `authorizeDevice`, `authorizeInBrowser` and `Registrations.use`.
 */
export async function authorize(
  target: SignInTarget,
  { oidc, endpoint, registrations, prompt, signal, log }: AuthorizeOptions,
): Promise<Tokens> {
  const { name, region, registrationScopes } = target;
  const startUrl = target.portal ?? target.startUrl;
  const { choice } = prompt;
  const label = sessionLabel(target);
  let { portal } = target;
  const devicePrompt: DevicePrompt = {
    show(code) {
      if (isIssuer(startUrl)) {
        portal = portalOfPage(code.verificationUri) ?? portal;
      }
      prompt.show(code);
    },
    trouble: (error) => prompt.trouble(error),
  };
  log.info(`Signing in to ${label}: start URL ${startUrl}, region ${region}, at ${endpoint}.`);

  async function by(flow: SignInFlow, changed: AbortSignal): Promise<Tokens | undefined> {
    const purpose = { endpoint, region, startUrl, registrationScopes, flow };
    const waiting = AbortSignal.any([signal, changed]);
    const ask = async (registration: Registration): Promise<Tokens | undefined> => {
      const token =
        flow === 'deviceAuthorization'
          ? await authorizeDevice(oidc, registration, { startUrl, prompt: devicePrompt, signal: waiting })
          : await authorizeInBrowser(oidc, registration, {
              name,
              scopes: registrationScopes,
              prompt,
              waiting,
              signal,
              log,
            });
      return token && { ...tokensOf(token, registration), ...(portal === undefined ? {} : { portal }) };
    };
    try {
      return await registrations.use(oidc, purpose, waiting, ask);
    } catch (error) {
      if (flow === 'authorizationCode') {
        // It may be the registration: the page refuses one that the service has forgotten, and tells only the person.
        // Nobody waits for that, least of all who has cancelled.
        void registrations.forget(purpose);
      }
      throw error;
    }
  }

  for (;;) {
    const { flow, changed } = choice;
    try {
      const tokens = await by(flow, changed);
      if (tokens) {
        return tokens;
      }
      choice.use('deviceAuthorization');
    } catch (error) {
      if (signal.aborted || !changed.aborted) {
        throw error;
      }
    }
    log.info(`Going on with ${choice.flow}.`);
  }
}

function tokensOf(token: CreateTokenAnswer, registration: Registration): Tokens {
  const receivedAt = Date.now();
  return {
    accessToken: token.accessToken,
    receivedAt,
    expiresAt: receivedAt + token.expiresIn * 1000,
    ...(token.refreshToken ? { refreshToken: token.refreshToken } : {}),
    clientId: registration.clientId,
    clientSecret: registration.clientSecret,
    registrationExpiresAt: registration.expiresAt,
  };
}
