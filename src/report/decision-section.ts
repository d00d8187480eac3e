import { plural, singular } from '../entities/kinds.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { AuditEntry, LedgerRecord } from '../ledger/record.ts';
import { DROPPED } from '../ledger/transitions/what-can-be-done.ts';
import { listed } from '../model/amounts-text.ts';
import type { RecordKey } from '../model/entities.ts';
import { type Html, html, type Part, prose } from '../page/html.ts';
import { counted, listing, money } from '../page/words.ts';
import { sum } from './figures.ts';

/** Decisions told; older ones are told by `trace` of their order. */
const LISTED = 500;

/** What a person decided about one record, with the record as it stands now; null where it is not there any more. */
export interface PersonsDecision {
  readonly key: RecordKey;
  readonly entry: AuditEntry;
  readonly record: LedgerRecord | null;
}

/** The latest first. */
export async function readDecisions(ledger: Pick<Ledger, 'decisions' | 'findAll'>): Promise<PersonsDecision[]> {
  const told = await ledger.decisions(LISTED);
  const records = await ledger.findAll(told.map(({ key }) => key));
  return told.map((one, place) => ({ ...one, record: records[place] ?? null }));
}

const words: Readonly<Record<string, string>> = {
  accepted: 'taken as right',
  skipped: 'left out',
  linked: 'linked to what is there',
  'linked-by-hand': 'entered by hand, and linked',
  adopted: 'taken into the map',
  retry: 'to be tried again',
  another: 'said to be another one',
  'taken-back': 'its copy was taken back',
  mapped: 'said what a name is in the primary',
  confirmed: 'said that files were imported, or thrown away',
  'said-own': "said to be the primary's own",
  'said-yes': 'orders of before the last whole run are to be copied',
  begun: 'a run was begun by hand',
  undo: 'a run was taken back',
  adopt: 'copies that stood there were taken into the map',
  forgot: 'a shopper was forgotten',
  'closed-store': 'a store was closed',
  claimed: 'said of the ledger that it goes on',
};

interface Showing {
  /** A moment, in words. */
  readonly show: (at: AuditEntry['at']) => string;
  /** Where a record is shown by itself; left out: nowhere. */
  readonly addressOf?: ((key: RecordKey) => string) | undefined;
}

/** What stands as it does since somebody said so: what was dropped by itself, since it is in no books. */
export function decisionSection(decisions: readonly PersonsDecision[], showing: Showing): Html {
  const { show } = showing;
  if (decisions.length === 0) {
    return html`<section id="decided"><h2>What you decided</h2><p>Nobody has decided anything yet.</p></section>`;
  }
  const dropped = decisions.filter((one, place) => isDropped(one) && firstOf(decisions, one) === place);
  const ofAll = decisions.filter(isOfAll);
  const others = decisions.filter((one) => !dropped.includes(one) && !isOfAll(one));
  return html`<section id="decided"><h2>What you decided</h2>
${
  dropped.length === 0
    ? html`<p>Nothing is left out of the books by a decision now.</p>`
    : html`<h3>Dropped: ${droppedWords(dropped)}</h3>
<p class="soft">Left out for good, unless it changes in its store. ${showing.addressOf === undefined ? html`<code>quarantine retry</code> takes it back.` : 'The page of the record takes it back.'}</p>
${listing(
  'What was dropped',
  columns,
  dropped.map((one) => cellsOf(one, showing)),
)}`
}
${
  others.length === 0
    ? null
    : html`<h3>All else, the latest first</h3>${listing(
        'What was decided',
        columns,
        others.map((one) => cellsOf(one, showing)),
      )}`
}
${
  ofAll.length === 0
    ? null
    : html`<h3>About no single record</h3>${listing(
        'What was decided about no single record',
        columnsOfAll,
        ofAll.map(({ key, entry }) => [
          key.store === '' ? 'all' : key.store,
          html`${words[entry.event] ?? entry.event}: ${prose(entry.detail)}`,
          show(entry.at),
          entry.who ?? 'not kept',
        ]),
      )}`
}
${decisions.length < LISTED ? null : html`<p class="soft">The latest ${LISTED} are told here; <code>trace</code> tells all about an order.</p>`}
</section>`;
}

/** About the pipeline, a whole run, a store, or a batch of files. */
function isOfAll({ key }: PersonsDecision): boolean {
  return key.sourceId === '';
}

/** `2 orders (57.28) and 1 payment (5.00)`, as their stores have them. */
function droppedWords(dropped: readonly PersonsDecision[]): string {
  const kinds = [...Map.groupBy(dropped, ({ key }) => key.entity)].map(([entity, some]) => {
    const amounts = some.map(({ record }) => record?.amount ?? null);
    const worth = amounts.every((amount) => amount === null) ? '' : ` (${money(sum(amounts))})`;
    return `${counted(some.length, singular(entity), plural(entity))}${worth}`;
  });
  return listed(kinds);
}

function isDropped({ entry, record }: PersonsDecision): boolean {
  return entry.event === 'skipped' && record?.state === 'skipped' && record.reason === DROPPED;
}

/** The place of the latest decision of its kind about the same record. */
function firstOf(decisions: readonly PersonsDecision[], { key, entry }: PersonsDecision): number {
  const isSame = (one: RecordKey): boolean =>
    one.store === key.store && one.entity === key.entity && one.sourceId === key.sourceId;
  return decisions.findIndex((one) => one.entry.event === entry.event && isSame(one.key));
}

const columns = [
  { title: 'record' },
  { title: 'decided, and why', kind: 'wide' },
  { title: 'amount there', kind: 'n' },
  { title: 'when' },
  { title: 'who' },
] as const;

const columnsOfAll = [
  { title: 'store' },
  { title: 'decided, before and after, and why', kind: 'wide' },
  { title: 'when' },
  { title: 'who' },
] as const;

function cellsOf(decision: PersonsDecision, { show, addressOf }: Showing): Part[] {
  const { key, entry, record } = decision;
  const { parent = null, targetId = null, amount = null } = record ?? {};
  const of = parent === null ? '' : ` of ${parent}`;
  const copy = targetId === null ? '' : ` (${targetId})`;
  const why = isDropped(decision)
    ? (record?.message ?? '')
    : entry.event === 'skipped'
      ? entry.detail.replace(/^dropped(: )?/, '')
      : entry.detail;
  const name = `${key.store === '' ? 'primary' : key.store} ${singular(key.entity)} ${key.sourceId}${of}${copy}`;
  return [
    record === null || addressOf === undefined ? name : html`<a href="${addressOf(key)}">${name}</a>`,
    html`${words[entry.event] ?? entry.event}${why === '' ? null : html`: ${prose(why)}`}`,
    amount === null ? '' : money(amount),
    show(entry.at),
    entry.who ?? 'not kept',
  ];
}
