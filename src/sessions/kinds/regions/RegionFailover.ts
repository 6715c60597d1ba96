import { type AwsSsoError, isAwsSsoError, messageOf, type NetworkFailureKind } from '../../../base/errors.ts';
import type { Log } from '../../../base/Log.ts';
import { regionsOf, type SessionConfig, type Tokens } from '../identityCenter.ts';
import { expectIssuer } from './issuer.ts';
import type { SessionServices } from '../SessionServices.ts';

/** How long a region that doesn't answer comes after the others, in milliseconds. */
const PAUSE_MS = 5 * 60_000;

/** So long a region answers with errors of its servers, in milliseconds, before it counts as one that doesn't answer. */
const FAILING_MS = 30_000;
/** Errors that are further apart, in milliseconds, aren't of one trouble. */
const APART_MS = 2 * 60_000;

/** Failures that may be those of one region. A proxy, a certificate or a sign-in page of the network is in every way. */
const ABSENT: ReadonlySet<NetworkFailureKind> = new Set([
  'name',
  'refused',
  'unreachable',
  'timeout',
  'broken',
]);

type Regions = Pick<SessionConfig, 'region' | 'regions'>;
type Issued = Regions & Pick<Tokens, 'issuer' | 'portalIssuer'>;

/** Something that is done in one region, and in which cases in another. */
export interface RegionalTask<Result> {
  readonly run: (there: SessionServices, region: string) => Promise<Result>;
  /** Whether it may be done again after the region didn't answer: nothing that can be used once may have arrived. */
  readonly mayRepeat: (error: AwsSsoError) => boolean;
  /** Whether a refusal holds. What another region than that of the tokens says about them means nothing. */
  readonly isBelieved: (error: AwsSsoError, there: SessionServices, region: string) => boolean;
}

interface Place {
  readonly region: string;
  readonly there: SessionServices;
}

interface RegionFailoverOptions {
  /** The services of a region. With `hasNext` no request is repeated because of the network: the next region is asked. */
  readonly services: (region: string, hasNext?: boolean) => Promise<SessionServices>;
  readonly log: Log;
}

/**
 * The regions of a session, in which one IAM Identity Center is replicated: the first that answers is used. One that doesn't
 * comes last for a while, but only once another has answered. Where none does, it's the network, and the first one's failure is
 * what people are told.
 */
export class RegionFailover {
  readonly #options: RegionFailoverOptions;
  /** Until when a region comes last, in epoch milliseconds. */
  readonly #paused = new Map<string, number>();
  readonly #failing = new Map<string, { readonly since: number; readonly last: number }>();
  /** Regions that don't know the tokens of another, by both. */
  readonly #strangers = new Set<string>();

  constructor(options: RegionFailoverOptions) {
    this.#options = options;
  }

  /**
   * Does it in the first region that answers.
   *
   * @throws AwsSsoError what a region has said that is believed; else the failure of the session's first region.
   */
  async run<Result>(session: Issued, task: RegionalTask<Result>): Promise<Result> {
    const places = this.#ordered(await this.#places(session), session);
    const failures = new Map<string, AwsSsoError>();
    const refusals = new Map<string, AwsSsoError>();
    for (const [at, { region, there: once }] of places.entries()) {
      const there = at + 1 < places.length ? await this.#options.services(region, true) : once;
      try {
        const result = await task.run(there, region);
        this.#answered(region, failures);
        [...refusals.keys()].forEach((stranger) => this.#strangers.add(pairOf(stranger, session)));
        return result;
      } catch (error) {
        if (!isAwsSsoError(error)) {
          throw error;
        }
        if (this.#isAbsent(region, error) && task.mayRepeat(error)) {
          failures.set(region, error);
        } else if (isRefusal(error) && !task.isBelieved(error, there, region)) {
          this.#options.log.info(`${region} doesn't take it: ${error.message}`);
          refusals.set(region, error);
        } else {
          if (isRefusal(error)) {
            this.#answered(region, failures);
          }
          throw error;
        }
      }
    }
    throw failures.get(session.region) ?? [...failures.values(), ...refusals.values()][0]!;
  }

  /**
   * Makes sure that the tokens were issued in one of the session's regions.
   *
   * @throws AwsSsoError `InvalidRequest`
   */
  async expectIssuer(session: Issued, member: 'issuer' | 'portalIssuer'): Promise<void> {
    const [first, ...others] = await this.#places(session);
    const isOthers = others.some(({ there }) => there[member] === session[member]);
    if (first && !isOthers) {
      expectIssuer(session[member], first.there[member]);
    }
  }

  /** Finds out whether tokens that were issued there are of one of the session's regions. Those that don't say are. */
  async isIssuer(session: Regions, issuer: string | undefined): Promise<boolean> {
    const places = await this.#places(session);
    return issuer === undefined || places.some(({ there }) => there.issuer === issuer);
  }

  /** The regions with addresses of their own. Where an endpoint is set, there's one for all. */
  async #places(session: Regions): Promise<readonly Place[]> {
    const [first = '', ...others] = regionsOf(session);
    const places: Place[] = [{ region: first, there: await this.#options.services(first) }];
    for (const region of others) {
      try {
        const there = await this.#options.services(region);
        if (places.every((place) => place.there.issuer !== there.issuer)) {
          places.push({ region, there });
        }
      } catch (error) {
        this.#options.log.warn(`${region} can't be used: ${messageOf(error)}`);
      }
    }
    return places;
  }

  #ordered(places: readonly Place[], session: Issued): readonly Place[] {
    const now = Date.now();
    const isLater = ({ region }: Place): boolean =>
      (this.#paused.get(region) ?? 0) > now || this.#strangers.has(pairOf(region, session));
    return [...places.filter((place) => !isLater(place)), ...places.filter(isLater)];
  }

  #isAbsent(region: string, { network, service }: AwsSsoError): boolean {
    if (!service || service.status < 500) {
      return network !== undefined && ABSENT.has(network.kind);
    }
    const now = Date.now();
    const before = this.#failing.get(region);
    const since = before && now - before.last <= APART_MS ? before.since : now;
    this.#failing.set(region, { since, last: now });
    return now - since >= FAILING_MS;
  }

  /** The region is there, so what kept the others from answering is theirs, not the network's. */
  #answered(region: string, failures: ReadonlyMap<string, AwsSsoError>): void {
    this.#paused.delete(region);
    this.#failing.delete(region);
    for (const [absent, error] of failures) {
      const until = Date.now() + PAUSE_MS;
      this.#paused.set(absent, until);
      this.#options.log.warn(
        `${absent} doesn't answer, so ${region} is used until ${new Date(until).toISOString()}: ${error.message}`,
      );
    }
  }
}

/** Whether a service has read the request, and done nothing. */
function isRefusal({ service }: AwsSsoError): boolean {
  return service !== undefined && service.status < 500;
}

function pairOf(region: string, { issuer }: Pick<Tokens, 'issuer'>): string {
  return `${region} ${issuer}`;
}
