import { page } from './document.ts';
import { html } from './html.ts';
import { languageOf } from './Language.ts';
import type { Instance } from '../instance.ts';
import type { Route } from '../route.ts';
import type { Answer } from '../wire/answer.ts';
import type { ReceivedRequest } from '../wire/receivedRequest.ts';

export const indexPageRoutes: readonly Route[] = [{ method: 'GET', path: '/', handle: show }];

function show({ settings }: Instance, request: ReceivedRequest): Answer {
  const language = languageOf(request);
  const { t } = language;
  const startUrl = html`<strong>${settings.startUrl}</strong>`;
  const region = html`<strong>${settings.region}</strong>`;
  const link = html`<a href="device">${t('Enter it on the device page')}</a>`;
  return page(
    language,
    t('Ready for sign-ins'),
    html`<p>
        ${t('Applications can sign in here with the start URL {0} in the region {1}.', startUrl, region)}
      </p>
      <p>${t('Does an application show you a code? {0}.', link)}</p>`,
  );
}
