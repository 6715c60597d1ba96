/** What goes back over HTTP, before the headers that every answer has. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Where in the body the connection breaks, if it is to. */
  readonly breaksOffAt?: number;
  /** Whether it stands for somebody in between, who does not number answers as AWS does. */
  readonly isForeign?: boolean;
  /** Whether each header is sent twice, but for the length, without which there is no answer. */
  readonly isDoubled?: boolean;
  /** What went wrong, in the service's own word, for the record of requests. */
  readonly error?: string;
}

export function jsonAnswer(status: number, value: object, headers: Record<string, string> = {}): Answer {
  return { status, headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(value) };
}

/** RFC 6749 section 1.7. What it carries is for one browser once, and for no cache. */
export function redirectAnswer(location: string): Answer {
  return { status: 302, headers: { Location: location, 'Cache-Control': 'no-store' }, body: '' };
}

export function emptyAnswer(status = 200): Answer {
  return { status, headers: {}, body: '' };
}
