/*
 * The hosts of IAM Identity Center, as the AWS CLI 2.36 has them. For the partitions that it leaves out, by the pattern of the
 * others: whatever ends in their DNS suffixes is AWS's own.
 */

/** They name instances of Identity Center. No addresses in the DNS: nothing is fetched from them. */
const ISSUERS: readonly string[] = [
  'identitycenter.amazonaws.com',
  'identitycenter.us-gov.amazonaws.com',
  'identitycenter.amazonaws.com.cn',
  'identitycenter.amazonaws.eu',
  'identitycenter.c2s.ic.gov',
  'identitycenter.sc2s.sgov.gov',
  'identitycenter.csp.hci.ic.gov',
  'identitycenter.cloud.adc-e.uk',
];

/** Whatever is below one of them is a portal. */
const PORTALS: readonly string[] = [
  'awsapps.com',
  'awsapps.cn',
  'app.aws',
  'portal.amazonaws.com',
  'portal.amazonaws.com.cn',
  'app.amazonwebservices.com.cn',
  'portal.amazonaws.eu',
  'portal.c2s.ic.gov',
  'portal.sc2s.sgov.gov',
  'portal.csp.hci.ic.gov',
  'portal.cloud.adc-e.uk',
];

/** The portals that name their region. */
const REGION_IN_HOST: readonly RegExp[] = [
  /^[^.]+\.portal\.([a-z0-9-]+)\.app\.aws$/,
  /^[^.]+\.portal\.([a-z0-9-]+)\.app\.amazonwebservices\.com\.cn$/,
  // Services, and what customers run, are below these as well.
  /^[^.]+\.portal\.([a-z0-9-]+)\.api\.(?:amazonwebservices\.eu|aws\.ic\.gov|aws\.scloud)$/,
  /^[^.]+\.([a-z0-9-]+)\.portal\.(?:amazonaws\.(?:com|com\.cn|eu)|c2s\.ic\.gov|sc2s\.sgov\.gov|csp\.hci\.ic\.gov|cloud\.adc-e\.uk)$/,
];

/** Where the portals of China and GovCloud are at `/directory/{id}`. It may name the region. */
const DIRECTORY = /^start\.(?:([a-z0-9-]+)\.)?(?:us-gov-)?home\.awsapps\.(?:com|cn)$/;

/** The services of a sign-in, and the page where a code is confirmed. By their names, because customers' hosts end alike. */
const SERVICE =
  /^(oidc|portal\.sso|device\.sso|signin)(-fips)?\.[a-z0-9-]+\.(amazonaws\.(com|com\.cn|eu)|api\.aws|api\.amazonwebservices\.(com\.cn|eu)|c2s\.ic\.gov|api\.aws\.ic\.gov|sc2s\.sgov\.gov|api\.aws\.scloud|csp\.hci\.ic\.gov|cloud\.adc-e\.uk)$/;

/** Where people sign in to AWS: the pages that portals and the console lead to. */
const SIGN_IN =
  /(^|\.)signin(-fips)?\.(aws|aws\.amazon\.com|amazonaws\.cn|amazonaws-us-gov\.com|amazonaws-eusc\.eu|c2shome\.ic\.gov|sc2shome\.sgov\.gov|csphome\.hci\.ic\.gov|csphome\.adc-e\.uk)$/;

/** The console, and the pages around it. */
const CONSOLE =
  /(^|\.)(aws\.amazon\.com|amazonaws\.cn|console\.(amazonaws-us-gov\.com|amazonaws-eusc\.eu|c2shome\.ic\.gov|sc2shome\.sgov\.gov|csphome\.hci\.ic\.gov|csphome\.adc-e\.uk))$/;

/** What a host of AWS is: `portals` is one without the id of a portal. */
type AwsHost = 'portal' | 'portals' | 'issuer' | 'service' | 'signIn' | 'console';

/**
 * What a host of AWS is; undefined for all others, such as those of its customers at AWS.
 *
 * @param hostname of a `URL`, so in lower case and, where it is international, in its ASCII form.
 */
export function awsHost(hostname: string): AwsHost | undefined {
  if (ISSUERS.includes(hostname)) {
    return 'issuer';
  }
  if (SERVICE.test(hostname)) {
    return 'service';
  }
  if (SIGN_IN.test(hostname)) {
    return 'signIn';
  }
  if (CONSOLE.test(hostname)) {
    return 'console';
  }
  if (PORTALS.includes(hostname.replace(/^www\./, ''))) {
    return 'portals';
  }
  const isPortal = PORTALS.some((suffix) => hostname.endsWith(`.${suffix}`));
  return isPortal || REGION_IN_HOST.some((pattern) => pattern.test(hostname)) ? 'portal' : undefined;
}

/** Whether the portals of the host are at `/directory/{id}`. */
export function isDirectoryHost(hostname: string): boolean {
  return DIRECTORY.test(hostname);
}

/** What stands for the region in the host of a portal, if anything does. */
export function regionInHost(hostname: string): string | undefined {
  return [...REGION_IN_HOST, DIRECTORY]
    .map((pattern) => pattern.exec(hostname)?.[1])
    .find((region) => region !== undefined);
}
