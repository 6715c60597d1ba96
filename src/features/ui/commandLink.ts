/** An address for a link in a notification that runs a command. */
export function commandLink(command: string, ...args: readonly string[]): string {
  return `command:${command}?${encodeURIComponent(JSON.stringify(args))}`;
}
