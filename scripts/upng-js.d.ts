/** As much of it as `smallPng.ts` uses. */
declare module 'upng-js' {
  interface Image {
    readonly width: number;
    readonly height: number;
  }
  export function decode(file: ArrayBuffer): Image;
  /** Its frames, as red, green, blue and alpha. */
  export function toRGBA8(image: Image): ArrayBuffer[];
  /** @param colors how many there may be; 0 for all. */
  export function encode(frames: ArrayBuffer[], width: number, height: number, colors: number): ArrayBuffer;
}
