import { createHash, randomUUID } from 'node:crypto';
import { StsException } from '../../wire/stsException.ts';
import { signer } from '../signature.ts';
import type { Instance } from '../../instance.ts';
import type { Answer } from '../../wire/answer.ts';
import type { ReceivedRequest } from '../../wire/receivedRequest.ts';

/** GetCallerIdentity of the sts API, in the query protocol of AWS. */
export function getCallerIdentity(instance: Instance, request: ReceivedRequest): Answer {
  if (new URLSearchParams(request.body).get('Action') !== 'GetCallerIdentity') {
    throw new StsException('InvalidAction');
  }
  const { arn } = signer(instance, 'sts', request);
  const [, , , , account = '', resource = ''] = arn.split(':');
  const body = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <GetCallerIdentityResult>
    <Arn>${arn}</Arn>
    <UserId>${userId(resource)}</UserId>
    <Account>${account}</Account>
  </GetCallerIdentityResult>
  <ResponseMetadata>
    <RequestId>${randomUUID()}</RequestId>
  </ResponseMetadata>
</GetCallerIdentityResponse>
`;
  return { status: 200, headers: { 'Content-Type': 'text/xml' }, body };
}

/** The same for the same user or role. That of a role goes with the name of its session. */
function userId(resource: string): string {
  const [kind, name = '', session] = resource.split('/');
  const unique = createHash('sha256').update(name).digest('hex').slice(0, 17).toUpperCase();
  return kind === 'assumed-role' ? `AROA${unique}:${session ?? ''}` : `AIDA${unique}`;
}
