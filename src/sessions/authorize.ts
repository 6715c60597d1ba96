import type { Log } from '../base/Log.ts';
import { authorizeDevice, type DevicePrompt } from '../signIn/deviceAuthorization.ts';
import type { SsoOidc } from '../aws/SsoOidc.ts';
import type { Registrations } from './Registrations.ts';
import { type SessionConfig, sessionLabel, type Tokens } from './SsoSession.ts';

/**
 * Gets tokens for the session from a person, by device authorization.
 *
 * @throws AwsSsoError as `authorizeDevice` and `Registrations.use`.
 */
export async function authorize(
  oidc: SsoOidc,
  endpoint: string,
  registrations: Registrations,
  { startUrl, region, registrationScopes, ...session }: SessionConfig,
  prompt: DevicePrompt,
  signal: AbortSignal,
  log: Log,
): Promise<Tokens> {
  const label = sessionLabel({ startUrl, ...session });
  log.info(`Signing in to ${label}: start URL ${startUrl}, region ${region}, at ${endpoint}.`);
  const purpose = { endpoint, region, startUrl, registrationScopes, flow: 'deviceAuthorization' } as const;
  return registrations.use(oidc, purpose, signal, async (registration) => {
    const token = await authorizeDevice(oidc, registration, startUrl, prompt, signal);
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
  });
}
