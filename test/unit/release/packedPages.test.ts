import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import JSZip from 'jszip';
import { packageExtension, vsixArguments } from '../../../scripts/packageExtensions.ts';
import { absoluteLinks } from '../../../scripts/release/owner.ts';
import { stagedExtension } from '../../../scripts/stagedExtension.ts';

const root = path.join(import.meta.dirname, '../../..');
const REPOSITORY = 'https://github.com/acme/aws-sso';
const BASE = /^https:\/\/github\.com\/acme\/aws-sso\/(blob|raw)\/v1\.0\.0\//;

/** Images and links of a page, but not what code says. */
function targets(
  page: string,
): { readonly isImage: boolean; readonly text: string; readonly target: string }[] {
  const text = page.replace(/^```.*?^```$/gms, '').replace(/`[^`\n]*`/g, 'code');
  return [...text.matchAll(/(!?)\[([^\]]*)\]\(([^)\s]+)\)/g)].map(([, mark, text = '', target = '']) => ({
    isImage: mark === '!',
    text,
    target,
  }));
}

describe('The pages in the package of a release', function () {
  this.timeout(60_000);
  let folder: string;
  let vsix: JSZip;
  const read = async (file: string) => (await vsix.file(`extension/${file}`)?.async('string')) ?? '';
  before(async () => {
    packageExtension();
    folder = mkdtempSync(path.join(tmpdir(), 'release-'));
    const file = path.join(folder, 'release.vsix');
    const links = absoluteLinks({ repository: REPOSITORY, codeOwner: '@acme' }, 'v1.0.0');
    const staged = stagedExtension(root);
    execFileSync(process.execPath, vsixArguments(file, links), { cwd: staged, stdio: 'pipe' });
    rmSync(staged, { recursive: true });
    vsix = await JSZip.loadAsync(readFileSync(file));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const page of ['readme.md', 'changelog.md']) {
    it(`lead to what the tag has, by addresses that every place follows: ${page}`, async () => {
      for (const { target } of targets(await read(page))) {
        assert.match(target, /^(https:\/\/|#)/);
        if (!target.startsWith(REPOSITORY)) continue;
        assert.match(target, BASE);
        const file = target.replace(BASE, '').replace(/#.*/, '');
        assert.ok(existsSync(path.join(root, file)), file);
      }
    });
  }

  it('show pictures that the marketplace accepts, each with a text in its place where there is no network', async () => {
    const pictures = targets(await read('readme.md')).filter(({ isImage }) => isImage);
    assert.ok(pictures.length > 0);
    for (const { text, target } of pictures) {
      assert.match(target, /\/raw\/v1\.0\.0\/media\/[\w-]+\.png$/);
      assert.ok(text.length > 40, text);
    }
  });

  it('are beside the pictures of icon and walkthrough, which need no network', async () => {
    const { icon, contributes } = JSON.parse(await read('package.json')) as {
      readonly icon: string;
      readonly contributes: {
        readonly walkthroughs: readonly {
          readonly icon: string;
          readonly steps: readonly { readonly media: { readonly image: Record<string, string> } }[];
        }[];
      };
    };
    const pictures = [icon, ...contributes.walkthroughs.map((walkthrough) => walkthrough.icon)];
    for (const { steps } of contributes.walkthroughs) {
      pictures.push(...steps.flatMap(({ media }) => Object.values(media.image)));
    }
    assert.deepEqual(
      pictures.filter((file) => !vsix.file(`extension/${file}`)),
      [],
    );
  });
});
