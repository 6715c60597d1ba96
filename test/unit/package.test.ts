import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire, Module } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import JSZip from 'jszip';
import { packageExtension } from '../../scripts/packageExtensions.ts';
import { CRASH_POINT } from '../crashes/crashPointName.ts';
import { loadedTooEarly } from '../bench/core/loadedAtStart.ts';
import { editorBuilds } from '../editor/editorBuilds.ts';

const root = path.join(import.meta.dirname, '../..');
const bundle = path.join(root, 'dist/extension.cjs');

/** Besides English, which is in the code. */
const LANGUAGES = ['de', 'es', 'ja', 'zh-cn'];

describe('The package', function () {
  this.timeout(120_000);
  let vsix: string;
  before(() => {
    vsix = packageExtension();
  });

  it('holds only what runs', async () => {
    const { files: packed } = await JSZip.loadAsync(readFileSync(vsix));
    const files = Object.keys(packed)
      .filter((name) => name.startsWith('extension/'))
      .map((name) => name.slice('extension/'.length));
    assert.deepEqual(files.sort(), [
      'LICENSE.txt',
      'ThirdPartyNotices.txt',
      'changelog.md',
      'dist/Diagnosis.cjs',
      'dist/UndiciPath.cjs',
      'dist/credentialHelper.cjs',
      'dist/extension.cjs',
      'dist/main.cjs',
      'dist/qrCode.cjs',
      ...LANGUAGES.map((language) => `l10n/bundle.l10n.${language}.json`),
      'media/activity-bar.svg',
      'media/icon.png',
      ...['console', 'signIn', 'terminals'].flatMap((step) => [
        `media/walkthrough/${step}-dark.png`,
        `media/walkthrough/${step}-light.png`,
      ]),
      'package.json',
      ...['de.', 'es.', 'ja.', '', 'zh-cn.'].map((language) => `package.nls.${language}json`),
      'readme.md',
    ]);
    const size = (file: string): number => statSync(path.join(root, file)).size;
    const pictures = files.filter((file) => file.startsWith('media/walkthrough/')).map(size);
    const inPictures = pictures.reduce((sum, one) => sum + one, 0);
    assert.ok(inPictures < 70_000, `${inPictures} bytes of pictures`);
    const others = statSync(vsix).size - inPictures;
    assert.ok(others < 340_000, `${others} bytes without the pictures`);
  });

  it('has nothing of the points at which tests kill it', async () => {
    const { files: packed } = await JSZip.loadAsync(readFileSync(vsix));
    const code = Object.values(packed).filter(({ name }) => name.endsWith('.cjs'));
    for (const file of code) {
      assert.ok(!(await file.async('text')).includes(CRASH_POINT), file.name);
    }
    assert.ok(code.length >= 6);
  });

  it('has a walkthrough of three steps, each with a small picture for every theme, a text for it, and an end', () => {
    const { contributes } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
      readonly contributes: {
        readonly walkthroughs: readonly [
          {
            readonly steps: readonly {
              readonly media: { readonly image: Record<string, string>; readonly altText: string };
              readonly completionEvents: readonly string[];
            }[];
          },
        ];
      };
    };
    const [{ steps }] = contributes.walkthroughs;
    assert.equal(steps.length, 3);
    for (const { media, completionEvents } of steps) {
      assert.deepEqual(Object.keys(media.image), ['dark', 'light', 'hc', 'hcLight']);
      Object.values(media.image).forEach((file) =>
        assert.ok(statSync(path.join(root, file)).size < 25_000, file),
      );
      assert.match(media.altText, /^%.+%$/);
      assert.ok(completionEvents.length > 0);
    }
  });

  it('promises no older editor than the one that it is tested in, and uses nothing newer', () => {
    const { engines, devDependencies } = JSON.parse(
      readFileSync(path.join(root, 'package.json'), 'utf8'),
    ) as Record<'engines' | 'devDependencies', Record<string, string>>;
    const oldest = editorBuilds.minimum.vscodeVersion.replace(/\d+$/, '0');
    assert.equal(engines['vscode'], `^${oldest}`);
    assert.equal(devDependencies['@types/vscode'], oldest);
  });

  it('takes nothing that a workspace may set from one that is not trusted', () => {
    const { capabilities, contributes } = JSON.parse(
      readFileSync(path.join(root, 'package.json'), 'utf8'),
    ) as {
      readonly capabilities: {
        readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] };
      };
      readonly contributes: {
        readonly configuration: { readonly properties: Record<string, { readonly scope?: string }> };
      };
    };
    const settable = Object.entries(contributes.configuration.properties)
      .filter(([, { scope }]) => scope !== 'application' && scope !== 'machine')
      .map(([name]) => name);
    assert.deepEqual(capabilities.untrustedWorkspaces.restrictedConfigurations, settable);
  });

  it('loads no network library, no validator and no view before they are used', async () => {
    assert.deepEqual(await loadedTooEarly(), []);
  });

  it('has a main bundle under 6.5 KB', () => {
    assert.ok(statSync(bundle).size < 6_500, `${statSync(bundle).size} bytes`);
  });

  const bundlesWith = (text: RegExp) =>
    readdirSync(path.join(root, 'dist')).filter((file) =>
      text.test(readFileSync(path.join(root, 'dist', file), 'utf8')),
    );

  it('has undici in a bundle of its own, without what sets a dispatcher for everybody', () => {
    assert.deepEqual(bundlesWith(/llhttp/), ['UndiciPath.cjs']);
    assert.deepEqual(bundlesWith(/undici\.globalDispatcher/), []);
  });

  it("takes the editor's API as it is, and makes no copy of it for each file", () => {
    assert.ok(bundlesWith(/=require\("vscode"\)/).includes('extension.cjs'));
    assert.deepEqual(bundlesWith(/\(require\("vscode"\)/), []);
  });

  for (const file of ['extension.cjs', 'main.cjs', 'UndiciPath.cjs']) {
    it(`changes nothing of this process by loading ${file}`, () => {
      const script = path.join(import.meta.dirname, 'support/globalsAround.cjs');
      const { stdout, stderr } = spawnSync(process.execPath, [script, path.join(root, 'dist', file)], {
        encoding: 'utf8',
      });
      assert.deepEqual(stdout.split('\n'), ['loaded', ''], stderr);
    });
  }
});

