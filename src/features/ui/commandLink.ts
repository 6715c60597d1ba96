/** An address for a link in a notification that runs a command. */
export function commandLink(command: string, ...args: readonly string[]): string {
  // A parenthesis would end the link.
  const encoded = encodeURIComponent(JSON.stringify(args)).replace(
    /[()']/g,
    (character) => `%${character.charCodeAt(0).toString(16)}`,
  );
  return `command:${command}?${encoded}`;
}
