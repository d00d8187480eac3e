import { counted, count as countInText, money as moneyInText } from '../model/amounts-text.ts';
import { type Decimal, isZero } from '../model/money.ts';
import { type Html, html, type Part } from './html.ts';

export { counted };

/** As in any text, with a real minus. */
export function money(amount: Decimal): string {
  return moneyInText(amount).replace('-', '−');
}

export function count(number: number): string {
  return countInText(number).replace('-', '−');
}

/** A cell with an amount; zero is there, but does not shout. */
export function moneyCell(amount: Decimal, options: { readonly off?: boolean } = {}): Html {
  if (isZero(amount)) return html`<td class="n zero">–</td>`;
  return html`<td class="n${options.off === true ? ' off' : ''}">${money(amount)}</td>`;
}

export function countCell(number: number, options: { readonly off?: boolean } = {}): Html {
  if (number === 0) return html`<td class="n zero">–</td>`;
  return html`<td class="n${options.off === true ? ' off' : ''}">${count(number)}</td>`;
}

/** Wide tables scroll by themselves, so that the page does not; a person with a keyboard can scroll them too. */
export function scrolling(label: string, content: Html): Html {
  return html`<div class="scroll" role="region" aria-label="${label}" tabindex="0">${content}</div>`;
}

export interface ListColumn {
  readonly title: string;
  /** `n`: a number, to the right. `wide`: a text that needs room. */
  readonly kind?: 'n' | 'wide';
}

/** A table that tells of one thing in each row: on a phone each is a paragraph, so that nobody scrolls for the end of a sentence. */
export function listing(label: string, columns: readonly ListColumn[], rows: readonly (readonly Part[])[]): Html {
  const cell = (content: Part, place: number): Html => {
    const { title = '', kind = '' } = columns[place] ?? {};
    return html`<td class="${kind}"${title === '' ? null : html` data-label="${title}"`}>${content}</td>`;
  };
  return scrolling(
    label,
    html`<table class="listing"><thead><tr>${columns.map(({ title, kind = '' }) => html`<th class="${kind === 'n' ? 'n' : ''}">${title}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map(cell)}</tr>`)}</tbody></table>`,
  );
}
