/** What a finding says of its matter: `info` is neither good nor bad, `note` does not keep anybody from signing in. */
export type Grade = 'ok' | 'note' | 'problem' | 'info';

/** What is likely to be behind other things comes first. */
export type Cause =
  'setting' | 'network' | 'secretStorage' | 'region' | 'windows' | 'clock' | 'startUrl' | 'firstPath';

/** One line of the report. */
export interface Finding {
  readonly grade: Grade;
  readonly label: string;
  readonly text: string;
  /** For the top of the report: what is wrong, and the one thing to do about it. */
  readonly verdict?: { readonly cause: Cause; readonly sentence: string };
}

export interface Section {
  readonly title: string;
  readonly findings: readonly Finding[];
}
