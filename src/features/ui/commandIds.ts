/** What people and other extensions run as `awsSso.…`, but for what needs nothing loaded. */
const PUBLIC_COMMANDS = [
  'signIn',
  'signInWithConsole',
  'signOut',
  'addSession',
  'openConsole',
  'copyCredentials',
  'addProfile',
  'addAllProfiles',
  'useRoleInTerminals',
  'openRoleTerminal',
  'clearTerminalRole',
  'diagnose',
] as const;

/**
 * What buttons and menus of the views and of the report run as `awsSso.view.…`. VS Code lists them by their ids, after those for people,
 * and offers a key for them, which it doesn't for what begins with an underscore.
 */
const VIEW_COMMANDS = [
  'cancelSignIn',
  'removeSession',
  'filterAccounts',
  'clearFilter',
  'refreshAccounts',
  'retryList',
  'copyAccountId',
  'useRole',
  'pinRole',
  'unpinRole',
  'stopServing',
  'copyReport',
  'openSettings',
] as const;

/** What links in our own notifications and the API in other extension hosts run as `_awsSso.…`. */
const HIDDEN_COMMANDS = [
  'copyCode',
  'openBrowser',
  'copyLink',
  'pasteText',
  'takeOver',
  'otherRegion',
  'useCode',
  'useBrowser',
  'showSignIn',
  'pressRole',
  'changeTerminalRegion',
  'api',
] as const;

type ViewCommand = (typeof VIEW_COMMANDS)[number];
export type InnerCommand = ViewCommand | (typeof HIDDEN_COMMANDS)[number];
export type CommandId = (typeof PUBLIC_COMMANDS)[number] | InnerCommand;

export const COMMAND_IDS: readonly (readonly [id: string, name: CommandId])[] = [
  ...PUBLIC_COMMANDS.map((name) => [`awsSso.${name}`, name] as const),
  ...[...VIEW_COMMANDS, ...HIDDEN_COMMANDS].map((name) => [innerCommand(name), name] as const),
];

export function innerCommand(name: InnerCommand): string {
  return VIEW_COMMANDS.some((one) => one === name) ? `awsSso.view.${name}` : `_awsSso.${name}`;
}
