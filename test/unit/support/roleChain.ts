import type { RoleChain } from '../../../src/aws/config/roleChains.ts';

/** Chains as they are where no profile has one. */
export const NO_CHAINS = {
  list: () => Promise.resolve({ chains: [], refused: [] }),
  find: () => Promise.resolve(undefined),
};

/** A role over a role of CORP. */
export const DEPLOY_CHAIN: RoleChain = {
  profile: 'deploy',
  accountId: '444455556666',
  roleName: 'Deploy',
  base: { startUrl: 'https://d-1234567890.awsapps.com/start', accountId: '111122223333', roleName: 'Hub' },
  links: [{ roleArn: 'arn:aws:iam::444455556666:role/Deploy' }],
  region: 'eu-west-1',
  ssoRegion: 'us-east-1',
  isLegacyEndpoint: false,
};
