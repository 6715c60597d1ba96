import * as vscode from 'vscode';
import { heapInUse } from './heap.ts';
import type { Measurement } from './Measurement.ts';
import { settled } from './settled.ts';
import { signedIn } from './signedIn.ts';

export interface MemoryQuestion {
  readonly session: string;
  readonly empty: string;
}

/** In bytes. */
export interface Memory {
  readonly ours: number;
  readonly empty: number;
}

/** What the heap grows by when an empty extension is activated, and when somebody is signed in to this one. */
export const measure: Measurement<MemoryQuestion, Memory> = async ({ session, empty }) => {
  const before = await heapInUse();
  await vscode.extensions.getExtension(empty)?.activate();
  await settled();
  const between = await heapInUse();
  await signedIn(session);
  await settled();
  return { empty: between - before, ours: (await heapInUse()) - between };
};
