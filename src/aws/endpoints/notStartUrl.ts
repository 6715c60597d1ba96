import * as l10n from '@vscode/l10n';
import { AwsSsoError } from '../../base/errors.ts';
import { awsHost, isDirectoryHost } from './awsHosts.ts';
import { REGIONS } from './regions.ts';

/** Identity providers: people sign in there, and it is from there that they copied the address. */
const IDENTITY_PROVIDER =
  /(^|\.)(login\.microsoftonline\.(com|us)|login\.partner\.microsoftonline\.cn|login\.live\.com|myapps\.microsoft\.com|myapplications\.microsoft\.com|launcher\.myapps\.microsoft\.com|office\.com|accounts\.google\.com|okta(preview|-emea|-gov)?\.com|oktapreview\.com|onelogin\.com|pingone\.(com|eu|ca|asia)|pingidentity\.com|auth0\.com|jumpcloud\.com|duosecurity\.com|login\.salesforce\.com|my\.salesforce\.com|cloudflareaccess\.com|github\.com|cyberark\.cloud|idaptive\.app|rippling\.com|amazoncognito\.com)$/;

/** The same by its path, where an organization runs it itself: AD FS, SAML, OpenID Connect. */
const SIGN_IN_PATH =
  /\/(adfs\/ls|saml2?(\/|$)|sso\/saml|idp\/(sso|startsso|profile)|oauth2?(\/|$)|openid-connect|protocol\/(saml|openid))/i;

/** What it is that somebody gave in the place of a start URL, where that is plain before it is read as an address. */
export function problemOfText(text: string): string | undefined {
  if (text === '') {
    return l10n.t('Enter the start URL of your AWS access portal.');
  }
  if (text.toLowerCase() in REGIONS) {
    return l10n.t('This is a region. Enter the start URL of your AWS access portal first.');
  }
  if (/^\d{4}[- ]?\d{4}[- ]?\d{4}$/.test(text)) {
    return l10n.t('This is an account ID. Enter the start URL of your AWS access portal.');
  }
  if (/^ssoins-[0-9a-f]+$/i.test(text)) {
    return l10n.t(
      'This is the ID of an IAM Identity Center instance. Enter the start URL of your AWS access portal.',
    );
  }
  if (/^A[KS]IA[A-Z0-9]{16}$/.test(text)) {
    return l10n.t(
      'This is an access key, which a sign-in replaces. Enter the start URL of your AWS access portal.',
    );
  }
  if (/^arn:/i.test(text)) {
    return l10n.t('This is an ARN. Enter the start URL of your AWS access portal.');
  }
  if (/^(mailto:)?[^\s/:@]+@[^\s/:@]+$/i.test(text)) {
    return l10n.t('This is an email address. Enter the start URL of your AWS access portal.');
  }
  return undefined;
}

/** What an address is that cannot be a start URL. */
export function problemOfAddress(url: URL): string | undefined {
  const { hostname, pathname, search } = url;
  const kind = awsHost(hostname);
  if (kind === 'console') {
    return l10n.t('This is an address of the AWS console. Enter the start URL of your AWS access portal.');
  }
  if (kind === 'signIn') {
    return l10n.t('This is a sign-in page of AWS. Enter the start URL of your AWS access portal.');
  }
  if (kind === 'service') {
    return l10n.t('This is an address of an AWS service. Enter the start URL of your AWS access portal.');
  }
  const lacksDirectory = isDirectoryHost(hostname) && !/^\/directory\/[^/]/.test(pathname);
  const lacksInstance = kind === 'issuer' && !/^\/[^/]/.test(pathname);
  if (kind === 'portals' || lacksDirectory || lacksInstance) {
    return l10n.t('The address of your portal is longer: it has an ID or alias besides {0}.', hostname);
  }
  if (kind === undefined && (IDENTITY_PROVIDER.test(hostname) || SIGN_IN_PATH.test(pathname))) {
    return l10n.t(
      'This is a sign-in page of {0}. Enter the start URL of your AWS access portal, where that page leads to.',
      hostname,
    );
  }
  if (search !== '') {
    return l10n.t('A start URL has no query. Leave out “?” and what follows it.');
  }
  return undefined;
}

/** @param sentence one that doesn't quote the text: it may hold a password. */
export function notStartUrl(sentence?: string): AwsSsoError {
  return new AwsSsoError(
    'InvalidRequest',
    sentence ??
      l10n.t(
        'This isn’t a start URL. One looks like https://d-1234567890.awsapps.com/start, or is its ID or alias alone.',
      ),
  );
}
