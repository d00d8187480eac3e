import { readQueue } from '../../decisions/read-queue.ts';
import { entityNames, plural, singular } from '../../entities/kinds.ts';
import type { QuarantinedPage } from '../../ledger/quarantined-page.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import type { RecordKey } from '../../model/entities.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { quarantineReasons, type ReasonCode, reasons } from '../../model/reasons.ts';
import { dayName } from '../../page/days.ts';
import { type Html, html, prose } from '../../page/html.ts';
import { listing, money } from '../../page/words.ts';
import { onPage } from '../frame/on-page.ts';
import { page } from '../frame/page.ts';
import { troubleNotice } from '../frame/trouble.ts';
import type { Visit } from '../frame/visit.ts';
import { isNotRunYet, notNow } from '../pages/not-now.ts';
import { partsOfPipeline } from '../pages/parts.ts';
import { orTrouble } from '../pipelines/or-trouble.ts';
import { quarantineAt, recordAt, toDosAt, withQuery } from './addresses.ts';
import { queueNoticeOf } from './queue-notice.ts';

/** Records on one page. */
const PAGE = 50;

type Query = Readonly<Record<'q' | 'store' | 'entity' | 'code', string>>;

/** What is quarantined, page by page, with a search. */
export async function quarantinePage(visit: Visit): Promise<Response> {
  const pipeline = visit.pipeline();
  const query = queryOf(visit);
  const told = await orTrouble(async () => {
    const own = await pipeline.read();
    const queue = await readQueue(own);
    const found = await pipeline.look((ledger) =>
      ledger.quarantinedPage({
        store: query.store || undefined,
        entity: query.entity || undefined,
        reason: query.code || undefined,
        text: query.q,
        after: afterOf(visit.query('after')),
        limit: PAGE,
      }),
    );
    const stores = own.secondaries.map(({ name }) => name);
    return html`${queueNoticeOf(visit, queue)}${searchForm(pipeline.name, query, stores)}${results(pipeline.name, query, found, queue.isQueued)}`;
  });
  if (isNotRunYet(told)) return notNow(visit, told);
  const content = html`<h1>Quarantine of ${pipeline.name}</h1>${partsOfPipeline(visit)}
<p>What can't be copied as it is waits here until somebody decides. What is to be decided once for many stands under <a href="${toDosAt(pipeline.name)}">To do</a>.</p>
${told instanceof ConsolidatorError ? troubleNotice(told) : told}`;
  const crumbs = [
    ['Overview', '/'],
    [pipeline.name, `/pipelines/${pipeline.name}`],
  ] as const;
  return page(visit, { title: `Quarantine of ${pipeline.name}`, crumbs, content });
}

function queryOf({ query }: Visit): Query {
  return { q: query('q').trim().slice(0, 200), store: query('store'), entity: query('entity'), code: query('code') };
}

/** In words, since nobody knows the codes of what they look for; their letters lead to one of so many. */
const byWords = quarantineReasons
  .map((code) => [code, reasons[code].meaning.replace(/\.$/, '')] as const)
  .toSorted(([, a], [, b]) => a.localeCompare(b, 'en'));

function searchForm(pipeline: string, { q, store, entity, code }: Query, stores: readonly string[]): Html {
  const option = (value: string, chosen: string, words: string): Html =>
    html`<option value="${value}"${value === chosen ? html` selected` : null}>${words}</option>`;
  return html`<section><form method="get" action="${quarantineAt(pipeline)}" role="search" class="search">
<div><label for="q">Number, reference, name or amount</label><input id="q" name="q" type="search" value="${q}" maxlength="200"></div>
<div><label for="store">Store</label><select id="store" name="store">${option('', store, 'all')}${stores.map((one) => option(one, store, one))}</select></div>
<div><label for="entity">What</label><select id="entity" name="entity">${option('', entity, 'all')}${entityNames().map((one) => option(one, entity, plural(one)))}</select></div>
<div><label for="code">Reason</label><select id="code" name="code">${option('', code, 'all')}${byWords.map(([one, words]) => option(one, code, words))}</select></div>
<div><button>Search</button></div></form></section>`;
}

function results(
  pipeline: string,
  query: Query,
  { records, hasMore }: QuarantinedPage,
  isQueued: (key: RecordKey) => boolean,
): Html {
  const last = records.at(-1);
  if (last === undefined) {
    const isNarrowed = Object.values(query).some((value) => value !== '');
    return html`<section><p>${isNarrowed ? 'Nothing that is quarantined is like that.' : 'Nothing is quarantined.'}</p></section>`;
  }
  const columns = [
    { title: 'Record' },
    { title: 'Day' },
    { title: 'Amount', kind: 'n' },
    { title: 'Why it waits', kind: 'wide' },
  ] as const;
  const rows = records.map((record) => [
    html`<a href="${recordAt(pipeline, record)}">${record.store} ${singular(record.entity)} ${record.sourceId}</a>${record.parent === null ? null : html` of ${record.parent}`}`,
    record.bookedOn == null ? '' : dayName(record.bookedOn),
    record.amount === null ? '' : money(record.amount),
    html`${prose(onPage(whyOf(record)))}${isQueued(record) ? html` <b>Decided, and queued.</b>` : null} <span class="soft">${record.reason ?? ''}</span>`,
  ]);
  const after = JSON.stringify([last.store, last.entity, last.sourceId]);
  const next = hasMore
    ? html`<p><a class="button" href="${withQuery(quarantineAt(pipeline), { ...query, after })}">The next ${PAGE}</a></p>`
    : null;
  return html`<section>${listing('Quarantined records', columns, rows)}${next}</section>`;
}

function whyOf({ message, reason }: LedgerRecord): string {
  if (message !== null && message !== '') return message;
  return Object.hasOwn(reasons, reason ?? '') ? reasons[reason as ReasonCode].meaning : '';
}

/** Where the page before ended; what is none begins at the beginning. */
function afterOf(text: string): RecordKey | undefined {
  try {
    const [store, entity, sourceId] = JSON.parse(text) as unknown[];
    if (typeof store !== 'string' || typeof entity !== 'string' || typeof sourceId !== 'string') return undefined;
    return { store, entity: entity as RecordKey['entity'], sourceId };
  } catch {
    return undefined;
  }
}
