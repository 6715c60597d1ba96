import * as l10n from '@vscode/l10n';
import {
  endpoint,
  type EndpointConfiguration,
  endpointSource,
  isLoopback,
  type Service,
} from '../../aws/endpoints/endpoints.ts';
import { isIssuer, isOwnDomain } from '../../aws/endpoints/startUrl.ts';
import { type PortalBehind, portalBehind } from '../../aws/services/portalBehind.ts';
import { probe } from '../../aws/services/probe.ts';
import { AwsSsoError } from '../../base/errors.ts';
import type { Log } from '../../base/Log.ts';
import { type Outcome, outcomeOf, valueOf } from '../../base/Outcome.ts';
import { lookUp } from '../../http/fallback/lookUp.ts';
import type { NetworkPaths } from '../../http/client/NetworkPaths.ts';
import { networkError } from '../../http/failures/networkError.ts';
import { checkLock } from '../../sessions/windows/checkLock.ts';
import { checkSecrets } from '../../sessions/store/checkSecrets.ts';
import type { OtherWindows } from '../../sessions/windows/OtherWindows.ts';
import type { SecretStore } from '../../sessions/store/SecretStore.ts';
import type { SessionConfig } from '../../sessions/kinds/identityCenter.ts';
import type { SessionProblems } from '../settings/ConfiguredSessions.ts';
import type { EndpointFacts, EndpointProblem, Entry, Facts, PageAnswer, PortalFacts } from './Facts.ts';
import { takenOf } from './takenOf.ts';

/** How long a check may take, in milliseconds. */
const CHECK_MS = 10_000;
/** How long one of an answer may: longer than a path gives a request, so that it is the path that says what it failed for. */
const ANSWER_MS = 16_000;

/** What is to be looked at. */
export interface Subjects {
  readonly portals: readonly (SessionConfig & {
    readonly isSignedIn: boolean;
    /** Whether nobody has confirmed it yet. */
    readonly isSuggested: boolean;
  })[];
  /** Of the endpoints of AWS Sign-In. */
  readonly consoleRegions: readonly string[];
}

export interface GatherWorld {
  /** Reads the sessions. */
  readonly subjects: () => Promise<Subjects>;
  readonly problems: () => SessionProblems;
  readonly endpoints: () => Promise<EndpointConfiguration>;
  readonly paths: NetworkPaths;
  readonly secrets: SecretStore;
  readonly otherWindows: OtherWindows;
  readonly lockDirectory: string;
  readonly editor: {
    readonly versions: readonly Entry[];
    readonly settings: readonly Entry[];
    readonly variables: readonly string[];
  };
  readonly log: Log;
  /** Told which checks are still awaited, each time that there are others. */
  readonly onAwaited: (names: readonly string[]) => void;
}

type Check = <Value>(
  name: string,
  action: (signal: AbortSignal) => Promise<Value>,
  limit?: Limit,
) => Promise<Outcome<Value>>;

/** How much time there is, in milliseconds, and what makes the error when it is over. */
interface Limit {
  readonly ms: number;
  readonly timeout: () => Error;
}

const LIMIT: Limit = { ms: CHECK_MS, timeout: tooLong };

/**
 * Does all checks at once, each for sixteen seconds at most. One that fails is a fact like any other.
 *
 * @throws the signal's reason, at once, when it is aborted.
 */
export async function gather(world: GatherWorld, signal: AbortSignal): Promise<Facts> {
  const check = checker(world.onAwaited, signal);
  const subjects = check(l10n.t('the sessions'), () => world.subjects());
  // After them: reading the sessions has given back what the secret storage may have lost.
  const secrets = subjects.then(() => check(l10n.t('the secret storage'), () => checkSecrets(world.secrets)));
  const network = subjects.then((read) => checkNetwork(world, 'value' in read ? read.value : NOTHING, check));
  const [read, { portals, endpoints, endpointProblems }, stored, otherWindows, lock] = await Promise.all([
    subjects,
    network,
    secrets,
    check(l10n.t('the other windows'), () => countWindows(world.otherWindows)),
    check(l10n.t('the lock'), (over) => checkLock(world.lockDirectory, world.log, over)),
  ]);
  return {
    ...{ at: new Date(), portals, endpoints, endpointProblems, otherWindows, lock },
    sessions: 'value' in read ? { ms: read.ms, value: undefined } : read,
    problems: world.problems(),
    secrets: stored,
    ...world.editor,
  };
}

const NOTHING: Subjects = { portals: [], consoleRegions: [] };

function checker(onAwaited: (names: readonly string[]) => void, signal: AbortSignal): Check {
  // Not by name: services may share a host.
  const awaited = new Set<{ readonly name: string }>();
  const report = (): void => onAwaited([...new Set([...awaited].map(({ name }) => name))]);
  return async (name, action, { ms, timeout } = LIMIT) => {
    const one = { name };
    awaited.add(one);
    report();
    try {
      return await outcomeOf(ms, signal, timeout, action);
    } finally {
      awaited.delete(one);
      if (!signal.aborted) {
        report();
      }
    }
  };
}

