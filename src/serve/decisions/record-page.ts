import { asSeen } from '../../decisions/as-seen.ts';
import { type ChoicesFor, choicesFor } from '../../decisions/choices-for.ts';
import { dependantsOf } from '../../decisions/dependants.ts';
import { doneWords, whoWords } from '../../decisions/history-words.ts';
import { intoBooksText } from '../../decisions/into-books.ts';
import { readQueue } from '../../decisions/read-queue.ts';
import { toEnter } from '../../decisions/to-enter.ts';
import type { ToEnter } from '../../entities/definition/definition.ts';
import { singular } from '../../entities/kinds.ts';
import type { AuditEntry, LedgerRecord } from '../../ledger/record.ts';
import { isDropped } from '../../ledger/transitions/what-can-be-done.ts';
import type { EntityName } from '../../model/entities.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { add } from '../../model/money.ts';
import { type ReasonCode, reasons } from '../../model/reasons.ts';
import { momentWords } from '../../model/time-words.ts';
import { isEnterable } from '../../operations/link/enter-as.ts';
import { dayName } from '../../page/days.ts';
import { type Html, html, type Part, prose } from '../../page/html.ts';
import { listing, money } from '../../page/words.ts';
import { commonValue } from '../../verdict/decisions.ts';
import { hiddenFormToken } from '../frame/form.ts';
import { onPage } from '../frame/on-page.ts';
import { mayDecide, page } from '../frame/page.ts';
import { troubleNotice, troublePage } from '../frame/trouble.ts';
import type { Visit } from '../frame/visit.ts';
import { isNotRunYet, notNow } from '../pages/not-now.ts';
import { orTrouble } from '../pipelines/or-trouble.ts';
import { lookAt, quarantineAt, recordAt, toDosAt } from './addresses.ts';
import { choiceForms, hiddenSelection } from './choice-forms.ts';
import { hidden, reasonField } from './fields.ts';
import { queueNoticeOf } from './queue-notice.ts';
import type { Selection } from './selection.ts';

interface Shown {
  readonly record: LedgerRecord;
  readonly history: readonly AuditEntry[];
  /** Undefined where nobody has to decide. */
  readonly about: ChoicesFor | undefined;
  readonly enter: readonly ToEnter[];
  readonly belonging: Html | null;
  readonly timeZone: string;
}

/** One record: why it waits, how its copy differs, what each choice does, and what was done with it. */
export async function recordPage(visit: Visit): Promise<Response> {
  const pipeline = visit.pipeline();
  const key = {
    store: visit.query('store'),
    entity: visit.query('entity') as EntityName,
    sourceId: visit.query('id'),
  };
  const told = await orTrouble(() => pipeline.look((ledger, own) => readShown(visit, ledger, own, key)));
  const crumbs = [
    ['Overview', '/'],
    [pipeline.name, `/pipelines/${pipeline.name}`],
    ['Quarantine', quarantineAt(pipeline.name)],
  ] as const;
  const title = `${key.store} ${singular(key.entity)} ${key.sourceId}`;
  if (told === undefined) {
    const sentence = 'The ledger has no such record. A run reads what is new in the stores.';
    return troublePage(visit, 404, { title: 'Not there', sentence });
  }
  if (isNotRunYet(told)) return notNow(visit, told);
  if (told instanceof ConsolidatorError)
    return page(visit, { title, crumbs, status: 503, content: html`<h1>${title}</h1>${troubleNotice(told)}` });
  const queue = queueNoticeOf(visit, await readQueue(await pipeline.read()));
  const content = html`<h1>${title}</h1>${queue}${factsOf(visit, told)}${decidingOf(visit, told)}${enterOf(told)}${historyOf(told)}`;
  return page(visit, { title, crumbs, content });
}

type Look = Parameters<Parameters<ReturnType<Visit['pipeline']>['look']>[0]>;

async function readShown(
  visit: Visit,
  ledger: Look[0],
  own: Look[1],
  key: { readonly store: string; readonly entity: EntityName; readonly sourceId: string },
): Promise<Shown | undefined> {
  const record = await ledger.find(key);
  if (record === null) return undefined;
  const { file } = visit.pipeline();
  const about = record.state === 'quarantined' ? await choicesFor(ledger, own, file, [record]) : undefined;
  const belonging = await dependantsOf(ledger, record);
  return {
    record,
    about,
    history: await ledger.history(record),
    enter: about !== undefined && isEnterable(record) ? await toEnter(own, ledger, record) : [],
    belonging:
      belonging.length === 0
        ? null
        : html`${belonging.map(({ entity, sourceId, amount }, place) => {
            const address = recordAt(visit.pipeline().name, { store: record.store, entity, sourceId });
            return html`${place === 0 ? '' : ', '}<a href="${address}">${singular(entity)} ${sourceId}</a>${amount === null ? '' : ` (${money(amount)})`}`;
          })}`,
    timeZone: own.primary.timezone,
  };
}

