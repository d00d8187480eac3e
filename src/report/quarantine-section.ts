import { singular } from '../entities/kinds.ts';
import type { LedgerRecord } from '../ledger/record.ts';
import { type ReasonCode, reasons } from '../model/reasons.ts';
import { type Html, html, type Part, prose } from '../page/html.ts';
import { counted, listing, money } from '../page/words.ts';
import { grouped, sum } from './figures.ts';

/** More are told by `quarantine list`; the page stays one that a phone can show. */
const LISTED = 100;

/** What waits for a person, by reason, with what to do. */
export function quarantineSection(quarantined: readonly LedgerRecord[]): Html {
  if (quarantined.length === 0) {
    return html`<section id="quarantine"><h2>Quarantine</h2><p><span class="verdict good">Empty</span> Nothing waits for you.</p></section>`;
  }
  const groups = grouped(quarantined, ({ reason }) => reason ?? '').sort(([, a], [, b]) => b.length - a.length);
  return html`<section id="quarantine"><h2>Quarantine: ${counted(quarantined.length, 'record')}</h2>
<p class="soft">Quarantined until a person decides. After each reason stands what to do.</p>
${groups.map(([reason, list]) => reasonBlock(reason, list))}</section>`;
}

function reasonBlock(reason: string, list: readonly LedgerRecord[]): Html {
  const entry = Object.hasOwn(reasons, reason) ? reasons[reason as ReasonCode] : undefined;
  const orders = list.filter(({ entity }) => entity === 'orders');
  const amount = orders.length === 0 ? '' : `, orders over ${money(sum(orders.map((order) => order.amount)))}`;
  return html`<div class="reason"><h3><code>${reason}</code><span class="soft">${counted(list.length, 'record')}${amount}</span></h3>
<p>${entry?.meaning ?? 'A reason that this version of the program does not know.'}</p>
${entry === undefined ? null : html`<p class="remedy"><b>What to do:</b> ${prose(entry.remedy)}</p>`}
<details><summary>${list.length === 1 ? 'The record' : 'The records'}</summary>
${listing(`Records quarantined for ${reason}`, columns, list.slice(0, LISTED).map(cellsOf))}
${list.length > LISTED ? html`<p class="soft">And ${counted(list.length - LISTED, 'more', 'more')}: see <code>quarantine list</code>.</p>` : null}
</details></div>`;
}

const columns = [
  { title: 'store' },
  { title: 'record' },
  { title: 'in its store' },
  { title: 'in the primary' },
  { title: 'amount there', kind: 'n' },
  { title: 'what was found', kind: 'wide' },
] as const;

function cellsOf({ store, entity, sourceId, targetId, amount, message, parent }: LedgerRecord): Part[] {
  const where = parent === null ? sourceId : `${sourceId} of ${parent}`;
  return [store, singular(entity), where, targetId ?? '', amount === null ? '' : money(amount), prose(message ?? '')];
}
