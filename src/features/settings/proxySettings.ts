import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import type { ProxySettings } from '../../http/fallback/proxyFor.ts';

let last: ProxySettings | undefined;

/**
 * What the editor itself goes by: the very same object as long as nothing changes. All of these are the user's own: the
 * editor takes none from a workspace.
 */
export function proxySettings(): ProxySettings {
  const now = read();
  return isDeepStrictEqual(now, last) ? last! : (last = now);
}

function read(): ProxySettings {
  const http = vscode.workspace.getConfiguration('http');
  const noProxy = http.get<unknown>('noProxy');
  return {
    proxySupport: text(http.get('proxySupport')),
    proxy: text(http.get('proxy')),
    noProxy: Array.isArray(noProxy) ? noProxy.map(text) : [],
    proxyAuthorization: text(http.get('proxyAuthorization')) || undefined,
    proxyStrictSSL: http.get('proxyStrictSSL') !== false,
    systemCertificates: http.get('systemCertificates') !== false,
  };
}

/** People write anything into their settings. */
function text(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}
