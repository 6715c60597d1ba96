import { StsException, stsExceptionAnswer } from '../../wire/stsException.ts';
import { getCallerIdentity } from './getCallerIdentity.ts';
import type { Route } from '../../route.ts';

/** The sts API: the one operation that tells whether credentials are good, and whose they are. */
export const stsRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/',
    operation: 'GetCallerIdentity',
    handle: (instance, request) => {
      try {
        return getCallerIdentity(instance, request);
      } catch (error) {
        if (error instanceof StsException) return stsExceptionAnswer(error);
        throw error;
      }
    },
  },
];
