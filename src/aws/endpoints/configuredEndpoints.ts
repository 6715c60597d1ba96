import { textOf } from '../config/awsConfig.ts';
import type { AwsFiles } from '../config/AwsFiles.ts';
import type { Environment } from '../config/homeDirectory.ts';
import type { ConfiguredEndpoints } from './endpoints.ts';

/** The services, by the names that the AWS config file uses. */
const CONFIG_NAME = { oidc: 'sso_oidc', portal: 'sso', signin: 'signin', sts: 'sts' } as const;

/**
 * The endpoints that the AWS files name for the profile in force: its `services` section, and its own `endpoint_url`. A
 * file that is missing or cannot be read names none.
 */
export async function configuredEndpoints(files: AwsFiles, env: Environment): Promise<ConfiguredEndpoints> {
  const { config, profiles } = await files.read(env);
  const profile = profiles.get(env['AWS_PROFILE'] || 'default');
  const services = config.services.get(textOf(profile, 'services') ?? '')?.settings;
  const found: ConfiguredEndpoints = { services: {}, ...present('global', textOf(profile, 'endpoint_url')) };
  for (const service of ['oidc', 'portal', 'signin', 'sts'] as const) {
    const nested = services?.get(CONFIG_NAME[service])?.deeper;
    Object.assign(found.services, present(service, textOf(nested, 'endpoint_url')));
  }
  return found;
}

function present<Name extends string>(name: Name, value: string | undefined): Partial<Record<Name, string>> {
  return value ? ({ [name]: value } as Record<Name, string>) : {};
}
