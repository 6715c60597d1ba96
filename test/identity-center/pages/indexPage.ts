import { page } from './document.ts';
import { html } from './html.ts';
import type { Route } from '../route.ts';

export const indexPageRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/',
    handle: ({ settings }) =>
      page(
        'Ready for sign-ins',
        html`<p>
            Applications can sign in here with the start URL <strong>${settings.startUrl}</strong> in the
            region <strong>${settings.region}</strong>.
          </p>
          <p>Does an application show you a code? <a href="device">Enter it on the device page</a>.</p>`,
      ),
  },
];
