/** Text that is markup already; only `html` makes it, so nothing a store sent can get into a page unescaped. */
export class Html {
  readonly #markup: string;

  constructor(markup: string) {
    this.#markup = markup;
  }

  toString(): string {
    return this.#markup;
  }
}

/** No template has it as it stands: what builds the program would write it in another way, so that it ends no page that the program stands in. */
export const END_OF_SCRIPT = new Html('</script>');

export type Part = Html | string | number | null | undefined | readonly Part[];

/** Builds markup; every value is escaped unless it is markup itself. Lists are joined, nothing stands for null. */
export function html(strings: TemplateStringsArray, ...values: readonly Part[]): Html {
  return new Html(strings.reduce((page, text, index) => page + markupOf(values[index - 1]) + text));
}

/** Text of which the parts between backticks are commands or names of settings. */
export function prose(text: string): Html {
  return html`${text.split('`').map((part, place) => (place % 2 === 1 ? html`<code>${part}</code>` : part))}`;
}

function markupOf(value: Part): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Html) return value.toString();
  if (typeof value === 'string' || typeof value === 'number') return escapeText(String(value));
  return value.map(markupOf).join('');
}

function escapeText(text: string): string {
  return (
    text
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      .replace(/"/g, '&quot;')
      .replace(/'/g, '&#39;')
      // Marks that turn the writing direction would make a page say something else than it holds.
      .replace(/[\u202A-\u202E\u2066-\u2069]/g, '')
      // A page shows nothing of these, and what is searched for or copied would not be what is seen.
      .replace(/(?![\t\n\r])\p{Cc}/gu, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`)
  );
}
