import { jsonAnswer } from '../../wire/answer.ts';
import { Input } from '../../wire/input.ts';
import { OidcException, oidcExceptionAnswer } from '../../wire/oidcException.ts';
import { createToken } from './createToken.ts';
import { createTokenWithIam } from './createTokenWithIam.ts';
import { registerClient } from './registerClient.ts';
import { startDeviceAuthorization } from './startDeviceAuthorization.ts';
import type { Instance } from '../../instance.ts';
import type { Route } from '../../route.ts';

type Operation = (instance: Instance, input: Input) => object;

/** The sso-oidc API: JSON in, JSON out, no signatures. */
export const oidcRoutes: readonly Route[] = [
  route('RegisterClient', '/client/register', registerClient),
  route('StartDeviceAuthorization', '/device_authorization', startDeviceAuthorization),
  route('CreateToken', '/token', createToken),
  {
    ...route('CreateTokenWithIAM', '/token', createTokenWithIam),
    isFor: (query) => query.get('aws_iam') === 't',
  },
];

function route(operation: string, path: string, run: Operation): Route {
  return {
    method: 'POST',
    path,
    operation,
    handle: (instance, { body }) => {
      try {
        return jsonAnswer(200, run(instance, Input.parse(body)));
      } catch (error) {
        if (error instanceof OidcException) return oidcExceptionAnswer(error);
        throw error;
      }
    },
  };
}
