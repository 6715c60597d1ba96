/** What the runner tells the measurement in the extension host, by the environment variable MEASURE. */
export interface Polled {
  /** Of a server whose authority is in the store of the system. */
  readonly trusted: string;
  /** Of one whose authority is only in NODE_EXTRA_CA_CERTS. */
  readonly extra: string;
  /** Where the figures are to be written, as JSON. */
  readonly results: string;
}

/** Milliseconds, unless they are counted. */
export interface Figures {
  readonly client: string;
  readonly firstReply: number;
  /** The fastest of twenty more, one after the other: what else the machine does at the time is no client's cost. */
  readonly laterReply: number;
  /** TLS connections that those calls and the first went over. */
  readonly connections: number;
  /** The same for twenty polls, one and five seconds after each reply. */
  readonly everySecond: number;
  readonly everyFiveSeconds: number;
  /** "works", or the code of the failure, where the authority is only in NODE_EXTRA_CA_CERTS. */
  readonly extra: string;
}
