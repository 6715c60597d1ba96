/** For what nobody cancels, and what has a time limit of its own. */
export const NEVER = new AbortController().signal;
