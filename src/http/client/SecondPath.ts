import type { HttpClient } from './HttpClient.ts';

/** One certificate of a chain (RFC 5280), as people read it. */
export interface ShownCertificate {
  /** Whom it names: its common name, else its organization, else all of its subject. */
  readonly subject: string;
  /** Who signed it, likewise. */
  readonly issuer: string;
  readonly validFrom: Date;
  readonly validTo: Date;
}

export interface ShownCertificates {
  /** The server's own first, as far as it sent them or they are known here. Never empty. */
  readonly chain: readonly ShownCertificate[];
  /** Why the second path does not trust them, such as `SELF_SIGNED_CERT_IN_CHAIN`; absent when it does. */
  readonly problem?: string;
}

/** The way to AWS that does not lead through the editor's network stack. */
export interface SecondPath {
  readonly http: HttpClient;
  /** The proxy that it takes to an address, without user name and password; undefined: it takes none. */
  readonly proxyFor: (url: string) => string | undefined;
  /**
   * What a server shows, or a proxy in between. Nothing is sent to it.
   *
   * @throws AwsSsoError `Network` when no connection came about; the signal's reason when aborted.
   */
  readonly certificates: (url: string, signal: AbortSignal) => Promise<ShownCertificates>;
  dispose(): void;
}
