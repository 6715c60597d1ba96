/** The global function that a build with crash points calls at each of them. */
export const CRASH_POINT = '__crashPoint';
