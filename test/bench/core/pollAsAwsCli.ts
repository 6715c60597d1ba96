import {
  type Client,
  type CreateTokenAnswer,
  deviceCodeGrant,
  type SsoOidc,
  type StartDeviceAuthorizationAnswer,
} from '../../../src/aws/services/SsoOidc.ts';
import { isAwsSsoError } from '../../../src/base/errors.ts';
import { NEVER } from '../../../src/base/never.ts';

/** What `slow_down` adds to the interval, in seconds. */
const SLOW_DOWN_S = 5;

/** Polls by the rule of the AWS CLI (`SSOTokenFetcher` of botocore): at once, and then one interval after each reply. */
export async function pollAsAwsCli(
  oidc: SsoOidc,
  client: Client,
  { deviceCode, interval = 5 }: StartDeviceAuthorizationAnswer,
): Promise<CreateTokenAnswer> {
  for (let seconds = interval; ;) {
    try {
      return await oidc.createToken(client, deviceCodeGrant(deviceCode), NEVER);
    } catch (error) {
      const name = isAwsSsoError(error) ? error.service?.name : undefined;
      if (name === 'SlowDownException') {
        seconds += SLOW_DOWN_S;
      } else if (name !== 'AuthorizationPendingException') {
        throw error;
      }
    }
    const ms = seconds * 1000;
    await new Promise((resolve) => setTimeout(resolve, ms));
  }
}
