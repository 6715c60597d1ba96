/**
 * Makes this the environment of the process. Within the one object: a new one in its place would be seen by JavaScript
 * only, and not by what asks the system, such as `os.homedir()`.
 */
export function setEnvironment(env: Readonly<Record<string, string | undefined>>): void {
  for (const name of Object.keys(process.env)) {
    // An assignment would make it the text "undefined".
    delete process.env[name];
  }
  Object.assign(
    process.env,
    Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined)),
  );
}
