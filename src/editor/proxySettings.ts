import * as vscode from 'vscode';
import type { ProxySettings } from '../http/proxySettings.ts';

/** What the editor itself goes by. All of these are the user's own: the editor takes none from a workspace. */
export function proxySettings(): ProxySettings {
  const http = vscode.workspace.getConfiguration('http');
  return {
    proxySupport: http.get('proxySupport', 'override'),
    proxy: http.get('proxy', ''),
    noProxy: http.get('noProxy', []),
    proxyAuthorization: http.get<string | null>('proxyAuthorization', null) ?? undefined,
    proxyStrictSSL: http.get('proxyStrictSSL', true),
  };
}
