import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { endpoint, type Service } from '../../src/aws/endpoints/endpoints.ts';
import { Retries } from '../../src/aws/services/retries.ts';
import { SsoOidc } from '../../src/aws/services/SsoOidc.ts';

type Variant = 'plain' | 'fips' | 'dualstack' | 'fips_dualstack';

/** What the endpoint rules of botocore 1.43.11 give, and the newer rules of the AWS CLI 2.36 where they differ. */
type Row = { service: string; region: string } & Record<Variant, string | null>;

const SERVICES: Record<string, Service> = { 'sso-oidc': 'oidc', sso: 'portal', signin: 'signin' };

const VARIANTS: Record<Variant, Record<string, string>> = {
  plain: {},
  fips: { AWS_USE_FIPS_ENDPOINT: 'true' },
  dualstack: { AWS_USE_DUALSTACK_ENDPOINT: 'true' },
  fips_dualstack: { AWS_USE_FIPS_ENDPOINT: 'true', AWS_USE_DUALSTACK_ENDPOINT: 'true' },
};

/** Plain hosts of sign-in that newer rules have moved to domains of its own. */
const NEWER: Record<string, string> = {
  'us-iso-east-1': 'us-iso-east-1.signin.c2shome.ic.gov',
  'us-isob-east-1': 'us-isob-east-1.signin.sc2shome.sgov.gov',
  'us-isof-south-1': 'us-isof-south-1.signin.csphome.hci.ic.gov',
  'eu-isoe-west-1': 'eu-isoe-west-1.signin.csphome.adc-e.uk',
  'eusc-de-east-1': 'eusc-de-east-1.signin.amazonaws-eusc.eu',
};

/** The same for FIPS. */
const NEWER_FIPS: Record<string, string> = {
  'us-gov-west-1': 'signin-fips.amazonaws-us-gov.com',
  'us-gov-east-1': 'us-gov-east-1.signin-fips.amazonaws-us-gov.com',
};

const REQUEST = {
  clientId: 'c',
  redirectUri: 'http://127.0.0.1:1/',
  state: 's',
  codeChallenge: 'x',
  scopes: [],
};

/** Where a browser is sent when the service is at that address. */
function authorizePage(address: string): string {
  const nobody = () => Promise.reject(new Error('Nobody is asked.'));
  return new SsoOidc(nobody, address, new Retries()).authorizationAddress(REQUEST).replace(/\?.*/, '');
}

const rows = JSON.parse(
  readFileSync(path.join(import.meta.dirname, 'vectors/endpoints.json'), 'utf8'),
) as Row[];

describe('Endpoints, as the rules of the SDKs compute them', () => {
  for (const row of rows) {
    for (const variant of Object.keys(VARIANTS) as Variant[]) {
      const service = SERVICES[row.service]!;
      const newest = { plain: NEWER, fips: NEWER_FIPS }[variant as string] ?? {};
      const newer = service === 'signin' ? newest[row.region] : undefined;
      const host = newer ?? row[variant];
      it(`${service} ${row.region} ${variant}: ${host ?? 'none'}`, () => {
        const compute = () =>
          endpoint(service, row.region, { settings: {}, env: VARIANTS[variant], config: { services: {} } });
        if (host === null) {
          assert.throws(compute, { code: 'InvalidRequest', message: /dual-stack/ });
        } else {
          assert.equal(compute(), `https://${host}`);
        }
      });
      if (service === 'oidc' && host !== null) {
        it(`${service} ${row.region} ${variant}: the page where a person approves`, () => {
          const configuration = { settings: {}, env: VARIANTS[variant], config: { services: {} } };
          const address = endpoint(service, row.region, configuration);
          assert.equal(authorizePage(address), `https://${host}/authorize`);
        });
      }
    }
  }
});
