/** What people and other extensions run as `awsSso.…`, but for what needs nothing loaded. */
const PUBLIC_COMMANDS = [
  'signIn',
  'signInWithConsole',
  'signOut',
  'addSession',
  'openConsole',
  'copyCredentials',
  'addProfile',
  'useRoleInTerminals',
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
  'filterView',
  'clearFilter',
  'refreshView',
  'retryList',
  'copyAccountId',
  'changeTerminalRegion',
  'copyReport',
  'openSettings',
  'api',
] as const;

export type CommandId = (typeof PUBLIC_COMMANDS | typeof INNER_COMMANDS)[number];

export const COMMAND_IDS: readonly (readonly [id: string, name: CommandId])[] = [
  ...PUBLIC_COMMANDS.map((name) => [`awsSso.${name}`, name] as const),
  ...INNER_COMMANDS.map((name) => [innerCommand(name), name] as const),
];

export function innerCommand(name: (typeof INNER_COMMANDS)[number]): string {
  return `_awsSso.${name}`;
}
