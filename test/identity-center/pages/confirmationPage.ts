import { crossDevice } from '../services/signin/clients.ts';
import { confirmationPath } from '../services/signin/addresses.ts';
import { problemPage } from './authorizationViews.ts';
import { page } from './document.ts';
import { html } from './html.ts';
import { languageOf } from './Language.ts';
import type { Instance } from '../instance.ts';
import type { Route } from '../route.ts';
import type { Answer } from '../wire/answer.ts';
import type { ReceivedRequest } from '../wire/receivedRequest.ts';

/** Where a cross-device sign-in ends: the person carries `state` and `code` to the other computer as one text. */
export const confirmationPageRoutes: readonly Route[] = [
  { method: 'GET', path: confirmationPath, handle: show },
];

function show({ store }: Instance, request: ReceivedRequest): Answer {
  const { query } = request;
  const language = languageOf(request);
  const { t } = language;
  if (query.has('error')) {
    return page(
      language,
      t('Request denied'),
      html`<p class="outcome denied">${t('The developer tool on the other computer gets no credentials.')}</p>
        <p>${t('You can close this window, and stop the tool that is waiting.')}</p>`,
    );
  }
  const code = query.get('code') ?? '';
  const known = store.authorizationCodes.get(code);
  const state = query.get('state');
  if (known?.request.clientId !== crossDevice || known.request.state !== state) {
    return problemPage(language, 404, 'There is no such code.');
  }
  const text = Buffer.from(`state=${state}&code=${code}`).toString('base64');
  return page(
    language,
    t('Copy this text'),
    html`<p>${t('Paste it where the tool on the other computer asks for the authorization code.')}</p>
      <p class="copy" tabindex="0" aria-label="${t('Authorization code')}">${text}</p>
      <p class="quiet">${t('It is good for one sign-in, for a few minutes. Give it to nobody else.')}</p>`,
  );
}
