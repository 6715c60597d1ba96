import UPNG from 'upng-js';

/** A picture of VS Code in one theme has few colours but for the edges of letters. */
const COLORS = 96;

/** The same picture in as many colours as the eye can tell apart there, at about a third of the size. */
export function smallPng(png: Buffer): Buffer {
  const file = png.buffer.slice(png.byteOffset, png.byteOffset + png.byteLength) as ArrayBuffer;
  const image = UPNG.decode(file);
  const frames = UPNG.toRGBA8(image).slice(0, 1);
  return Buffer.from(UPNG.encode(frames, image.width, image.height, COLORS));
}