describe('activate', () => {
  /** Loads the bundle with as much of an editor as it asks for while it is activated. */
  function activateIn(editor: object, memory?: object, storage = '/nowhere'): unknown {
    const require = createRequire(import.meta.url);
    const loader = Module as unknown as { _load: (request: string, ...rest: unknown[]) => unknown };
    const load = loader._load;
    loader._load = (request, ...rest) => (request === 'vscode' ? editor : load(request, ...rest));
    try {
      // eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- the shape of a bundle
      type Bundle = { activate: (context: object) => unknown };
      const { activate } = require(bundle) as Bundle;
      const secrets = new Proxy({ onDidChange: () => ({ dispose: () => undefined }) }, onlyKnownMembers);
      return activate({
        secrets,
        subscriptions: [],
        globalStorageUri: { fsPath: storage },
        workspaceState: { get: () => memory },
      });
    } finally {
      loader._load = load;

      delete require.cache[bundle];
    }
  }

  const onlyKnownMembers = {
    get(target: object, name: string) {
      assert.ok(name in target, `Activation must not touch ${name}.`);
      return target[name as keyof typeof target] as unknown;
    },
  };

  function editor() {
    const registered: string[] = [];
    const logged: string[] = [];
    let look: () => void = () => undefined;
    const disposable = { dispose: () => undefined };
    class EventEmitter {
      event = () => disposable;
    }
    const vscode = {
      EventEmitter,
      Disposable: { from: () => disposable },
      l10n: { t: (message: string) => message },
      window: {
        createOutputChannel: () => ({ ...disposable, error: (line: string) => logged.push(line) }),
        registerUriHandler: () => {
          registered.push('links');
          return disposable;
        },
        onDidChangeWindowState: (listener: () => void) => {
          look = listener;
          return disposable;
        },
        registerTerminalProfileProvider: (id: string) => {
          registered.push(`profile ${id}`);
          return disposable;
        },
        createTreeView: (id: string) => {
          registered.push(id);
          return disposable;
        },
      },
      workspace: {
        getConfiguration: () => ({ inspect: () => undefined }),
        onDidChangeConfiguration: () => disposable,
        onDidGrantWorkspaceTrust: () => disposable,
        onDidChangeWorkspaceFolders: () => disposable,
        isTrusted: false,
      },
      commands: {
        registerCommand: (id: string) => {
          registered.push(id);
          return disposable;
        },
      },
      debug: {
        registerDebugConfigurationProvider: (type: string) => {
          registered.push(`debug ${type}`);
          return disposable;
        },
      },
      authentication: {
        registerAuthenticationProvider: (id: string) => {
          registered.push(id);
          return disposable;
        },
      },
    };
    return { vscode, registered, logged, look: () => look() };
  }

  it('finishes before it awaits anything, with everything registered, no secret read and no request made', async () => {
    const { fetch } = globalThis;
    let requests = 0;
    globalThis.fetch = () => {
      requests++;
      return Promise.reject(new Error('no network here'));
    };
    try {
      const { vscode, registered } = editor();
      const exports = activateIn(vscode);
      assert.deepEqual(registered, [
        'aws-sso',
        'aws-sso-role',
        'aws-signin',
        'awsSso.signIn',
        'awsSso.signInWithConsole',
        'awsSso.signOut',
        'awsSso.addSession',
        'awsSso.openConsole',
        'awsSso.copyCredentials',
        'awsSso.addProfile',
        'awsSso.addAllProfiles',
        'awsSso.useRoleInTerminals',
        'awsSso.openRoleTerminal',
        'awsSso.clearTerminalRole',
        'awsSso.diagnose',
        'awsSso.view.cancelSignIn',
        'awsSso.view.removeSession',
        'awsSso.view.filterAccounts',
        'awsSso.view.clearFilter',
        'awsSso.view.refreshAccounts',
        'awsSso.view.retryList',
        'awsSso.view.copyAccountId',
        'awsSso.view.useRole',
        'awsSso.view.pinRole',
        'awsSso.view.unpinRole',
        'awsSso.view.stopServing',
        'awsSso.view.copyReport',
        'awsSso.view.openSettings',
        '_awsSso.copyCode',
        '_awsSso.openBrowser',
        '_awsSso.copyLink',
        '_awsSso.pasteText',
        '_awsSso.takeOver',
        '_awsSso.otherRegion',
        '_awsSso.useCode',
        '_awsSso.useBrowser',
        '_awsSso.showSignIn',
        '_awsSso.pressRole',
        '_awsSso.changeTerminalRegion',
        '_awsSso.api',
        'awsSso.showLog',
        'awsSso.sessions',
        'links',
        'debug *',
        'profile awsSso.role',
      ]);
      assert.equal(typeof (exports as { getAPI: unknown }).getAPI, 'function');
      assert.equal((exports as { then?: unknown }).then, undefined);
      await new Promise((resolve) => setImmediate(resolve));
      assert.equal(requests, 0);
    } finally {
      globalThis.fetch = fetch;
    }
  });

  it('loads what serves profiles where there are some, be it when the person comes to the window', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'storage-'));
    try {
      const { vscode, logged, look } = editor();
      activateIn(vscode, undefined, folder);
      const afterwards = () => new Promise((resolve) => setImmediate(resolve));
      await afterwards();
      assert.deepEqual(logged, []);
      mkdirSync(path.join(folder, 'served'));
      writeFileSync(path.join(folder, 'served/roles.json'), '');
      for (let times = 0; times < 2; times++) {
        look();
        await afterwards();
      }
      // What is loaded on demand does not find this editor.
      assert.equal(logged.length, 1);
      assert.match(logged[0] ?? '', /^Served profiles get nothing: /);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('finishes though the role that terminals are to use again is not to be had', async () => {
    const { vscode, logged } = editor();
    // What is loaded on demand does not find this editor.
    const exports = await (activateIn(vscode, {}) as Promise<{ getAPI: unknown }>);
    assert.equal(typeof exports.getAPI, 'function');
    assert.match(logged.join('\n'), /^Terminals get no role: /);
  });
});
