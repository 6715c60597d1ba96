import { release } from 'node:os';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Entry } from './Facts.ts';
import { settingEntries } from './settingEntries.ts';

/** Those of AWS, of proxies, and of certificates. */
const VARIABLE =
  /^(AWS_.*|(https?|all|no)_proxy|SSL_CERT_(FILE|DIR)|NODE_(EXTRA_CA_CERTS|TLS_REJECT_UNAUTHORIZED|USE_SYSTEM_CA|USE_ENV_PROXY))$/i;

/** What runs here, and where. */
export function versions({ packageJSON, extensionKind }: vscode.Extension<unknown>): readonly Entry[] {
  const { version } = packageJSON as { version: string };
  const { appName, appHost, remoteName, uiKind } = vscode.env;
  return [
    [l10n.t('Extension'), version],
    [l10n.t('Editor'), `${appName} ${vscode.version} (${appHost})`],
    [l10n.t('System'), `${process.platform} ${process.arch}, ${release()}`],
    ['Node.js', process.versions.node],
    [
      l10n.t('Runs'),
      extensionKind === vscode.ExtensionKind.Workspace
        ? l10n.t('beside the workspace')
        : l10n.t('beside the window'),
    ],
    [l10n.t('Remote'), remoteName ?? l10n.t('no')],
    [l10n.t('Window'), uiKind === vscode.UIKind.Web ? l10n.t('in a browser') : l10n.t('on the desktop')],
    [l10n.t('Workspace'), vscode.workspace.isTrusted ? l10n.t('trusted') : l10n.t('Restricted Mode')],
  ];
}

/** How settings stand that may be behind a failure. */
export function networkSettings(): readonly Entry[] {
  const configuration = vscode.workspace.getConfiguration();
  return settingEntries((name) => configuration.get<unknown>(name));
}

/** The names of the variables that are set, and may be behind a failure. */
export function variableNames(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  return Object.keys(env)
    .filter((name) => VARIABLE.test(name) && env[name] !== '')
    .sort();
}
