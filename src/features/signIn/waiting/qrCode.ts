import { encode } from 'uqr';

/** Phones want four modules around a code (ISO/IEC 18004). */
const BORDER = 4;

/** A QR code as the address of a picture: dark on light in every theme, since phones want it so. A bundle of its own. */
export function qrCode(text: string): string {
  const { data, size } = encode(text, { border: BORDER, ecc: 'M' });
  const path = data
    .map((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')).join(''))
    .join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${path}"/></svg>`;
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
}
