import type { Socket } from 'node:net';

/** Either ends with the other. */
export function pairUp(one: Socket, other: Socket): void {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    from.on('error', () => to.destroy());
    from.once('close', () => to.destroy());
  }
}

/** Hands on what either says. */
export function join(one: Socket, other: Socket): void {
  pairUp(one, other);
  one.pipe(other);
  other.pipe(one);
}
