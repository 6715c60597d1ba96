import type { EndpointSource, Service } from '../../aws/endpoints/endpoints.ts';
import type { PortalBehind } from '../../aws/services/portalBehind.ts';
import type { ProbeAnswer } from '../../aws/services/probe.ts';
import type { Outcome } from '../../base/Outcome.ts';
import type { ShownCertificates } from '../../http/client/SecondPath.ts';
import type { LockCheck } from '../../sessions/windows/checkLock.ts';
import type { SessionProblems } from '../settings/ConfiguredSessions.ts';

/** A portal to sign in to. */
export interface PortalFacts {
  readonly name: string;
  readonly startUrl: string;
  readonly region: string;
  readonly isSignedIn: boolean;
  /** Absent where the start URL was not asked: nobody has confirmed what a workspace suggests, and an issuer has no page. */
  readonly page?: Outcome<PageAnswer>;
  /** In the place of the page, where the start URL is an organization's own domain. */
  readonly leadsTo?: Outcome<PortalBehind>;
}

/** What the start URL answers. */
export interface PageAnswer {
  readonly status: number;
  /** Where it leads on to. */
  readonly redirectHost?: string;
}

/** An address of AWS, and how it is reached from here. */
export interface EndpointFacts {
  readonly service: Service;
  readonly region: string;
  /** The names of the sessions that need it; none for those of the AWS console. */
  readonly usedBy: readonly string[];
  readonly address: string;
  readonly source: EndpointSource;
  readonly names: Outcome<readonly string[]>;
  /** Of the second path; undefined: it takes none. */
  readonly proxy: Outcome<string | undefined>;
  /** Absent without TLS. */
  readonly certificates?: Outcome<ShownCertificates>;
  /** What a sign-in would get, by the way that works. */
  readonly taken: Outcome<ProbeAnswer>;
  readonly first: Outcome<ProbeAnswer>;
  readonly second: Outcome<ProbeAnswer>;
}

/** An address that cannot be used as it is set. */
export interface EndpointProblem {
  readonly service: Service;
  readonly region: string;
  readonly usedBy: readonly string[];
  readonly error: unknown;
}

/** A name and what it stands for, such as that of a setting. */
export type Entry = readonly [name: string, value: string];

/** All that a diagnosis has found. */
export interface Facts {
  readonly at: Date;
  /** Whether the sessions could be read. */
  readonly sessions: Outcome<void>;
  readonly portals: readonly PortalFacts[];
  readonly endpoints: readonly EndpointFacts[];
  readonly endpointProblems: readonly EndpointProblem[];
  readonly problems: SessionProblems;
  readonly secrets: Outcome<void>;
  /** How many answer. */
  readonly otherWindows: Outcome<number>;
  readonly lock: Outcome<LockCheck>;
  /** Versions, and where all of it runs. */
  readonly versions: readonly Entry[];
  readonly settings: readonly Entry[];
  /** The names of variables that matter. */
  readonly variables: readonly string[];
}
