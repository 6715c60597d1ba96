/** What goes back over HTTP, before the headers that every answer has. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** What went wrong, in the service's own word, for the record of requests. */
  readonly error?: string;
}

export function jsonAnswer(status: number, value: object, headers: Record<string, string> = {}): Answer {
  return { status, headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(value) };
}

export function emptyAnswer(status = 200): Answer {
  return { status, headers: {}, body: '' };
}
