import { isRegion } from '../../../aws/endpoints/regions.ts';

/** Where the region of a role in terminals may come from. What names none is absent. */
export interface RegionSources {
  /** What the person chose for the account; an empty text for none. */
  readonly chosen?: string | undefined;
  /** A profile for the same role. */
  readonly profileOfRole?: string | undefined;
  /** The environment that terminals inherit. */
  readonly inherited?: string | undefined;
  /** The profile that is in force in terminals. */
  readonly profile?: string | undefined;
  /** The setting. */
  readonly byDefault?: string | undefined;
}

export interface TerminalRegion {
  /** The region that the AWS CLI and the AWS SDKs use in terminals, as far as is known. */
  readonly region: string | undefined;
  /** The one that the variables of the role have to name, since nothing else in terminals does. */
  readonly toSet: string | undefined;
  /** Whether the person need not be asked. */
  readonly isDecided: boolean;
}

/** Decides about the region of a role in terminals. The person's own choice comes first, the setting last. */
export function terminalRegion(sources: RegionSources): TerminalRegion {
  const { chosen, profileOfRole, inherited, profile, byDefault } = sources;
  const own = chosen || profileOfRole;
  if (own !== undefined && own !== '') {
    return { region: own, toSet: own, isDecided: true };
  }
  const there = inherited || profile;
  if (there !== undefined && there !== '') {
    return { region: there, toSet: undefined, isDecided: true };
  }
  if (chosen !== undefined) {
    return { region: undefined, toSet: undefined, isDecided: true };
  }
  const region = isRegion(byDefault) ? byDefault : undefined;
  return { region, toSet: region, isDecided: region !== undefined };
}
