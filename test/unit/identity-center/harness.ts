import { startIdentityCenter } from '../../identity-center/server.ts';
import type { IdentityCenter, IdentityCenterOptions } from '../../identity-center/server.ts';

export const deviceCodeGrant = 'urn:ietf:params:oauth:grant-type:device_code';

export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  json: Record<string, unknown>;
}

export interface Registration {
  clientId: string;
  clientSecret: string;
}

/** An Identity Center with a clock that only the test moves, and a client that hides nothing of the wire. */
export class Harness {
  readonly center: IdentityCenter;
  readonly #time: { now: number };

  constructor(center: IdentityCenter, time: { now: number }) {
    this.center = center;
    this.#time = time;
  }

  static async open(options: IdentityCenterOptions = {}): Promise<Harness> {
    const time = { now: Date.UTC(2026, 0, 1) };
    return new Harness(await startIdentityCenter({ clock: () => time.now, ...options }), time);
  }

  get now(): number {
    return this.#time.now;
  }

  pass(seconds: number): void {
    this.#time.now += seconds * 1000;
  }

  /** Redirects are for the test to look at. */
  async send(path: string, init?: RequestInit): Promise<Reply> {
    const response = await fetch(this.center.url + path, { redirect: 'manual', ...init });
    const text = await response.text();
    const isJson = response.headers.get('content-type') === 'application/json';
    const json = isJson ? (JSON.parse(text) as Record<string, unknown>) : {};
    return { status: response.status, headers: response.headers, text, json };
  }

  post(path: string, body: object | string): Promise<Reply> {
    const headers = { 'Content-Type': 'application/json' };
    return this.send(path, {
      method: 'POST',
      headers,
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  }

  async register(members: object = { scopes: ['sso:account:access'] }): Promise<Registration> {
    const { json } = await this.post('/client/register', {
      clientName: 'Editor',
      clientType: 'public',
      ...members,
    });
    return { clientId: String(json['clientId']), clientSecret: String(json['clientSecret']) };
  }

  async startDevice(client: Registration): Promise<{ deviceCode: string; userCode: string }> {
    const { json } = await this.post('/device_authorization', { ...client, startUrl: this.center.startUrl });
    return { deviceCode: String(json['deviceCode']), userCode: String(json['userCode']) };
  }

  poll(client: Registration, deviceCode: string): Promise<Reply> {
    return this.post('/token', { ...client, grantType: deviceCodeGrant, deviceCode });
  }

  refresh(client: Registration, refreshToken: unknown): Promise<Reply> {
    return this.post('/token', { ...client, grantType: 'refresh_token', refreshToken });
  }

  /** The whole device flow, up to the answer with the tokens. */
  async signIn(client: Registration): Promise<Reply> {
    const { deviceCode, userCode } = await this.startDevice(client);
    this.center.approve(userCode);
    this.pass(1);
    return this.poll(client, deviceCode);
  }

  portal(path: string, accessToken: unknown, method = 'GET'): Promise<Reply> {
    return this.send(path, { method, headers: { 'x-amz-sso_bearer_token': String(accessToken) } });
  }

  form(fields: Record<string, string>, path = '/device'): Promise<Reply> {
    return this.send(path, { method: 'POST', body: new URLSearchParams(fields) });
  }
}
