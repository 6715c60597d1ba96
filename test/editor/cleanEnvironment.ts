/**
 * What would make an editor, or npm inside npm, behave differently on the developer's machine: their AWS settings,
 * the editor whose terminal they are in, and the npm script that started this.
 */
const leaking = [
  /^AWS_/i,
  /^VSCODE_/i,
  /^CODE_SERVER_/i,
  /^npm_/i,
  /^ELECTRON_/i,
  /^(CS_DISABLE_.*|PORT|PASSWORD|HASHED_PASSWORD|GITHUB_TOKEN|NODE_OPTIONS|NODE_ENV|INIT_CWD)$/i,
];

export function cleanEnvironment(added: Record<string, string> = {}): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env))
    if (value !== undefined && !leaking.some((pattern) => pattern.test(name))) kept[name] = value;
  return { ...kept, ...added };
}
