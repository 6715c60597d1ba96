/** What the runner tells the tests in the extension host. */
export interface Launch {
  /** The folder of `makeCertificates`. */
  readonly certificates: string;
  readonly openPort: number;
  readonly lockedPort: number;
  /** Whether the names of `names.ts` that the machine is to know are known to it. */
  readonly hasOwnNames: boolean;
  /** The PAC file that the window follows. It is read for each address. */
  readonly pacFile: string;
  /** Where the rows of the table are to be added, a line of JSON each. */
  readonly rows: string;
}

/** The environment variable that holds it, as JSON. */
export const LAUNCH_VARIABLE = 'NETWORKS_LAUNCH';
