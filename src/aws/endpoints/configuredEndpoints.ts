import type { ConfiguredEndpoints } from './endpoints.ts';

/** The services of a sign-in, by the names that the AWS config file uses. */
const CONFIG_NAME = { oidc: 'sso_oidc', portal: 'sso', signin: 'signin' } as const;

/**
 * The endpoints that the AWS config file names for the profile in force: its `services` section, and its own
 * `endpoint_url`. A file that is missing or cannot be read names none.
 */
export async function configuredEndpoints(
  env: Readonly<Record<string, string | undefined>>,
): Promise<ConfiguredEndpoints> {
  // Loaded when the first sign-in needs it, not at start-up.
  const { loadSharedConfigFiles } = await import('@smithy/shared-ini-file-loader');
  // It would keep the first reading for as long as the editor runs.
  const files = await loadSharedConfigFiles({ ignoreCache: true }).catch(() => undefined);
  const profile = files?.configFile[env['AWS_PROFILE'] || 'default'];
  const services = files?.configFile[`services.${profile?.['services'] ?? ''}`];
  const found: ConfiguredEndpoints = { services: {}, ...present('global', profile?.['endpoint_url']) };
  for (const service of ['oidc', 'portal', 'signin'] as const) {
    Object.assign(found.services, present(service, services?.[`${CONFIG_NAME[service]}.endpoint_url`]));
  }
  return found;
}

function present<Name extends string>(name: Name, value: string | undefined): Partial<Record<Name, string>> {
  return value ? ({ [name]: value } as Record<Name, string>) : {};
}
