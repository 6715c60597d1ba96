import { newDeviceCode, newUserCode } from '../../state/identifiers.ts';
import { issue } from '../../state/store.ts';
import { mayUse } from '../../state/tokens.ts';
import { OidcException } from '../../wire/oidcException.ts';
import { authenticatedClient } from './authenticatedClient.ts';
import { deviceCodeGrant } from './deviceCodeGrant.ts';
import { isStartUrl } from './startUrl.ts';
import type { Instance } from '../../instance.ts';
import type { Input } from '../../wire/input.ts';

/** RFC 8628 section 3.2, when the answer has no `interval`. */
const unstatedInterval = 5;

/** StartDeviceAuthorization of the sso-oidc API. */
export function startDeviceAuthorization(instance: Instance, input: Input): object {
  const { store, settings, origin } = instance;
  const startUrl = input.string('startUrl');
  const client = authenticatedClient(instance, input);
  if (!mayUse(client, deviceCodeGrant)) throw new OidcException('unauthorized_client');
  if (!isStartUrl(settings, startUrl)) {
    throw new OidcException('invalid_request', 'Invalid start url provided');
  }

  const now = settings.clock();
  const deviceCode = issue(store, newDeviceCode());
  const userCode = newUserCode();
  store.deviceAuthorizations.set(deviceCode, {
    deviceCode,
    userCode,
    client,
    expiresAt: now + settings.deviceCodeLifetime * 1000,
    decision: 'pending',
    redeemed: false,
    interval: settings.interval ?? unstatedInterval,
    answeredAt: undefined,
  });
  const { verificationUri, verificationUriComplete } = settings.verificationUri(origin, userCode);
  return {
    deviceCode,
    expiresIn: settings.deviceCodeLifetime,
    ...(settings.interval === null ? {} : { interval: settings.interval }),
    userCode,
    verificationUri,
    verificationUriComplete,
  };
}
