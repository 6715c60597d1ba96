/** A time as the AWS CLI writes it into files, in whole seconds: `2026-11-20T08:08:21Z`. */
export function cliTime(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}
