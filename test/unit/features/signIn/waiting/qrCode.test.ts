import assert from 'node:assert/strict';
import { encode } from 'uqr';
import { qrCode } from '../../../../../src/features/signIn/waiting/qrCode.ts';

const ADDRESS = 'https://d-1234567890.awsapps.com/start/#/device?user_code=ABCD-EFGH';

describe('qrCode', () => {
  it('draws every dark module of the code, in a quiet zone of four, dark on light in every theme', () => {
    const [, base64 = ''] = /^data:image\/svg\+xml;base64,([\w+/]+=*)$/.exec(qrCode(ADDRESS)) ?? [];
    const svg = Buffer.from(base64, 'base64').toString();
    const { data, size } = encode(ADDRESS, { border: 4, ecc: 'M' });
    const drawn = new Set([...svg.matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(([, x, y]) => `${x} ${y}`));
    const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`${x} ${y}`] : [])));
    assert.deepEqual([...drawn], dark);
    assert.match(svg, new RegExp(`viewBox="0 0 ${size} ${size}".*fill="#fff" d="M0 0h${size}v${size}H0z"`));
    assert.ok(dark.every((at) => at.split(' ').every((c) => Number(c) >= 4 && Number(c) < size - 4)));
  });
});
