import { OidcException } from '../../wire/oidcException.ts';
import type { Instance } from '../../instance.ts';
import type { Client } from '../../state/store.ts';
import type { Input } from '../../wire/input.ts';

/** The client that a request's clientId and clientSecret belong to, as long as its registration lasts. */
export function authenticatedClient({ store, settings }: Instance, input: Input): Client {
  const client = store.clients.get(input.string('clientId'));
  const clientSecret = input.string('clientSecret');
  if (client?.clientSecret !== clientSecret || settings.clock() >= client.expiresAt) {
    throw new OidcException('invalid_client');
  }
  return client;
}
