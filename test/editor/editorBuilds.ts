/** Which VS Code tests run in: the newest that is known to work here, or the oldest that the manifest allows. */
export type Engine = 'newest' | 'minimum';

/** A server build of VS Code from the npm registry, and what it takes to install it. */
export interface EditorBuild {
  /** Version of the npm package `code-server`. */
  readonly version: string;
  /** Version of VS Code in it. */
  readonly vscodeVersion: string;
  /** Major version of the Node.js that it runs on. */
  readonly node: 20 | 24;
  /** Packages of VS Code that are compiled on this machine. */
  readonly nativeModules: readonly string[];
  /** Those of code-server around it. */
  readonly nativeModulesOfFront: readonly string[];
  /** Packages that its shrinkwrap takes from elsewhere, though the registry has the same version. */
  readonly takenFromRegistry: readonly string[];
  /** What is put right in the files of code-server, because later versions have it right and tests need it. */
  readonly mended: readonly { readonly file: string; readonly wrong: string; readonly right: string }[];
}

export const editorBuilds: Readonly<Record<Engine, EditorBuild>> = {
  newest: {
    version: '4.139.1',
    vscodeVersion: '1.139.1',
    node: 24,
    nativeModules: ['@vscode/spdlog', 'node-pty', '@vscode/native-watchdog', '@parcel/watcher'],
    // Its argon2 comes compiled.
    nativeModulesOfFront: [],
    takenFromRegistry: [],
    mended: [],
  },
  // What `engines.vscode` in package.json promises.
  minimum: {
    version: '4.96.4',
    vscodeVersion: '1.96.4',
    node: 20,
    nativeModules: ['@vscode/spdlog', 'node-pty', 'native-watchdog', '@parcel/watcher'],
    nativeModulesOfFront: ['argon2'],
    takenFromRegistry: ['@vscode/proxy-agent'],
    mended: [
      {
        // The address of the proxy had lost the path and the query of the address on loopback.
        file: 'lib/vscode/out/vs/code/browser/workbench/workbench.js',
        wrong: 'o=A.parse(new URL(l,window.location.href).toString())',
        right:
          'o=A.parse(new URL(l,window.location.href).toString()),' +
          'o=o.with({path:o.path.replace(/\\/$/,"")+r.path,query:r.query,fragment:r.fragment})',
      },
    ],
  },
};

/** Says to the processes that tests start which engine they are for. */
export const ENGINE_VARIABLE = 'EDITOR_ENGINE';

export const chosenEngine = (): Engine => engineNamed(process.env[ENGINE_VARIABLE] || 'newest');

/** @throws if there is none of that name. */
export function engineNamed(name: string): Engine {
  if (name === 'newest' || name === 'minimum') return name;
  throw new Error(`There is no engine "${name}". There are: ${Object.keys(editorBuilds).join(', ')}.`);
}
