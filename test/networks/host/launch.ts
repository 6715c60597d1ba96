import { type Launch, LAUNCH_VARIABLE } from '../launch.ts';

export const launch = JSON.parse(process.env[LAUNCH_VARIABLE] ?? '{}') as Launch;
