import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { apiShape, SHAPE, writtenShape } from '../../../scripts/apiShape.ts';
import { buildWithTypes } from '../../../scripts/packageExtensions.ts';
import { InstalledPackage } from './InstalledPackage.ts';

const root = path.join(import.meta.dirname, '../../..');
const consumer = (file: string) => path.join(import.meta.dirname, 'consumer', file);
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

describe('The api package', function () {
  this.timeout(60_000);
  let installed: InstalledPackage;
  before(() => {
    buildWithTypes();
    installed = new InstalledPackage();
  });
  after(() => installed.dispose());

  it('holds only what its users need, in less than 5 KB of code for either kind of module', () => {
    assert.deepEqual(installed.files, [
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'dist/index.cjs',
      'dist/index.d.cts',
      'dist/index.d.ts',
      'dist/index.js',
      'package.json',
    ]);
    for (const file of ['dist/index.cjs', 'dist/index.js']) {
      const size = installed.sizes.get(file) ?? Infinity;
      assert.ok(size < 5_200, `${file} has ${size} bytes.`);
    }
  });

  it('compiles and runs with import and with require', () => {
    const files = ['run.mts', 'run.cts'];
    files.forEach((file) => installed.write(file, consumer('run.ts')));
    assert.equal(installed.compile(files, 'node16', true), '');
    const expected = ['sso-signin.aws-sso', ['sso-signin.aws-sso', 1]];
    assert.deepEqual(installed.run('run.mjs'), [...expected, 'undefined']);
    assert.deepEqual(installed.run('run.cjs'), [...expected, 'object']);
  });

  for (const [resolution, ...files] of [
    ['nodenext', 'types.mts', 'types.cts'],
    ['bundler', 'types.ts'],
  ] as const) {
    it(`has types that keep their promises, by the rules of ${resolution}`, () => {
      files.forEach((file) => installed.write(file, consumer('types.ts')));
      assert.equal(installed.compile(files, resolution), '');
    });
  }

  it('runs with import and with require without any compiler', () => {
    const print = (imports: string) => `${imports}
      console.log(JSON.stringify([EXTENSION_ID, typeof getAwsSsoApi]));`;
    installed.write(
      'plain.mjs',
      print("import { EXTENSION_ID, getAwsSsoApi } from '@sso-signin/aws-sso-api';"),
    );
    installed.write(
      'plain.cjs',
      print("const { EXTENSION_ID, getAwsSsoApi } = require('@sso-signin/aws-sso-api');"),
    );
    assert.deepEqual(installed.run('plain.mjs'), ['sso-signin.aws-sso', 'function']);
    assert.deepEqual(installed.run('plain.cjs'), ['sso-signin.aws-sso', 'function']);
  });

  it('has examples that compile, in the README and in the docstrings', () => {
    const fences = (text: string) => [...text.matchAll(/^```ts\n(.*?)^```/gms)].map(([, code = '']) => code);
    const readme = fences(read('api/README.md'));
    const docstrings = fences(read('api/dist/index.d.ts').replaceAll(/^ *\* ?/gm, ''));
    assert.ok(readme.length >= 6 && docstrings.length >= 10, `${readme.length}, ${docstrings.length}`);
    const files = [...readme, ...docstrings].map((code, index) => {
      const file = `example-${index}.ts`;
      installed.write(file, `${code}\nexport {};\n`);
      return file;
    });
    const granted = ['takenForGranted.d.ts', 'sdkClients.d.ts'];
    granted.forEach((file) => installed.write(file, consumer(file)));
    assert.equal(installed.compile([...granted, ...files], 'bundler'), '');
  });

  it('has a README that knows every member, option and code', () => {
    const readme = read('api/README.md');
    const known = publicNames().filter(({ of }) => /^(AwsSsoApi|\w+Options|\w+Code)$/.test(of));
    assert.ok(known.length >= 30, `${known.length} names`);
    const code = [...readme.replaceAll(/^```.*?^```$/gms, '').matchAll(/`(.+?)`/g)].map(([span]) => span);
    const unknown = known.filter(({ name }) => !code.some((span) => new RegExp(`\\b${name}\\b`).test(span)));
    assert.deepEqual(unknown, []);
  });

  it('has a docstring for everything that is public', () => {
    assert.deepEqual(
      publicNames().filter(({ doc }) => doc === ''),
      [],
    );
  });

  it('is the same for both kinds of module, and made of nothing that is not public', () => {
    const types = read('api/dist/index.d.ts');
    assert.equal(read('api/dist/index.d.cts'), types);
    assert.deepEqual(
      [...types.matchAll(/\bfrom '(.*?)'|import\('(.*?)'\)/g)].map(([, module]) => module),
      // That of the example, and the editor's.
      ['vscode', 'vscode', '@sso-signin/aws-sso-api'],
    );
  });

  it('has the shape that is written down', () => {
    const { version } = JSON.parse(read('api/package.json')) as { version: string };
    const { news, types } = apiShape();
    assert.match(
      news,
      new RegExp(`^## (Unreleased|${version.replaceAll('.', '\\.')} - \\d{4}-\\d{2}-\\d{2})\n`),
      'The CHANGELOG is of this version, or of the next.',
    );
    assert.deepEqual(
      { news, types },
      writtenShape(),
      'The published types, or the newest section of their CHANGELOG, have changed. Is the version in api/package.json right ' +
        `for that, and does api/CHANGELOG.md say it? Then run: node scripts/apiShape.ts (it writes ${SHAPE}).`,
    );
  });
});

interface PublicName {
  readonly of: string;
  readonly name: string;
  readonly doc: string;
}

/** Every declaration, member and code of the published types. */
function publicNames(): PublicName[] {
  const source = ts.createSourceFile('index.d.ts', read('api/dist/index.d.ts'), ts.ScriptTarget.Latest, true);
  const names: PublicName[] = [];
  const add = (of: string, name: string, node: ts.Node, after = node.pos) => {
    const [doc = ''] = /\/\*\*.*\*\//s.exec(source.text.slice(after, node.getStart())) ?? [];
    names.push({ of, name, doc });
  };
  for (const statement of source.statements) {
    if (ts.isInterfaceDeclaration(statement)) {
      add('', statement.name.text, statement);
      statement.members.forEach((member) => add(statement.name.text, member.name?.getText() ?? '', member));
    } else if (ts.isTypeAliasDeclaration(statement)) {
      add('', statement.name.text, statement);
      if (ts.isUnionTypeNode(statement.type)) {
        let after = statement.type.pos;
        for (const code of statement.type.types) {
          // Its docstring stands before the bar.
          add(statement.name.text, code.getText().slice(1, -1), code, after);
          after = code.end;
        }
      }
    } else if (ts.isFunctionDeclaration(statement) || ts.isVariableStatement(statement)) {
      add('', statement.getText().slice(0, 60), statement);
    }
  }
  return names;
}
