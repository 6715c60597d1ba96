import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const API_VERSIONS = { sso: '2019-06-10', 'sso-oidc': '2019-06-10', sts: '2011-06-15' } as const;

/**
 * Leads the services to a local address. Versions of the AWS CLI before 2.13 know no variable for that, but read models from
 * the home directory: one whose only rule is that address.
 */
export function redirectOldAwsCli(
  home: string,
  url: string,
  services: readonly (keyof typeof API_VERSIONS)[],
): void {
  const parameter = (builtIn: string, type: string): object => ({
    builtIn,
    type,
    required: false,
    documentation: '',
  });
  const rules = [{ conditions: [], endpoint: { url, properties: {}, headers: {} }, type: 'endpoint' }];
  for (const service of services) {
    const parameters = {
      Region: parameter('AWS::Region', 'String'),
      UseDualStack: parameter('AWS::UseDualStack', 'Boolean'),
      UseFIPS: parameter('AWS::UseFIPS', 'Boolean'),
      Endpoint: parameter('SDK::Endpoint', 'String'),
      ...(service === 'sts'
        ? { UseGlobalEndpoint: parameter('AWS::STS::UseGlobalEndpoint', 'Boolean') }
        : {}),
    };
    const folder = path.join(home, '.aws/models', service, API_VERSIONS[service]);
    mkdirSync(folder, { recursive: true });
    const model = JSON.stringify({ version: '1.0', parameters, rules });
    writeFileSync(path.join(folder, 'endpoint-rule-set-1.json'), model, { mode: 0o600 });
  }
}
