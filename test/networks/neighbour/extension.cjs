const http = require('http');
const https = require('https');
const net = require('net');
const tls = require('tls');
const undiciDispatcher = Symbol.for('undici.globalDispatcher.1');

/** Every member of what all extensions share, by name. */
const everything = () =>
  new Map(
    Object.entries({ globalThis, http, https, net, tls, 'https.globalAgent': https.globalAgent }).flatMap(
      ([name, object]) =>
        Reflect.ownKeys(object)
          // How many sockets are open is nobody's doing.
          .filter((key) => key !== 'totalSocketCount')
          .map((key) => [`${name}.${String(key)}`, object[key]]),
    ),
  );

exports.activate = () => ({
  everything,
  dispatcher: () => globalThis[undiciDispatcher],
  /** The status, or the code of the failure. */
  fetch: (url) =>
    globalThis.fetch(url).then(
      ({ status }) => status,
      (error) => error.cause?.code ?? String(error),
    ),
  https: (url) =>
    new Promise((resolve) =>
      https
        .get(url, (response) => {
          resolve(response.statusCode);
          response.resume();
        })
        .on('error', (error) => resolve(error.code)),
    ),
});
