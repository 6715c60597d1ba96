import { parseArgs } from 'node:util';
import { madeUpAccounts, startIdentityCenter } from './server.ts';
import type { IdentityCenterOptions } from './server.ts';

const usage = `Usage: npm run identity-center -- [options]

Serves a local stand-in for AWS IAM Identity Center on 127.0.0.1 and prints one line of JSON when it listens.

  --port N                     the port to listen on; 0 takes a free one (default 0)
  --base-url URL               the address that clients know it by, where a proxy stands between
  --start-url URL              the start URL it answers to (default https://d-1234567890.awsapps.com/start)
  --region NAME                the region it stands for (default us-east-1)

  --interval S                 seconds between two polls for a token (default 1)
  --device-code-lifetime S     seconds a device code is good for (default 600)
  --code-lifetime S            seconds an authorization code is good for (default 60)
  --access-token-lifetime S    seconds an access token is good for (default 3600; of AWS Sign-In at most 900)
  --session-lifetime S         seconds until a person has to sign in again (default 28800)
  --refresh-token-grace S      seconds a refresh token works on while its successor is unused (default 0)
  --role-lifetime S            seconds role credentials are good for (default 3600)

  --accounts N                 made-up accounts with five roles each, instead of the usual handful
  --portal-rate N              calls of the portal in a second, above which it answers 429 (default: no limit)
  --help                       this text

The pages people see: /device, /authorize (sso-oidc) and /v1/authorize (AWS Sign-In).
`;

class UsageError extends Error {}

function readOptions(args: string[]): IdentityCenterOptions | 'help' {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string' },
      interval: { type: 'string' },
      'device-code-lifetime': { type: 'string' },
      'code-lifetime': { type: 'string' },
      'access-token-lifetime': { type: 'string' },
      'session-lifetime': { type: 'string' },
      'refresh-token-grace': { type: 'string' },
      'role-lifetime': { type: 'string' },
      accounts: { type: 'string' },
      'portal-rate': { type: 'string' },
      'base-url': { type: 'string' },
      'start-url': { type: 'string' },
      region: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return 'help';

  const number = (name: Exclude<keyof typeof values, 'help'>, least: number, most: number) => {
    const text = values[name];
    if (text === undefined) return undefined;
    const value = /^\d+$/.test(text) ? Number(text) : NaN;
    if (value >= least && value <= most) return value;
    throw new UsageError(`--${name} takes a whole number from ${least} to ${most}, not '${text}'`);
  };
  const text = (name: 'base-url' | 'start-url' | 'region', form: RegExp, meaning: string) => {
    const value = values[name];
    if (value === undefined || form.test(value)) return value;
    throw new UsageError(`--${name} takes ${meaning}, not '${value}'`);
  };
  const seconds = (name: Exclude<keyof typeof values, 'help'>, least = 1) =>
    number(name, least, 90 * 24 * 3600);

  const accounts = number('accounts', 0, 100_000);

  return given({
    port: number('port', 0, 65_535),
    interval: seconds('interval'),
    deviceCodeLifetime: seconds('device-code-lifetime'),
    accessTokenLifetime: seconds('access-token-lifetime'),
    authorizationCodeLifetime: seconds('code-lifetime'),
    sessionLifetime: seconds('session-lifetime'),
    refreshTokenGrace: seconds('refresh-token-grace', 0),
    roleCredentialsLifetime: seconds('role-lifetime'),
    accounts: accounts === undefined ? undefined : madeUpAccounts(accounts),
    portalCallsPerSecond: number('portal-rate', 1, 1_000_000),
    baseUrl: text('base-url', /^https?:\/\/[^\s?#]+$/, 'an http or https URL without a query'),
    startUrl: text('start-url', /^https:\/\/[^\s/]+(\/\S*)?$/, 'an https URL'),
    region: text('region', /^[a-z]{2,}(-[a-z]+)+-\d+$/, 'a region name such as us-east-1'),
  });
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function given<T extends object>(values: T): Given<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Given<T>;
}

function isUsageError(error: unknown): error is Error {
  if (error instanceof UsageError) return true;
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

function sentence(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { code } = error as NodeJS.ErrnoException;
  return code === 'EADDRINUSE' ? 'The port is taken; --port 0 takes a free one' : error.message;
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') return void process.stdout.write(usage);

  const center = await startIdentityCenter(options);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void center.stop());
  const { oidc, portal, signin, startUrl, region } = center;
  console.log(JSON.stringify({ ready: true, oidc, portal, signin, startUrl, region }));
}

try {
  await main();
} catch (error) {
  console.error(sentence(error));
  if (isUsageError(error)) console.error('--help lists the options');
  process.exitCode = isUsageError(error) ? 2 : 1;
}
