/** Times the first `require` of each file in a process that is like an extension host: it has long loaded what Node.js has. */
const { performance } = require('node:perf_hooks');
const Module = require('node:module');
[
  'assert',
  'buffer',
  'child_process',
  'crypto',
  'dns',
  'events',
  'fs',
  'fs/promises',
  'http',
  'https',
  'net',
  'os',
]
  .concat(['path', 'stream', 'string_decoder', 'timers', 'tls', 'url', 'util', 'worker_threads', 'zlib'])
  .forEach((name) => require(`node:${name}`));

/** An editor whose every member is a class and a function, and has any member. */
const anything = new Proxy(class {}, { get: () => anything, apply: () => anything });
// By its prototype, which a bundle's copy of its members has as well.
const vscode = Object.create(anything);
const load = Module._load;
Module._load = (name, ...rest) => (name === 'vscode' ? vscode : load(name, ...rest));

// So that it is not the first of them that pays for what Node.js does with its first file.
require('./loadedBefore.cjs');

const times = {};
for (const file of process.argv.slice(2)) {
  const started = performance.now();
  require(file);
  times[file] = performance.now() - started;
}
process.send(times, () => process.disconnect());
