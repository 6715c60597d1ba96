// Loads a bundle of the extension, and prints what that has changed for others in the same process.
const loader = require('node:module');
const { _load } = loader;
/** As much of an editor as is looked at while a bundle is loaded: names that are anything one wants. */
const anything = new Proxy(function () {}, {
  get: (target, name) => (name === 'prototype' ? target.prototype : anything),
});
const names = ['l10n', 'EventEmitter', 'ThemeColor', 'ThemeIcon', 'TreeItem', 'TreeItemCollapsibleState'];
const editor = Object.fromEntries(names.map((name) => [name, anything]));
loader._load = (request, ...rest) => (request === 'vscode' ? editor : _load(request, ...rest));

const shared = {
  globalThis,
  process,
  ...Object.fromEntries(['http', 'https', 'net', 'tls', 'fs'].map((name) => [name, require(`node:${name}`)])),
};
// A first look at one of its classes has Node load its own undici, which sets the same names.
void globalThis.Response;

function look() {
  return Object.entries(shared).flatMap(([owner, object]) =>
    Reflect.ownKeys(object).map((key) => [
      `${owner}.${String(key)}`,
      Object.getOwnPropertyDescriptor(object, key),
    ]),
  );
}

const before = new Map(look());
require(process.argv[2]);
const same = (a, b) => a && Object.is(a.value, b.value) && a.get === b.get && a.set === b.set;
const changed = look().filter(([name, descriptor]) => !same(before.get(name), descriptor));
const listening = process.eventNames().length;
process.stdout.write(`${['loaded', ...changed.map(([name]) => name)].join('\n')}\n`);
process.exitCode = listening > 0 ? 1 : 0;
