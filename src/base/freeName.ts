/** The name, or where that is taken, the first of `name-2`, `name-3` … that is not. */
export function freeName(name: string, isTaken: (name: string) => boolean): string {
  let free = name;
  for (let number = 2; isTaken(free); number++) {
    free = `${name}-${number}`;
  }
  return free;
}
