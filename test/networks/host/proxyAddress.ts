import { proxyPassword, proxyUser } from '../names.ts';

export const credentials = `${proxyUser}:${encodeURIComponent(proxyPassword)}`;

/** RFC 7617 section 2. */
export const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

export const proxyAt = ({ port }: { port: number }, userInfo?: string): string =>
  `http://${userInfo === undefined ? '' : `${userInfo}@`}127.0.0.1:${port}`;
