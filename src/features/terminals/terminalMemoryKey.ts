/** By what the state of the workspace has the role of terminals. Looked at while the editor starts. */
export const TERMINAL_MEMORY = 'awsSso.terminals';
/** By what it has the terminals with a role of their own. */
export const OWN_TERMINALS = 'awsSso.ownTerminals';
