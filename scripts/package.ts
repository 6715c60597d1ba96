import { packageExtension } from './packageExtensions.ts';

console.log(packageExtension());
