import { SigninException, signinExceptionAnswer } from '../../wire/signinException.ts';
import { createOAuth2Token } from './createOAuth2Token.ts';
import type { Route } from '../../route.ts';

/** The AWS Sign-In API, as far as it needs no signatures. */
export const signinRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/v1/token',
    operation: 'CreateOAuth2Token',
    handle: (instance, request) => {
      try {
        return createOAuth2Token(instance, request);
      } catch (error) {
        if (error instanceof SigninException) return signinExceptionAnswer(error);
        throw error;
      }
    },
  },
];
