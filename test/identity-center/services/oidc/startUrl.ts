import type { Settings } from '../../settings.ts';

/** Whether a start URL is ours. People copy it out of a browser, where it ends in `/`, `/#` or `/#/`. */
export function isStartUrl({ startUrl }: Settings, candidate: string): boolean {
  return canonical(candidate) === canonical(startUrl);
}

function canonical(startUrl: string): string {
  return startUrl.replace(/[/#]+$/, '');
}
