import type { SeededRandom } from '../unit/support/seededRandom.ts';

/** What readers of text and of HTTP trip over. */
const PIECES = [
  ...['\r\n', '\n', '\r', '\0', ' ', ':', '=', '[', ']', '%00', '%', '&', '?', '#', '"', "'", '\\', '\uFEFF'],
  ...[
    'Host: evil\r\n',
    'Content-Length: 1\r\n',
    'Content-Length: 99999999999\r\n',
    'Expect: 100-continue\r\n',
  ],
  ...[
    'Transfer-Encoding: chunked\r\n',
    'Connection: Upgrade\r\nUpgrade: websocket\r\n',
    'HTTP/2.0',
    '0\r\n\r\n',
  ],
  ...[
    '-1',
    '9'.repeat(30),
    'é'.repeat(50),
    'A'.repeat(9_000),
    '../../',
    '__proto__',
    '{"a":',
    '[[[[',
    '\ud83d',
  ],
];

/** One of the samples, changed in some places, or cut, doubled, or mixed with another. */
export function mutated(samples: readonly Buffer[], random: SeededRandom): Buffer {
  let bytes = Buffer.from(random.pick(samples));
  for (let changes = random.between(0, 6); changes > 0; changes--) {
    const at = random.between(0, bytes.length + 1);
    const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
    const skipped = random.magnitude(1, 40);
    switch (random.weighted({ piece: 4, byte: 4, cut: 2, end: 1, twice: 1, mixed: 1 })) {
      case 'piece':
        bytes = Buffer.concat([before, Buffer.from(random.pick(PIECES)), after]);
        break;
      case 'byte':
        bytes = Buffer.concat([before, Buffer.from([random.between(0, 256)]), after.subarray(1)]);
        break;
      case 'cut':
        bytes = Buffer.concat([before, after.subarray(skipped)]);
        break;
      case 'end':
        bytes = before;
        break;
      case 'twice':
        bytes = Buffer.concat([bytes, after]);
        break;
      case 'mixed':
        bytes = Buffer.concat([before, random.pick(samples)]);
    }
  }
  return bytes.subarray(0, 64 * 1024);
}
