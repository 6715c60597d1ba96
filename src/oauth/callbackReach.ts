import type { SignInFlow } from './FlowChoice.ts';

/** Where this extension runs, as seen from the person's browser. */
export interface HostLocation {
  /** The editor itself is shown by a browser. */
  readonly isInBrowser: boolean;
  /** The window is one of another machine, a container or a virtual machine. */
  readonly isRemote: boolean;
  /** The extension runs there, and not beside the window. */
  readonly isInWorkspaceHost: boolean;
}

/**
 * Whether a browser that is sent to a loopback address comes to this extension.
 *
 * - `here`: it runs on the machine of the browser.
 * - `perhaps`: the editor is in a browser, which may be one of the same machine, as when somebody tries it out, and mostly
 *   is not.
 * - `never`: it runs on another machine. Some editors forward ports, but at addresses of their own choice, and not before
 *   they have noticed the port.
 */
export type CallbackReach = 'here' | 'perhaps' | 'never';

export function callbackReach({ isInBrowser, isRemote, isInWorkspaceHost }: HostLocation): CallbackReach {
  if (isInBrowser) {
    return 'perhaps';
  }
  return isRemote && isInWorkspaceHost ? 'never' : 'here';
}

/**
 * The flow to begin with, where the setting says that one.
 *
 * The setting is one of the machine and a device code is its default. So in an editor in a browser, only somebody who
 * has set it for that very server asks for the authorization code: it is tried there, with the code offered beside it
 * for as long as it lasts. Where the browser cannot come back, a device code is used whatever the setting says.
 */
export function flowFor(setting: SignInFlow, reach: CallbackReach): SignInFlow {
  return reach === 'never' ? 'deviceAuthorization' : setting;
}

/**
 * Whether a sign-in with AWS console credentials begins with a text that the person carries from the browser. In an
 * editor in a browser, somebody who has asked for the authorization code has said that it can come back.
 */
export function beginsCrossDevice(setting: SignInFlow, reach: CallbackReach): boolean {
  return reach === 'never' || (reach === 'perhaps' && setting !== 'authorizationCode');
}
