/** Where the parts write what they did. The editor's `LogOutputChannel` fits. No secret may ever be passed to it. */
export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}
