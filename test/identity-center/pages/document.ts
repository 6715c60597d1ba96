import { html, Html } from './html.ts';
import { style } from './style.ts';
import type { Answer } from '../wire/answer.ts';

/**
 * No scripts and nothing from elsewhere. Links and forms are relative everywhere, because a browser-hosted editor
 * serves these pages under a path of its own.
 */
const headers = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};

/** A whole page with one heading and its content. */
export function page(heading: string, content: Html, status = 200): Answer {
  const { markup } = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${heading} – Local Identity Center</title>
        <style>
          ${new Html(style)}
        </style>
      </head>
      <body>
        <header>
          <p><strong>Local Identity Center</strong> <span class="tag">not AWS</span></p>
        </header>
        <main>
          <h1>${heading}</h1>
          ${content}
        </main>
        <footer>
          <p>
            A stand-in for AWS IAM Identity Center, for development and tests on this computer. It is not run
            by AWS, the accounts are made up, and nothing done here reaches AWS.
          </p>
        </footer>
      </body>
    </html> `;
  return { status, headers, body: markup };
}
