import { DECIDING_VARIABLES } from '../../aws/config/preferredSources.ts';
import { readRegularFile } from '../../base/readRegularFile.ts';
import { runsInTerminal } from './runsInTerminal.ts';
import type { Variables } from '../terminals/terminalVariables.ts';

/** A launch configuration whose own variables have been put in; as far as it is looked at here. */
export interface Launch {
  readonly type: string;
  readonly name: string;
  readonly request: string;
  /** By name, with null for one that is taken away; some debuggers take a list of `NAME=value`. */
  readonly env?: unknown;
  /** What the C++ debuggers have in place of it: a list of `{ name, value }`. */
  readonly environment?: unknown;
  /** A path, or several, of files with a line `NAME=value` for each variable. */
  readonly envFile?: unknown;
  /** Whether the C++ debuggers open a terminal outside of the editor. */
  readonly externalConsole?: unknown;
  readonly miDebuggerServerAddress?: unknown;
  /** How the debugger reaches another machine, or a container. */
  readonly pipeTransport?: unknown;
}

type Inherited = Readonly<Record<string, string | undefined>>;

/** What runs in them has no environment. */
const BROWSERS: ReadonlySet<string> = new Set(['chrome', 'msedge', 'pwa-chrome', 'pwa-msedge', 'firefox']);

const REGION_VARIABLES = ['AWS_REGION', 'AWS_DEFAULT_REGION'];

/**
 * Whether the program may be given variables by its configuration. One that runs in a terminal of this window has those of
 * the terminal, and the editor would write those of the configuration into the command line, for all to read.
 */
export function takesVariables(launch: Launch, platform: NodeJS.Platform): boolean {
  const { type, request, miDebuggerServerAddress, pipeTransport } = launch;
  const isElsewhere = pipeTransport !== undefined || miDebuggerServerAddress !== undefined;
  return request === 'launch' && !runsInTerminal(launch, platform) && !isElsewhere && !BROWSERS.has(type);
}

/** What is looked through of the files that a configuration names: a workspace may name any. */
const MAX_FILES = 100;
const MAX_FILE_BYTES = 1_000_000;

/**
 * The variable by which the configuration has decided itself where AWS credentials come from, if it has one, in itself or
 * in a file that it names. Whatever its value: an empty one keeps the role away. `envFile` for files that are too long or too
 * many to be looked through.
 *
 * @param inherited what the debugger starts with.
 */
export async function ownDecision(launch: Launch, inherited: Inherited): Promise<string | undefined> {
  const own = ownVariables(launch, inherited);
  const inFiles = await namesInFiles(launch.envFile);
  if (!inFiles) {
    return 'envFile';
  }
  return DECIDING_VARIABLES.find((name) => own.has(name) || inFiles.has(name));
}

/** The configuration with the variables besides its own, which decide about no credentials. Its region stays as well. */
export function withVariables<Configuration extends Launch>(
  launch: Configuration,
  variables: Variables,
  inherited: Inherited,
): Configuration {
  const own = ownVariables(launch, inherited);
  const hasRegion = REGION_VARIABLES.some((name) => own.has(name));
  const added = Object.entries(variables).filter(([name]) => !(hasRegion && REGION_VARIABLES.includes(name)));
  if (launch.type === 'cppdbg' || launch.type === 'cppvsdbg') {
    const environment = [...listOf(launch.environment), ...added.map(([name, value]) => ({ name, value }))];
    return { ...launch, environment };
  }
  const env = Array.isArray(launch.env)
    ? [...listOf(launch.env), ...added.map((entry) => entry.join('='))]
    : { ...asObject(launch.env), ...Object.fromEntries(added) };
  return { ...launch, env };
}

/** Some debuggers, such as that of Python, put all that they inherit into the configuration: then it is not its own. */
function ownVariables({ env, environment }: Launch, inherited: Inherited): ReadonlyMap<string, unknown> {
  const listed = listOf(env).map((entry) => /^([^=]*)=?(.*)$/s.exec(String(entry))?.slice(1) ?? []);
  const ofCpp = listOf(environment)
    .map(asObject)
    .map(({ name, value }) => [name, value]);
  const set = new Map<string, unknown>(
    [...Object.entries(asObject(env)), ...listed, ...ofCpp].map(([name, value]) => [String(name), value]),
  );
  const isEverything = Object.keys(inherited).every((name) => set.has(name));
  return isEverything ? new Map([...set].filter(([name, value]) => value !== inherited[name])) : set;
}

/** Undefined where it would take too long to say. */
async function namesInFiles(envFile: unknown): Promise<ReadonlySet<string> | undefined> {
  const files = [envFile].flat().filter((file) => typeof file === 'string');
  if (files.length > MAX_FILES) {
    return undefined;
  }
  const texts = await Promise.all(files.map(textOf));
  if (texts.includes(undefined)) {
    return undefined;
  }
  // No blank of it is a line break: from each empty line on, all of those that follow would be looked through.
  const names = texts.join('\n').matchAll(/^[ \t]*(?:export[ \t]+)?(\w+)[ \t]*[=:]/gm);
  return new Set([...names].map(([, name = '']) => name));
}

/** Undefined for one that is too long. One that cannot be read is for the debugger to complain of. */
function textOf(file: string): Promise<string | undefined> {
  return readRegularFile(file, MAX_FILE_BYTES).then(String, (error: unknown) =>
    error instanceof RangeError ? undefined : '',
  );
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}
