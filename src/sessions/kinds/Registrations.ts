import { createHash } from 'node:crypto';
import * as v from 'valibot';
import type { Log } from '../../base/Log.ts';
import { within } from '../../base/within.ts';
import { isAwsSsoError } from '../../base/errors.ts';
import type { ClientMetadata, SsoOidc } from '../../aws/services/SsoOidc.ts';
import { REDIRECT_URI } from '../../oauth/loopbackRedirection.ts';
import type { SignInFlow } from '../../oauth/FlowChoice.ts';
import { type DocumentKind, readDocument, writeDocument } from '../store/documents.ts';
import type { SecretStore } from '../store/SecretStore.ts';

/** The name that people see on the page where they approve the sign-in. */
const CLIENT_NAME = 'SSO Sign-in for AWS';

/** A registration that would not outlive the sign-in, with time to spare, is not used for it. */
const REUSE_MARGIN_MS = 15 * 60 * 1000;

/** Somebody waits for the sign-in, and a secret storage may never answer. */
const STORE_PATIENCE_MS = 5_000;

const Registration = v.object({
  clientId: v.string(),
  clientSecret: v.string(),
  /** Epoch milliseconds. */
  expiresAt: v.number(),
});
export type Registration = v.InferOutput<typeof Registration>;

const REGISTRATION: DocumentKind<Registration> = { version: 1, schema: Registration };

/** What a registration is good for. Two sign-ins share one only when all of it is the same. */
interface RegistrationPurpose {
  readonly endpoint: string;
  readonly region: string;
  readonly startUrl: string;
  readonly registrationScopes: readonly string[];
  /** Registered together, the service refuses both, so each flow has its own. */
  readonly flow: SignInFlow;
}

/** This editor's registrations with the service, kept in the secret store until they expire. */
export class Registrations {
  readonly #secrets: SecretStore;
  readonly #log: Log;

  constructor(secrets: SecretStore, log: Log) {
    this.#secrets = secrets;
    this.#log = log;
  }

  /**
   * Does `action` with the stored registration, or with a new one where none is stored that lasts. One that the
   * service no longer accepts is replaced, and the action done again, once.
   *
   * @throws AwsSsoError of RegisterClient, and whatever the action throws.
   */
  async use<Result>(
    oidc: SsoOidc,
    purpose: RegistrationPurpose,
    signal: AbortSignal,
    action: (registration: Registration) => Promise<Result>,
  ): Promise<Result> {
    const stored = await this.#stored(purpose);
    if (stored && stored.expiresAt - REUSE_MARGIN_MS > Date.now()) {
      try {
        return await action(stored);
      } catch (error) {
        if (!isRefused(error)) {
          throw error;
        }
        this.#log.info('The service no longer accepts the registration of this editor: registering anew.');
      }
    }
    return action(await this.#register(oidc, purpose, signal));
  }

  /** Has the next sign-in begin with a new one. */
  async forget(purpose: RegistrationPurpose): Promise<void> {
    try {
      await within(STORE_PATIENCE_MS, this.#secrets.delete(registrationKey(purpose)));
    } catch {
      this.#log.warn('The registration of this editor could not be removed.');
    }
  }

  /** One that cannot be read costs one request, which is no reason to fail. */
  async #stored(purpose: RegistrationPurpose): Promise<Registration | undefined> {
    try {
      const reading = readDocument(this.#secrets, this.#log, registrationKey(purpose), REGISTRATION);
      return (await within(STORE_PATIENCE_MS, reading))?.value;
    } catch {
      this.#log.warn('The registration of this editor could not be read.');
      return undefined;
    }
  }

  async #register(oidc: SsoOidc, purpose: RegistrationPurpose, signal: AbortSignal): Promise<Registration> {
    const metadata = clientMetadata(purpose);
    const { clientId, clientSecret, clientSecretExpiresAt } = await oidc.registerClient(metadata, signal);
    const registration = { clientId, clientSecret, expiresAt: clientSecretExpiresAt * 1000 };
    try {
      const writing = writeDocument(this.#secrets, registrationKey(purpose), REGISTRATION, registration);
      await within(STORE_PATIENCE_MS, writing);
    } catch {
      // It costs the next sign-in one request, which is no reason to fail this one.
      this.#log.warn('The registration of this editor could not be stored.');
    }
    return registration;
  }
}

function clientMetadata({ flow, registrationScopes, startUrl }: RegistrationPurpose): ClientMetadata {
  const metadata = { clientName: CLIENT_NAME, scopes: registrationScopes };
  return flow === 'deviceAuthorization'
    ? metadata
    : {
        ...metadata,
        grantTypes: ['authorization_code', 'refresh_token'],
        redirectUris: [REDIRECT_URI],
        issuerUrl: startUrl,
      };
}

function isRefused(error: unknown): boolean {
  const name = isAwsSsoError(error) ? error.service?.name : undefined;
  return name === 'InvalidClientException' || name === 'UnauthorizedClientException';
}

function registrationKey(purpose: RegistrationPurpose): string {
  const { endpoint, region, startUrl, registrationScopes, flow } = purpose;
  const text = JSON.stringify([endpoint, region, startUrl, registrationScopes, flow]);
  return `registration:${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
}
