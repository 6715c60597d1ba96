/** A role of IAM, and who may assume it: what its trust policy says. */
export interface AssumableRole {
  readonly roleArn: string;
  /** The account of which every role may. */
  readonly trustedAccount: string;
  /** What `sts:ExternalId` has to be, where the trust policy has that condition. */
  readonly externalId?: string;
}

export const defaultAssumableRoles: readonly AssumableRole[] = [
  { roleArn: 'arn:aws:iam::444455556666:role/Deploy', trustedAccount: '111122223333' },
  {
    roleArn: 'arn:aws:iam::777788889999:role/security/Audit',
    trustedAccount: '444455556666',
    externalId: 'audit:1',
  },
];
