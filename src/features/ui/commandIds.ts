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

/** What links in our own notifications, the view, and the API in other extension hosts run as `_awsSso.…`. */
const INNER_COMMANDS = [
  'copyCode',
  'openBrowser',
  'copyLink',
  'pasteText',
  'takeOver',
  'otherRegion',
  'useCode',
  'useBrowser',
  'cancelSignIn',
  'showSignIn',
  'removeSession',
  'filterView',
  'clearFilter',
  'refreshView',
  'retryList',
  'copyAccountId',
  'stopServing',
  'changeTerminalRegion',
  'copyReport',
  'openSettings',
  'api',
] as const;

export type InnerCommand = (typeof INNER_COMMANDS)[number];
export type CommandId = (typeof PUBLIC_COMMANDS)[number] | InnerCommand;

export const COMMAND_IDS: readonly (readonly [id: string, name: CommandId])[] = [
  ...PUBLIC_COMMANDS.map((name) => [`awsSso.${name}`, name] as const),
  ...INNER_COMMANDS.map((name) => [innerCommand(name), name] as const),
];

export function innerCommand(name: InnerCommand): string {
  return `_awsSso.${name}`;
}
