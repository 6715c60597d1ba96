/** The environment variable by which the journeys of a desktop run in a real one, in place of a stand-in. */
export const DESKTOP_VARIABLE = 'TEST_DESKTOP';