function factsOf({ pipeline }: Visit, { record, about, belonging }: Shown): Html {
  const { store, parent, targetId, amount, bookedOn, difference, reason, state, sourceStatus, method } = record;
  const name = pipeline().name;
  const facts: readonly (readonly [string, Part])[] = [
    ...(parent === null
      ? []
      : [
          [
            'Of order',
            html`<a href="${recordAt(name, { store, entity: 'orders', sourceId: parent })}">${parent}</a>`,
          ] as const,
        ]),
    ['In the primary', targetId ?? 'nothing yet'],
    ...(bookedOn == null ? [] : [['Day', dayName(bookedOn)] as const]),
    ...(amount === null ? [] : [[`Amount in ${store}`, money(amount)] as const]),
    ...(amount === null || difference === null
      ? []
      : [
          [
            targetId === null ? 'Its copy would have' : 'On its copy',
            html`${money(add(amount, difference))} (<span class="off">${money(difference)}</span>)`,
          ] as const,
        ]),
    ...(sourceStatus == null || sourceStatus === '' ? [] : [[`Status in ${store}`, sourceStatus] as const]),
    ...(method == null || method === '' ? [] : [['Method', method] as const]),
    ...(belonging === null ? [] : [['With it', belonging] as const]),
    [
      'It stands as',
      about === undefined
        ? reason === 'to-be-read'
          ? DECIDED
          : stateWords[state]
        : html`quarantined: ${meaningOf(reason)} <span class="soft">${reason ?? ''}</span>`,
    ],
    ...(about !== undefined || record.message === null || record.message === ''
      ? []
      : [['Why', prose(onPage(record.message))] as const]),
  ];
  return html`<section><dl class="facts">${facts.map(([title, value]) => html`<dt>${title}</dt><dd>${value}</dd>`)}</dl>${differencesOf(record)}</section>`;
}

function meaningOf(reason: LedgerRecord['reason']): string {
  return Object.hasOwn(reasons, reason ?? '') ? reasons[reason as ReasonCode].meaning : '';
}

/** It stands so until the next run has read it again: out of the quarantine, and in no way left out. */
const DECIDED = 'decided: it goes with the next run';

const stateWords: Readonly<Record<LedgerRecord['state'], string>> = {
  staged: 'read, and to be judged by the next run',
  writing: 'being written',
  loaded: 'copied',
  linked: 'linked to what was there',
  skipped: 'left out',
  quarantined: 'quarantined',
};

/** Before and after: what its store says, and what its copy shows. */
function differencesOf({ seen = [], store }: LedgerRecord): Html | null {
  const fields = seen.filter(({ key }) => key !== 'may-be-there' && key !== 'waits-for');
  if (fields.length === 0) return null;
  const columns = [
    { title: 'What differs' },
    { title: `In ${store}`, kind: 'wide' },
    { title: 'On its copy', kind: 'wide' },
  ] as const;
  return html`<h2>Before and after</h2>${listing(
    'What differs',
    columns,
    fields.map(({ key, meant, held }) => [key, meant, held]),
  )}`;
}

function decidingOf(visit: Visit, { record, about }: Shown): Html | null {
  if (about === undefined) return isDropped(record) ? takeBack(visit, record) : null;
  const { store, entity, sourceId } = record;
  const { open, intoBooks } = about;
  const value = commonValue(record);
  const selection: Selection = { kind: 'one', store, entity, sourceId };
  return html`<section><h2>What is to be decided</h2><p>${prose(onPage(open.reason))}</p><p class="remedy">${prose(onPage(open.remedy))}</p>
${intoBooks === null ? null : html`<p>Accepted, it puts into the books ${intoBooksText(intoBooks)}.</p>`}
${value === '' ? null : html`<p>What waits for the same is decided <a href="${toDosAt(visit.pipeline().name)}">once for all</a>.</p>`}
${choiceForms(visit, about, selection)}</section>`;
}

/** One that was left out, and is wanted again. */
function takeBack(visit: Visit, record: LedgerRecord): Html | null {
  if (!mayDecide(visit)) return null;
  const { store, entity, sourceId } = asSeen(record);
  const fields = html`${hiddenSelection({ kind: 'one', store, entity, sourceId }, [record])}${hidden('kind', 'retry')}${hidden('decision', crypto.randomUUID())}${reasonField('back')}<p></p><button>See what follows</button>`;
  return html`<section><h2>It was left out</h2><p>To take that back: the next run reads it from its store again, and copies it where all is right.</p>
<form method="post" action="${lookAt(visit.pipeline().name)}">${hiddenFormToken(visit)}${fields}</form></section>`;
}

function enterOf({ enter }: Shown): Html | null {
  if (enter.length === 0) return null;
  return html`<section><h2>To enter in the primary by hand, where it is not copied</h2><dl class="facts">${enter.map(
    ({ name, value }) => html`<dt>${name}</dt><dd>${prose(onPage(value))}</dd>`,
  )}</dl></section>`;
}

function historyOf({ history, timeZone }: Shown): Html | null {
  if (history.length === 0) return null;
  const columns = [{ title: 'When' }, { title: 'By' }, { title: 'What was done', kind: 'wide' }] as const;
  return html`<section><h2>What was done</h2>${listing(
    'What was done',
    columns,
    history.map((entry) => [momentWords(entry.at, timeZone), whoWords(entry), doneWords(entry)]),
  )}</section>`;
}
