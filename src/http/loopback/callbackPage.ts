import { createHash } from 'node:crypto';
import * as l10n from '@vscode/l10n';

/** What the browser shows once it has come back. */
export interface CallbackPage {
  readonly outcome: 'good' | 'bad';
  /** One line. */
  readonly heading: string;
  /** Sentences, plain text. */
  readonly paragraphs: readonly string[];
}

const MARK = {
  good: 'M15 24.5l6.5 6.5L33.5 18',
  bad: 'M17 17l14 14M31 17L17 31',
} as const;

const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #f3f5f8; --card: #fff; --ink: #17202c; --quiet: #566274; --line: #d5dbe3; --good: #17713d; --bad: #b3261e;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #10151c; --card: #19212b; --ink: #e7ecf3; --quiet: #a3afbf; --line: #313c4a; --good: #74d69b; --bad: #ff9d94;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; min-height: 100vh; min-height: 100svh; max-width: 30rem; padding: 1.5rem 1rem;
  display: flex; flex-direction: column; justify-content: center; gap: 1rem;
  background: var(--ground); color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif;
}
main {
  padding: 2rem 1.75rem; border: 1px solid var(--line); border-radius: .75rem; background: var(--card);
  text-align: center; overflow-wrap: break-word;
}
svg { display: block; width: 3rem; height: 3rem; margin: 0 auto 1rem; fill: none; stroke: currentColor; stroke-width: 3; stroke-linecap: round; stroke-linejoin: round; }
.good { color: var(--good); }
.bad { color: var(--bad); }
h1 { margin: 0 0 .5rem; font-size: 1.5rem; line-height: 1.25; letter-spacing: -.01em; text-wrap: balance; }
p { margin: 0; text-wrap: balance; }
p + p { margin-top: .75rem; color: var(--quiet); }
footer { font-size: .8125rem; color: var(--quiet); text-align: center; }
@media (max-width: 24rem) { main { padding: 1.5rem 1.25rem; } }
@media (forced-colors: active) { svg { stroke: CanvasText; } }
`;

/**
 * Nothing but this page's own style. Without links, scripts or anything from elsewhere, it is the same wherever it is
 * served, and its address, which holds a code, goes nowhere.
 */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': [
    `default-src 'none'`,
    `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
  ].join('; '),
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

/** The whole document. */
export function callbackPage({ outcome, heading, paragraphs }: CallbackPage): string {
  const language = l10n.t({
    message: 'en',
    comment: ['The code of the language that this is translated into, such as de.'],
  });
  return `<!doctype html>
<html lang="${escaped(language)}" dir="auto">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(heading)} – SSO Sign-in for AWS</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<svg class="${outcome}" viewBox="0 0 48 48" aria-hidden="true"><circle cx="24" cy="24" r="21"/><path d="${MARK[outcome]}"/></svg>
<h1>${escaped(heading)}</h1>
${paragraphs.map((paragraph) => `<p>${escaped(paragraph)}</p>`).join('\n')}
</main>
<footer>SSO Sign-in for AWS</footer>
</body>
</html>
`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}
