/** Known to the proxy alone. */
export const proxiedName = 'oidc.aws.test';
/** Known to the proxy too, which opens no way there. */
export const closedName = 'closed.aws.test';
/** Known to the machine as well, where a launch can have a hosts file of its own: IPv4 and IPv6. */
export const machineName = 'direct.aws.test';
/** Known to nobody. */
export const unknownName = 'nowhere.aws.test';

export const proxyUser = 'alice';
/** Needs escaping in a URL, as real ones do. */
export const proxyPassword = 'pa:ss@word';
