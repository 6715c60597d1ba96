import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type * as vscode from 'vscode';
import { type Errand, ERRAND_FILE, FOLDER_VARIABLE, type Measurement, type Outcome } from './Measurement.ts';
import { settled } from './settled.ts';

/** Does the errand of this window, once the editor has come to rest. */
export function activate(context: vscode.ExtensionContext): void {
  const folder = process.env[FOLDER_VARIABLE];
  if (folder === undefined) return;
  const { name, question, file } = JSON.parse(readFileSync(path.join(folder, ERRAND_FILE), 'utf8')) as Errand;
  const leave = (outcome: Outcome) => {
    // A reader must find all of it or nothing.
    writeFileSync(`${file}.new`, JSON.stringify(outcome));
    renameSync(`${file}.new`, file);
  };
  settled()
    .then(async () => {
      const module = createRequire(__filename)(`./${name}.measurement.cjs`) as {
        measure: Measurement<unknown, unknown>;
      };
      return module.measure(question, context);
    })
    .then(
      (answer) => leave({ answer }),
      (error: unknown) =>
        leave({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
}
