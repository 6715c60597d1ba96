import type { HttpClient } from '../http/HttpClient.ts';
import { serviceError } from './serviceError.ts';

/** The IAM Identity Center portal API, version 2019-06-10. Every method makes one request. */
export class SsoPortal {
  readonly #http: HttpClient;
  readonly #endpoint: string;

  /** @param endpoint the service's address, without a slash at the end. */
  constructor(http: HttpClient, endpoint: string) {
    this.#http = http;
    this.#endpoint = endpoint;
  }

  /**
   * API operation Logout: ends the access token's session at the service.
   *
   * @throws AwsSsoError
   */
  async logout(accessToken: string, signal: AbortSignal): Promise<void> {
    const url = `${this.#endpoint}/logout`;
    const response = await this.#http({
      method: 'POST',
      url,
      headers: { 'x-amz-sso_bearer_token': accessToken },
      signal,
    });
    if (response.status !== 200) {
      throw serviceError(response, new URL(url).host);
    }
  }
}
