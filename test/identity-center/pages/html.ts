/** Markup that is safe to send. Only `html` makes it, and it escapes every text that goes in. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

type Insertion = string | Html | readonly Html[];

export function html(strings: TemplateStringsArray, ...insertions: readonly Insertion[]): Html {
  return new Html(String.raw({ raw: strings }, ...insertions.map(markupOf)));
}

function markupOf(insertion: Insertion): string {
  if (typeof insertion === 'string') return escaped(insertion);
  return insertion instanceof Html ? insertion.markup : insertion.map(({ markup }) => markup).join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}
