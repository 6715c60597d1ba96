/**
 * Writes a Markdown link that runs a command, for a notification or a hover. Without a title, VS Code makes its tooltip of the
 * command with its arguments.
 */
export function commandLink(label: string, command: string, ...args: readonly string[]): string {
  // A parenthesis would end the link.
  const encoded = encodeURIComponent(JSON.stringify(args)).replace(
    /[()']/g,
    (character) => `%${character.charCodeAt(0).toString(16)}`,
  );
  return `[${label}](command:${command}${args.length > 0 ? `?${encoded}` : ''} "${label}")`;
}
