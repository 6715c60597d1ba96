/** The one style sheet, light and dark. */
export const style = `
:root {
  color-scheme: light dark;
  --ground: #f3f5f8; --card: #fff; --ink: #17202c; --quiet: #566274; --line: #d5dbe3; --field: #8591a3;
  --accent: #1d5fd0; --accent-strong: #174ca8; --on-accent: #fff; --well: #eef2f8;
  --tag: #6b4a00; --tag-ground: #fff0c9; --good: #17713d; --bad: #b3261e; --shadow: 0 1px 2px #17202c14, 0 8px 28px #17202c14;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #10151c; --card: #19212b; --ink: #e7ecf3; --quiet: #a3afbf; --line: #313c4a; --field: #6d7a8c;
    --accent: #8ab4ff; --accent-strong: #a9c8ff; --on-accent: #0c1b33; --well: #222c39;
    --tag: #ffdd8a; --tag-ground: #453508; --good: #74d69b; --bad: #ff9d94; --shadow: none;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; min-height: 100vh; min-height: 100svh; max-width: 30rem; padding: 1.5rem 1rem;
  display: flex; flex-direction: column; justify-content: center; gap: 1rem;
  background: var(--ground); color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif;
  text-wrap: pretty; word-break: auto-phrase;
}
header p { margin: 0; display: flex; align-items: center; gap: .625rem; }
.tag {
  padding: .0625rem .5rem; border-radius: 1rem; font-size: .8125rem; font-weight: 600;
  color: var(--tag); background: var(--tag-ground);
}
main {
  padding: 1.75rem; border: 1px solid var(--line); border-radius: .75rem;
  background: var(--card); box-shadow: var(--shadow); overflow-wrap: break-word;
}
main > :last-child { margin-bottom: 0; }
h1 { margin: 0 0 .75rem; font-size: 1.5rem; line-height: 1.25; letter-spacing: -.01em; text-wrap: balance; }
h2 { margin: 1.5rem 0 .5rem; font-size: 1rem; }
p, ul, dl { margin: 0 0 1rem; }
ul { padding-left: 1.25rem; }
li + li { margin-top: .25rem; }
footer p { margin: 0; font-size: .8125rem; color: var(--quiet); }
a { color: var(--accent); }
.quiet { color: var(--quiet); font-size: .875rem; }
.code {
  margin: 0 0 1rem; padding: .625rem; border-radius: .5rem; background: var(--well); text-align: center;
  font: 600 1.75rem/1.3 ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace; letter-spacing: .08em;
}
fieldset { margin: 0 0 1rem; padding: 0; border: 0; }
legend { margin-bottom: .375rem; padding: 0; font-weight: 600; }
label { display: block; margin-bottom: .375rem; font-weight: 600; }
input {
  display: block; width: 100%; margin-bottom: .375rem; padding: .625rem .75rem; border: 1px solid var(--field);
  border-radius: .5rem; background: var(--card); color: inherit;
  font: 1.25rem/1.4 ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace;
  letter-spacing: .08em; text-transform: uppercase;
}
.choice {
  display: flex; align-items: baseline; gap: .625rem; margin-bottom: .5rem; padding: .625rem .75rem;
  border: 1px solid var(--line); border-radius: .5rem; overflow-wrap: anywhere;
  font-size: .9375rem; font-weight: 400; cursor: pointer;
}
.choice:has(:checked) { border-color: var(--accent); background: var(--well); }
.choice span { min-width: 0; }
input[type='radio'] { flex: none; width: auto; margin: 0; padding: 0; accent-color: var(--accent); }
.copy {
  margin: 0 0 1rem; padding: .75rem; border-radius: .5rem; background: var(--well); overflow-wrap: anywhere; user-select: all;
  font: .9375rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace;
}
.problem { color: var(--bad); }
.outcome { padding: .625rem .875rem; border-left: .25rem solid; border-radius: .25rem; background: var(--well); font-weight: 600; }
.approved { color: var(--good); }
.denied { color: var(--bad); }
.actions { display: flex; flex-wrap: wrap; gap: .75rem; margin-top: 1.5rem; }
button {
  flex: 1 1 8rem; min-height: 2.75rem; padding: .5rem 1.25rem; border: 1px solid var(--field); border-radius: .5rem;
  background: transparent; color: inherit; font: inherit; font-weight: 600; cursor: pointer;
}
button:hover { background: var(--well); }
button.primary { border-color: var(--accent); background: var(--accent); color: var(--on-accent); }
button.primary:hover { border-color: var(--accent-strong); background: var(--accent-strong); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
@media (max-width: 24rem) { main { padding: 1.25rem; } }
`;
