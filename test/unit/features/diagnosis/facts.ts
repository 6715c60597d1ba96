import { AwsSsoError, type NetworkFailureKind } from '../../../../src/base/errors.ts';
import type { Outcome } from '../../../../src/base/Outcome.ts';
import type { EndpointFacts, Facts, PortalFacts } from '../../../../src/features/diagnosis/Facts.ts';

export function good<Value>(value: Value, ms = 12): Outcome<Value> {
  return { ms, value };
}

export function bad(error: unknown, ms = 12): Outcome<never> {
  return { ms, error };
}

export function network(kind: NetworkFailureKind, message: string): AwsSsoError {
  return new AwsSsoError('Network', message, { network: { kind, maybeSent: false } });
}

const REFUSAL = { status: 400, exception: 'InvalidRequestException', clockOffset: 250 };

/** Not asked, as nobody has confirmed it. */
export const SUGGESTED: PortalFacts = {
  name: 'corp',
  startUrl: 'https://d-1234567890.awsapps.com/start',
  region: 'us-east-1',
  isSignedIn: true,
};

/** Where all is well. */
export const PORTAL: PortalFacts = { ...SUGGESTED, page: good({ status: 200 }) };

export const ENDPOINT: EndpointFacts = {
  service: 'oidc',
  region: 'us-east-1',
  usedBy: ['corp'],
  address: 'https://oidc.us-east-1.amazonaws.com',
  source: 'region',
  names: good(['192.0.2.1', '192.0.2.2']),
  proxy: good(undefined),
  certificates: good({
    chain: [
      certificate('oidc.us-east-1.amazonaws.com', 'Amazon RSA 2048 M02'),
      certificate('Amazon RSA 2048 M02', 'Amazon Root CA 1'),
    ],
  }),
  taken: good(REFUSAL),
  first: good(REFUSAL),
  second: good(REFUSAL),
};

export const FACTS: Facts = {
  at: new Date(Date.UTC(2026, 0, 2, 3, 4, 5)),
  sessions: good(undefined),
  portals: [PORTAL],
  endpoints: [ENDPOINT],
  endpointProblems: [],
  problems: { settings: [], awsConfig: [], file: '' },
  secrets: good(undefined),
  otherWindows: good(1),
  lock: good({ works: true, held: [] }),
  versions: [['Extension', '0.1.0']],
  settings: [['http.proxySupport', 'override']],
  variables: ['AWS_PROFILE', 'HTTPS_PROXY'],
};

/** As if it asked at a time when the clock of this machine was so far ahead. */
export function ahead(ms: number): Partial<EndpointFacts> {
  return { first: good({ ...REFUSAL, clockOffset: ms }) };
}

export function certificate(subject: string, issuer: string) {
  return { subject, issuer, validFrom: new Date(0), validTo: new Date(Date.UTC(2027, 0, 1)) };
}