function tooLong(): Error {
  return new AwsSsoError('Service', l10n.t('No response within {0} seconds.', CHECK_MS / 1000));
}

type NetworkFacts = Pick<Facts, 'portals' | 'endpoints' | 'endpointProblems'>;

async function checkNetwork(world: GatherWorld, subjects: Subjects, check: Check): Promise<NetworkFacts> {
  const [portals, { endpoints, endpointProblems }] = await Promise.all([
    Promise.all(subjects.portals.map((portal) => checkPortal(world, portal, check))),
    checkEndpoints(world, subjects, check),
  ]);
  return { portals, endpoints, endpointProblems };
}

async function checkPortal(
  { paths, endpoints }: GatherWorld,
  { name, startUrl, region, isSignedIn, isSuggested }: Subjects['portals'][number],
  check: Check,
): Promise<PortalFacts> {
  const ask = async (signal: AbortSignal): Promise<PageAnswer> => {
    const { status, header } = await paths.http({ method: 'GET', url: startUrl, signal });
    const target = header('location');
    return {
      status,
      ...(target !== undefined && URL.canParse(target, startUrl)
        ? { redirectHost: new URL(target, startUrl).host }
        : {}),
    };
  };
  const askOwnDomain = async (signal: AbortSignal): Promise<PortalBehind> => {
    const { hostname } = new URL(endpoint('oidc', region, await endpoints()));
    const isLoopbackAllowed = isLoopback(hostname);
    return portalBehind(startUrl, { http: paths.http, isLoopbackAllowed }, signal);
  };
  const facts = { name, startUrl, region, isSignedIn };
  const what = l10n.t('the start URL of {0}', name);
  if (isSuggested || isIssuer(startUrl)) {
    return facts;
  }
  return isOwnDomain(startUrl)
    ? { ...facts, leadsTo: await check(what, askOwnDomain, patience(startUrl)) }
    : { ...facts, page: await check(what, ask, patience(startUrl)) };
}

/** An address, and who needs it. */
interface Wanted {
  readonly service: Service;
  readonly region: string;
  readonly usedBy: string[];
}

async function checkEndpoints(
  world: GatherWorld,
  { portals, consoleRegions }: Subjects,
  check: Check,
): Promise<Pick<Facts, 'endpoints' | 'endpointProblems'>> {
  const wanted = new Map<string, Wanted>();
  const want = (service: Service, region: string, ...usedBy: string[]): void => {
    const key = `${service} ${region}`;
    const others = wanted.get(key)?.usedBy ?? [];
    wanted.set(key, { service, region, usedBy: [...others, ...usedBy] });
  };
  for (const { name, region } of portals) {
    want('oidc', region, name);
    want('portal', region, name);
  }
  consoleRegions.forEach((region) => want('signin', region));

  const wantedOnes = [...wanted.values()];
  if (wantedOnes.length === 0) {
    return { endpoints: [], endpointProblems: [] };
  }
  const read = await check(l10n.t('the endpoints'), () => world.endpoints());
  const endpoints: Promise<EndpointFacts>[] = [];
  const endpointProblems: EndpointProblem[] = [];
  for (const each of wantedOnes) {
    try {
      const configuration = valueOf(read);
      const address = endpoint(each.service, each.region, configuration);
      const source = endpointSource(each.service, configuration);
      endpoints.push(checkEndpoint({ ...each, address, source }, world.paths, check));
    } catch (error) {
      endpointProblems.push({ ...each, error });
    }
  }
  return { endpoints: await Promise.all(endpoints), endpointProblems };
}

async function checkEndpoint(
  wanted: Pick<EndpointFacts, 'service' | 'region' | 'usedBy' | 'address' | 'source'>,
  { first, second }: NetworkPaths,
  check: Check,
): Promise<EndpointFacts> {
  const { service, address } = wanted;
  const { host, hostname, protocol } = new URL(address);
  const limit = patience(address);
  const answer = l10n.t('the response of {0}', host);
  const isTls = protocol === 'https:';
  const [names, proxy, certificates, byFirst, bySecond] = await Promise.all([
    check(l10n.t('the name {0}', hostname), () => lookUp(hostname), limit),
    check(l10n.t('the proxy for {0}', host), async () => (await second()).proxyFor(address)),
    isTls
      ? check(
          l10n.t('the certificate of {0}', host),
          async (signal) => (await second()).certificates(address, signal),
          limit,
        )
      : undefined,
    check(answer, (signal) => probe(service, address, first, signal), limit),
    check(answer, async (signal) => probe(service, address, (await second()).http, signal), limit),
  ]);
  return {
    ...{ ...wanted, names, proxy, taken: takenOf(byFirst, bySecond), first: byFirst, second: bySecond },
    ...(certificates ? { certificates } : {}),
  };
}

/** With an address, which may not answer. */
function patience(address: string): Limit {
  const silence = new DOMException('', 'TimeoutError');
  return { ms: ANSWER_MS, timeout: () => networkError(silence, new URL(address).host) };
}

/** They hand over what they have: it is not looked at. */
async function countWindows(otherWindows: OtherWindows): Promise<number> {
  return (await otherWindows.ask({ kind: 'records', records: [] })).length;
}
