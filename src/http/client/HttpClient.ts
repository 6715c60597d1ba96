export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Aborting it ends the request at once. */
  readonly signal?: AbortSignal;
}

export interface HttpResponse {
  readonly status: number;
  /** Looks a header up, in any case. */
  readonly header: (name: string) => string | undefined;
  readonly body: string;
}

/**
 * The port through which everything leaves this machine. Resolves with any HTTP answer, whatever its status.
 *
 * @throws AwsSsoError `Network` when no complete answer came; the signal's reason when the caller aborted.
 */
export type HttpClient = (request: HttpRequest) => Promise<HttpResponse>;
