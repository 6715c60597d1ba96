import * as vscode from 'vscode';
import type { ProxySettings } from '../../http/fallback/proxySettings.ts';

/** What the editor itself goes by. All of these are the user's own: the editor takes none from a workspace. */
export function proxySettings(): ProxySettings {
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
