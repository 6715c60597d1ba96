import { validAccessToken } from '../../state/tokens.ts';
import { jsonAnswer } from '../../wire/answer.ts';
import { StsException } from '../../wire/stsException.ts';
import { signer } from '../signature.ts';
import type { Instance } from '../../instance.ts';
import type { Answer } from '../../wire/answer.ts';
import type { ReceivedRequest } from '../../wire/receivedRequest.ts';

/**
 * ListFoundationModels of the bedrock API, for who signs with role credentials, or sends an access token as a bearer
 * token (RFC 6750 section 2.1). The real service takes API keys of its own for that, but its client is one of the few
 * published ones that can do both.
 */
export function listFoundationModels(instance: Instance, request: ReceivedRequest): Answer {
  if (hasBearerToken(instance, request) || isSigned(instance, request)) {
    return jsonAnswer(200, { modelSummaries: [] });
  }
  const error = 'AccessDeniedException';
  return { ...jsonAnswer(403, { message: 'Authentication failed' }, { 'x-amzn-ErrorType': error }), error };
}

function hasBearerToken({ store, settings }: Instance, { headers }: ReceivedRequest): boolean {
  const [, token = ''] = /^Bearer (.+)$/.exec(headers.authorization ?? '') ?? [];
  return validAccessToken(store, token, settings.clock()) !== undefined;
}

function isSigned(instance: Instance, request: ReceivedRequest): boolean {
  try {
    signer(instance, 'bedrock', request);
    return true;
  } catch (error) {
    if (error instanceof StsException) return false;
    throw error;
  }
}
