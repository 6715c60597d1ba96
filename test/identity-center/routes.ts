import { authorizationPageRoutes } from './pages/authorizationPages.ts';
import { confirmationPageRoutes } from './pages/confirmationPage.ts';
import { devicePageRoutes } from './pages/devicePage.ts';
import { indexPageRoutes } from './pages/indexPage.ts';
import { bedrockRoutes } from './services/bedrock/service.ts';
import { federationRoutes } from './services/federation.ts';
import { oidcRoutes } from './services/oidc/service.ts';
import { portalRoutes } from './services/portal/service.ts';
import { signinRoutes } from './services/signin/service.ts';
import { stsRoutes } from './services/sts/service.ts';
import { jsonAnswer } from './wire/answer.ts';
import { PortalException, portalExceptionAnswer } from './wire/portalException.ts';
import type { Route } from './route.ts';
import type { Answer } from './wire/answer.ts';

const routes: readonly Route[] = [
  ...oidcRoutes,
  ...portalRoutes,
  ...signinRoutes,
  ...stsRoutes,
  ...federationRoutes,
  ...bedrockRoutes,
  ...devicePageRoutes,
  ...authorizationPageRoutes,
  ...confirmationPageRoutes,
  ...indexPageRoutes,
];

export const operations: ReadonlySet<string> = new Set(
  routes.flatMap(({ operation, actions = [] }) => [
    ...(operation === undefined ? [] : [operation]),
    ...actions,
  ]),
);

export function routeOf(method: string, requestPath: string, query: URLSearchParams): Route {
  const onPath = routes.filter(({ path }) => path === requestPath);
  const served = onPath.filter((route) => route.method === method);
  const route = served.find(({ isFor }) => isFor?.(query)) ?? served.find(({ isFor }) => !isFor);
  if (route) return route;
  const refusal = onPath.length > 0 ? methodNotAllowed() : unknownOperation();
  return { method, path: requestPath, handle: () => refusal };
}

function methodNotAllowed(): Answer {
  return portalExceptionAnswer(new PortalException('MethodNotAllowedException'));
}

function unknownOperation(): Answer {
  const error = 'UnknownOperationException';
  const body = { __type: `com.amazon.coral.service#${error}` };
  return { ...jsonAnswer(404, body, { 'x-amzn-ErrorType': error }), error };
}
