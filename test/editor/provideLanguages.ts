import { writeFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * Has an editor know languages without their language packs, which come from the marketplace. Extensions then speak them; what
 * the editor itself says stays English.
 */
export async function provideLanguages(dataDir: string, languages: readonly string[]): Promise<void> {
  const translations = path.join(dataDir, 'no-translations.json');
  await writeFile(translations, JSON.stringify({ version: '1.0.0', contents: {} }));
  const packs = languages.map((language) => [
    language,
    {
      hash: language,
      label: language,
      extensions: [{ extensionIdentifier: { id: `languages.${language}` }, version: '1.0.0' }],
      translations: { vscode: translations },
    },
  ]);
  await writeFile(path.join(dataDir, 'languagepacks.json'), JSON.stringify(Object.fromEntries(packs)));
  // So that each window is in the language that it asks for.
  await writeFile(path.join(dataDir, 'User/argv.json'), '{}');
}
