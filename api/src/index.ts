export { EXTENSION_ID } from './extensionId.ts';
export { getAwsSsoApi } from './getAwsSsoApi.ts';
export type * from './types.ts';
