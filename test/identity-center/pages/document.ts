import { html, Html } from './html.ts';
import { style } from './style.ts';
import type { Answer } from '../wire/answer.ts';
import type { Language } from './Language.ts';

/**
 * No scripts and nothing from elsewhere. Links and forms are relative everywhere, because a browser-hosted editor
 * serves these pages under a path of its own.
 */
const headers = {
  'Content-Type': 'text/html; charset=utf-8',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
  'Cache-Control': 'no-store',
  Vary: 'Accept-Language',
};

function contentSecurityPolicy(formTargets: readonly string[]): string {
  const formAction = ["'self'", ...formTargets].join(' ');
  return `default-src 'none'; style-src 'unsafe-inline'; form-action ${formAction}; base-uri 'none'; frame-ancestors 'none'`;
}

/** A whole page with one heading and its content. `formTargets` are where its forms may lead besides here. */
export function page(
  { tag, t }: Language,
  heading: Html,
  content: Html,
  status = 200,
  formTargets: readonly string[] = [],
): Answer {
  const { markup } = html`<!doctype html>
    <html lang="${tag}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${heading} – ${t('Local Identity Center')}</title>
        <style>
          ${new Html(style)}
        </style>
      </head>
      <body>
        <header>
          <p><strong>${t('Local Identity Center')}</strong> <span class="tag">${t('not AWS')}</span></p>
        </header>
        <main>
          <h1>${heading}</h1>
          ${content}
        </main>
        <footer>
          <p>
            ${t(
              'A stand-in for AWS IAM Identity Center, for development and tests on this computer. It is not run by AWS, the accounts are made up, and nothing done here reaches AWS.',
            )}
          </p>
        </footer>
      </body>
    </html> `;
  return {
    status,
    headers: {
      ...headers,
      'Content-Language': tag,
      'Content-Security-Policy': contentSecurityPolicy(formTargets),
    },
    body: markup,
  };
}
