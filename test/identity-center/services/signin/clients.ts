import type { Text } from '../../texts/texts.ts';

export const sameDevice = 'arn:aws:signin:::devtools/same-device';
export const crossDevice = 'arn:aws:signin:::devtools/cross-device';

/** The clients that AWS Sign-In knows without a registration, and what people read about them. */
export const signinClients: ReadonlyMap<string, Text> = new Map<string, Text>([
  [sameDevice, 'A developer tool on this computer'],
  [crossDevice, 'A developer tool on another computer'],
]);
