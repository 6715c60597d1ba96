import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import {
  addEmptyProfile,
  addLoginProfile,
  addProfile,
  type ConfigText,
  readConfigText,
} from '../../../src/aws/config/addProfile.ts';
import { editFile } from '../../../src/aws/config/editFile.ts';
import { isAwsSsoError } from '../../../src/base/errors.ts';
import { generatedFiles } from '../../conformance/support/generatedFiles.ts';

const name = fc.oneof(
  fc.constantFrom('dev', 'default', 'a b', "it's", ']', 'a', 'x]\n[y]\n[z', 'x\ny = z'),
  fc.string({ unit: 'grapheme' }),
);
const value = fc.oneof(
  fc.constantFrom('eu-west-1', 'json', '', 'x\n[profile a]\nb = c', 'x\r[c]\r[d]'),
  fc.string({ unit: 'binary', maxLength: 20 }),
);

/** The edits that there are, by what a person, a service or a setting has named. */
const edit = fc
  .record({ profile: name, sessionName: name, roleName: value, defaultRegion: value, output: value })
  .chain((named) =>
    fc.constantFrom<((file: ConfigText) => string)[]>(
      (file) =>
        addProfile(file, {
          ...{ startUrl: 'https://d-1234567890.awsapps.com/start', region: 'us-east-1' },
          ...{ accountId: '111122223333', scopes: ['sso:account:access'], ...named },
        }),
      (file) =>
        addLoginProfile(file, {
          ...{ profile: named.profile, arn: 'arn:aws:iam::111122223333:user/alice', region: 'us-east-1' },
        }),
      (file) => addEmptyProfile(file, named.profile, 'For terminals'),
    ),
  );

/** What the edit makes of it; undefined where it refuses. */
function edited(text: string, make: (file: ConfigText) => string): string | undefined {
  try {
    return make(readConfigText(text));
  } catch (error) {
    assert.ok(isAwsSsoError(error, 'InvalidRequest'), error as Error);
    return undefined;
  }
}

describe('An edit of the AWS config file', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'config-edits-'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('keeps every other byte, and adds nothing but what it names', () =>
    fc.assert(
      fc.property(generatedFiles, edit, ({ config }, make) => {
        const after = edited(config, make);
        if (after !== undefined) {
          assert.ok(after.startsWith(config), 'Something is gone');
          const [before, now] = [readConfigText(config).config, readConfigText(after).config];
          for (const [header, { settings }] of before.ini.sections) {
            assert.deepEqual(
              now.ini.sections.get(header)?.settings,
              settings,
              'Something means another thing',
            );
          }
          assert.ok(now.ini.sections.size - before.ini.sections.size <= 2, 'More is added than asked for');
        }
      }),
      { numRuns: 1_000 },
    ));

  it('keeps every byte of a file on disk, whatever they are, or leaves it alone', () =>
    fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
          generatedFiles.map(({ config }) => Buffer.from(config)),
        ),
        edit,
        async (bytes, make) => {
          const file = path.join(folder, 'config');
          writeFileSync(file, bytes);
          const isEdited = await editFile(file, (text) => make(readConfigText(text))).then(
            () => true,
            (error: unknown) => {
              assert.ok(isAwsSsoError(error, 'InvalidRequest'), error as Error);
              return false;
            },
          );
          const now = readFileSync(file);
          assert.ok(isEdited ? now.subarray(0, bytes.length).equals(bytes) : now.equals(bytes));
        },
      ),
      { numRuns: 150 },
    ));
});
