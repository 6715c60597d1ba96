/** The extension that this package talks to. */
export const EXTENSION_ID = 'sso-signin.aws-sso';
