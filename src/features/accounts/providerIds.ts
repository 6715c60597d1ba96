/** Of the authentication providers, as the manifest declares them. */
export const PROVIDER_ID = 'aws-sso';
export const ROLE_PROVIDER_ID = 'aws-sso-role';
export const CONSOLE_PROVIDER_ID = 'aws-signin';
