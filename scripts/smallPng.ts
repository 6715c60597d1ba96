import UPNG from 'upng-js';

/**
 * The same picture in so many colours, at a third of the size or less: a picture of VS Code in one theme has few but for the edges of
 * letters.
 */
export function smallPng(png: Buffer, colors: number): Buffer {
  const file = png.buffer.slice(png.byteOffset, png.byteOffset + png.byteLength) as ArrayBuffer;
  const image = UPNG.decode(file);
  const frames = UPNG.toRGBA8(image).slice(0, 1);
  return Buffer.from(UPNG.encode(frames, image.width, image.height, colors));
}
