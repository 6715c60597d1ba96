import { randomUUID } from 'node:crypto';
import { issueAwsCredentials } from '../../state/awsCredentials.ts';
import { StsException } from '../../wire/stsException.ts';
import { signer } from '../signature.ts';
import type { Instance } from '../../instance.ts';
import type { Answer } from '../../wire/answer.ts';
import type { ReceivedRequest } from '../../wire/receivedRequest.ts';

/** Every caller here is a role already, which AWS lets go on for an hour at most ("role chaining"). */
const longestSeconds = 3600;

/** AssumeRole of the sts API, in the query protocol of AWS. */
export function assumeRole(instance: Instance, request: ReceivedRequest): Answer {
  const { store, settings } = instance;
  const caller = signer(instance, 'sts', request);
  const input = new URLSearchParams(request.body);
  const roleArn = matching(input, 'RoleArn', /^arn:[\w-]+:iam::\d{12}:role\/[\x21-\x7e]+$/);
  const sessionName = matching(input, 'RoleSessionName', /^[\w+=,.@-]{2,64}$/);
  const seconds = Number(input.get('DurationSeconds') ?? longestSeconds);
  if (!(seconds >= 900)) invalid('DurationSeconds');
  if (seconds > longestSeconds) {
    throw new StsException(
      'ValidationError',
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    );
  }
  const [, , , , callerAccount = ''] = caller.arn.split(':');
  const role = settings.assumableRoles.find((one) => one.roleArn === roleArn);
  const hasId = role?.externalId === undefined || role.externalId === input.get('ExternalId');
  const isTrusted = role?.trustedAccount === callerAccount && hasId;
  if (!isTrusted) {
    throw new StsException(
      'AccessDenied',
      `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
    );
  }
  const [, partition = '', , , account = ''] = roleArn.split(':');
  const arn = `arn:${partition}:sts::${account}:assumed-role/${roleArn.split('/').at(-1) ?? ''}/${sessionName}`;
  const expiresAt = settings.clock() + seconds * 1000;
  const credentials = issueAwsCredentials(store, { arn, expiresAt });
  const body = `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <AssumeRoleResult>
    <AssumedRoleUser>
      <AssumedRoleId>AROA3XFRBF535PLBIFPI4:${sessionName}</AssumedRoleId>
      <Arn>${arn}</Arn>
    </AssumedRoleUser>
    <Credentials>
      <AccessKeyId>${credentials.accessKeyId}</AccessKeyId>
      <SecretAccessKey>${credentials.secretAccessKey}</SecretAccessKey>
      <SessionToken>${credentials.sessionToken}</SessionToken>
      <Expiration>${new Date(expiresAt).toISOString().replace(/\.\d+/, '')}</Expiration>
    </Credentials>
  </AssumeRoleResult>
  <ResponseMetadata>
    <RequestId>${randomUUID()}</RequestId>
  </ResponseMetadata>
</AssumeRoleResponse>
`;
  return { status: 200, headers: { 'Content-Type': 'text/xml' }, body };
}

function matching(input: URLSearchParams, name: string, pattern: RegExp): string {
  const value = input.get(name) ?? '';
  return pattern.test(value) ? value : invalid(name);
}

function invalid(name: string): never {
  throw new StsException('ValidationError', `1 validation error detected: Value at '${name}' is not valid`);
}
