import { StsException, stsExceptionAnswer } from '../../wire/stsException.ts';
import { assumeRole } from './assumeRole.ts';
import { getCallerIdentity } from './getCallerIdentity.ts';
import type { Route } from '../../route.ts';

/** The sts API: the operation that tells whose credentials are, and the one by which a role leads to another. */
export const stsRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/',
    operation: 'GetCallerIdentity',
    actions: ['AssumeRole'],
    handle: (instance, request) => {
      try {
        const isAssumeRole = new URLSearchParams(request.body).get('Action') === 'AssumeRole';
        return isAssumeRole ? assumeRole(instance, request) : getCallerIdentity(instance, request);
      } catch (error) {
        if (error instanceof StsException) return stsExceptionAnswer(error);
        throw error;
      }
    },
  },
];
