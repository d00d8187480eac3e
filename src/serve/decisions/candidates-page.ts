import { randomUUID } from 'node:crypto';
import { singular } from '../../entities/kinds.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import { type LinkCandidate, linkCandidates } from '../../operations/link/candidates.ts';
import { dayName } from '../../page/days.ts';
import { type Html, html } from '../../page/html.ts';
import { listing, money } from '../../page/words.ts';
import { postForm } from '../frame/form.ts';
import { page } from '../frame/page.ts';
import type { Visit } from '../frame/visit.ts';
import { lookAt, quarantineAt, recordAt } from './addresses.ts';
import { hiddenSelection } from './choice-forms.ts';
import { hidden, reasonField } from './fields.ts';
import { recordsOf, type Selection, selectionOf } from './selection.ts';
import { stalePage } from './stale.ts';

/** What in the primary may have been entered for a record, to be chosen from: the primary is asked, and nothing is done. */
export async function candidatesPage(visit: Visit): Promise<Response> {
  const selection = selectionOf(visit);
  const { home } = visit.site;
  const found = await visit.pipeline().look(async (ledger, own) => {
    const [record] = selection.kind === 'one' ? await recordsOf(ledger, selection) : [];
    if (record === undefined) return undefined;
    return { record, candidates: await linkCandidates(own, ledger, record, { home, signal: visit.signal }) };
  });
  if (found === undefined) return stalePage(visit, { selection });
  const { record, candidates } = found;
  const { name } = visit.pipeline();
  const title = `Which one in the primary is ${record.store} ${singular(record.entity)} ${record.sourceId}?`;
  const content = html`<h1>${title}</h1><section>${ownOf(record)}${
    candidates.length === 0
      ? html`<p>The primary shows nothing that could be it and is nobody's copy. Where it stands there all the same, its number can be typed.</p>`
      : html`${candidates.some(({ isEqual }) => isEqual) ? null : html`<p>None has its amount; those nearest to it come first.</p>`}${choosing(visit, selection, record, candidates)}`
  }<p><a href="${recordAt(name, record)}">Type its number, or decide otherwise</a></p></section>`;
  const crumbs = [
    ['Overview', '/'],
    [name, `/pipelines/${name}`],
    ['Quarantine', quarantineAt(name)],
  ] as const;
  return page(visit, { title, crumbs, content });
}

function ownOf({ store, amount, bookedOn }: LedgerRecord): Html {
  const facts = [...(amount === null ? [] : [money(amount)]), ...(bookedOn == null ? [] : [dayName(bookedOn)])];
  return html`<p>In ${store} it has ${facts.length === 0 ? 'no amount and no day' : facts.join(', ')}. Below stands what the primary shows that is nobody's copy.</p>`;
}

function choosing(
  visit: Visit,
  selection: Selection,
  record: LedgerRecord,
  candidates: readonly LinkCandidate[],
): Html {
  const isOrder = record.entity === 'orders';
  const columns = [
    { title: isOrder ? 'Number' : 'Id' },
    { title: isOrder ? 'Contact' : 'Method', kind: 'wide' },
    { title: 'Day' },
    { title: isOrder ? 'Total' : 'Amount', kind: 'n' },
  ] as const;
  const rows = candidates.map(({ id, name, amount, day, isEqual }, place) => [
    html`<label class="tick" for="as-${place}"><input type="${isOrder ? 'radio' : 'checkbox'}" id="as-${place}" name="as" value="${id}"${isOrder ? html` required` : null}> ${id}</label>`,
    name,
    day === null ? '' : dayName(day),
    html`${money(amount)}${isEqual ? html` <span class="soft">equal</span>` : null}`,
  ]);
  return postForm(
    visit,
    lookAt(visit.pipeline().name),
    html`${hiddenSelection(selection, [record])}${hidden('kind', 'link')}${hidden('decision', randomUUID())}${listing(
      'What it may be',
      columns,
      rows,
    )}${isOrder ? null : html`<p>Several that come to it together can be ticked.</p>`}${reasonField('candidate')}<p></p><button>Compare the two</button>`,
  );
}
