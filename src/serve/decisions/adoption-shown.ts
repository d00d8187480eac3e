import type { Adopted, AdoptionEntry } from '../../operations/adopt/adopt-copies.ts';
import { type Html, html, prose } from '../../page/html.ts';
import { countCell, counted, listing, scrolling } from '../../page/words.ts';
import { onPage } from '../frame/on-page.ts';

/** Entries that are named one by one. */
const NAMED = 100;
/** Orders that are named of those that would be taken: enough to look some up. */
const EXAMPLES = 20;

/** What would be taken into the map, what not, and why. */
export function adoptionShown({ adopted, pairs, remarks, left, different, said }: Adopted): Html {
  const rows = Object.entries(adopted).map(
    ([store, { orders, payments }]) =>
      html`<tr><th scope="row">${store}</th>${countCell(orders)}${countCell(payments)}</tr>`,
  );
  const orders = pairs.filter(({ entity }) => entity === 'orders');
  return html`<section><h2>Would be taken</h2>${
    pairs.length === 0
      ? html`<p>Nothing: no order of the primary is a copy of one of these stores that is not in the map.</p>`
      : html`${scrolling('What would be taken, by store', html`<table><thead><tr><th>store</th><th class="n">orders</th><th class="n">payments</th></tr></thead><tbody>${rows}</tbody></table>`)}
<p>${orders.slice(0, EXAMPLES).map(({ sourceId, targetId }, place) => `${place === 0 ? '' : ', '}${sourceId} as ${targetId}`)}${orders.length > EXAMPLES ? ` and ${counted(orders.length - EXAMPLES, 'more order')}` : ''}</p>`
  }</section>
${part('Would be taken, but look at these', remarks)}
${part('Left to the next run, which looks before it writes', left)}
${part('Would not be taken, since they differ from their order', different)}
${[...new Set(different.map(({ remedy }) => remedy))].map((remedy) => html`<p class="remedy">${prose(onPage(remedy))}</p>`)}
${said.length === 0 ? null : html`<section><h2>Would be taken, though not all is as a run would make it</h2><ul>${said.map(({ store, message }) => html`<li>${store}: ${prose(onPage(message))}</li>`)}</ul></section>`}`;
}

function part(title: string, entries: readonly AdoptionEntry[]): Html | null {
  if (entries.length === 0) return null;
  const columns = [
    { title: 'Store' },
    { title: 'Number there' },
    { title: 'In the primary' },
    { title: 'Why', kind: 'wide' },
  ] as const;
  const rows = entries
    .slice(0, NAMED)
    .map(({ store, sourceId, targetId, why }) => [store, sourceId, targetId, prose(onPage(why))]);
  const more = entries.length > NAMED ? html`<p>and ${counted(entries.length - NAMED, 'more')}</p>` : null;
  return html`<section><h2>${title}</h2>${listing(title, columns, rows)}${more}</section>`;
}
