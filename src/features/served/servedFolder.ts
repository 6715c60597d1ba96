/** In the global storage: what all windows share of served profiles. */
export const SERVED_FOLDER = 'served';

/** In that folder: the list of the roles that are served. Looked for while the editor starts. */
export const SERVED_FILE = 'roles.json';
