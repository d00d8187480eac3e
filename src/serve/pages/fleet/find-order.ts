import { decimalSchema } from '../../../model/money.ts';
import { dayName } from '../../../page/days.ts';
import { type Html, html } from '../../../page/html.ts';
import { counted, listing, money } from '../../../page/words.ts';
import { page } from '../../frame/page.ts';
import type { Visit } from '../../frame/visit.ts';
import type { FleetView, FoundOrders, OrderOfFleet } from '../../pipelines/fleet-view.ts';
import { orderStates } from '../trace-parts.ts';

/** Longer than any number of an order. */
const LONGEST = 50;

/** A field for the number of an order, wherever somebody may have it from. */
export function orderSearch(value: string): Html {
  return html`<form method="get" action="/orders" class="search" role="search" aria-label="An order of any pipeline"><div><label for="order">Find an order in all pipelines, by its number in its store or in the primary</label>
<input id="order" name="order" value="${value}" maxlength="${LONGEST}" required autocomplete="off"></div><div><button>Find</button></div></form>`;
}

/** Where an order is, of all pipelines that the visitor may see. */
export async function ordersPage(visit: Visit, fleet: FleetView): Promise<Response> {
  const number = visit.query('order').trim().slice(0, LONGEST);
  const found = number === '' ? undefined : await fleet.orders(visit.grant?.reads ?? null, number);
  const content = html`<h1>${number === '' ? 'Find an order' : `Order ${number}`}</h1>
<section>${orderSearch(number)}</section>
${found === undefined ? null : foundPart(found, number)}`;
  return page(visit, {
    title: number === '' ? 'Find an order' : `Order ${number}`,
    crumbs: [['Overview', '/']],
    content,
  });
}

const columns = [
  { title: 'pipeline' },
  { title: 'store' },
  { title: 'number there' },
  { title: 'in the primary' },
  { title: 'how it stands' },
  { title: 'day' },
  { title: 'amount', kind: 'n' },
] as const;

function foundPart({ orders, isCut, unasked }: FoundOrders, number: string): Html {
  return html`${
    orders.length === 0
      ? html`<section><p>No pipeline that you may see knows an order ${number}. It may not be read yet: a pipeline's page says up to when its stores are.</p></section>`
      : html`<section><h2>${isCut ? 'The first ' : ''}${counted(orders.length, 'order')}</h2>${listing('Orders of this number', columns, orders.map(rowOf))}
${isCut ? html`<p>There are more: every store numbers its orders alike. Look for the number that it has in the primary.</p>` : null}</section>`
  }
${unasked.length === 0 ? null : html`<div class="notice"><p>Not asked, since their ledger can't be read now: ${unasked.join(', ')}.</p></div>`}`;
}

function rowOf({ pipeline, store, sourceId, targetId, state, amount, currency, bookedOn }: OrderOfFleet) {
  const [words, look] = orderStates[state] ?? [state, 'warn'];
  const sum = decimalSchema.safeParse(amount).data;
  return [
    html`<a href="/pipelines/${pipeline}">${pipeline}</a>`,
    store,
    html`<a href="/pipelines/${pipeline}/trace?${new URLSearchParams({ order: sourceId }).toString()}">${sourceId}</a>`,
    targetId ?? '',
    html`<span class="verdict ${look}">${words}</span>`,
    bookedOn === null ? '' : dayName(bookedOn),
    sum === undefined ? '' : `${money(sum)}${currency === null ? '' : ` ${currency}`}`,
  ];
}
