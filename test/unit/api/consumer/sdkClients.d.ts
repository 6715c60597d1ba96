/** All clients of the AWS SDK take credentials as this one does. */
declare module '@aws-sdk/client-s3' {
  export { SSOClient as S3Client } from '@aws-sdk/client-sso';
}

declare module '@aws-sdk/client-codecatalyst' {
  import type { TokenIdentity, TokenIdentityProvider } from '@smithy/types';

  export class CodeCatalystClient {
    constructor(options: {
      readonly region?: string;
      readonly token?: TokenIdentity | TokenIdentityProvider;
    });
  }
}
