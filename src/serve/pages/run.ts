import { z } from 'zod';
import { findKind, plural } from '../../entities/kinds.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { RunEntry, RunPart } from '../../ledger/run-entry.ts';
import { askedOrdersLines, askedOrdersSchema } from '../../model/asked-orders.ts';
import { reasons } from '../../model/reasons.ts';
import { type Html, html } from '../../page/html.ts';
import { count, counted, listing, money } from '../../page/words.ts';
import { page } from '../frame/page.ts';
import { troublePage } from '../frame/trouble.ts';
import type { Visit } from '../frame/visit.ts';
import type { Kept } from '../pipelines/kept.ts';
import { stampOf } from '../pipelines/standings.ts';
import { runWords } from './run-words.ts';
import { tookWords } from './runs-part.ts';
import { clockWords, momentOf, type Telling, tellingOf, told } from './words.ts';

export interface KnownRun {
  readonly run: RunEntry;
  readonly parts: readonly RunPart[];
}

/** One run: what became of all that it read. */
export async function runPage(visit: Visit, kept: Kept<KnownRun | null>): Promise<Response> {
  const pipeline = visit.pipeline();
  const id = Number(visit.parameter('run'));
  const own = await pipeline.read();
  const stamp = await pipeline.look(stampOf);
  const read = () => pipeline.look((ledger) => readRun(ledger, id));
  const { value: known } = await kept.of(JSON.stringify([pipeline.name, id]), stamp, read);
  const address = `/pipelines/${pipeline.name}`;
  if (known === null) {
    const next = html`<p><a href="${address}/runs">All runs</a></p>`;
    return troublePage(visit, 404, { title: 'Not there', sentence: 'There was no such run.', next });
  }
  const telling = tellingOf(own, pipeline.file);
  const { run } = known;
  const { words, look } = runWords(run);
  const content = html`<h1>Run ${run.id} <span class="verdict ${look}">${words}</span></h1>
<p>Began ${momentOf(run.startedAt, telling)}${run.endedAt === null ? '' : `, took ${tookWords(run)}`}. <span class="soft">${clockWords(telling)}</span></p>
${asksPart(run, address)}${countsPart(known)}${reasonsPart(known)}${summaryParts(run, telling)}`;
  return page(visit, {
    title: `Run ${run.id} of ${pipeline.name}`,
    crumbs: [['Overview', '/'], [pipeline.name, address], ['Runs', `${address}/runs`]], // biome-ignore format: a path
    content,
  });
}

const asksSchema = z.object({
  unconfirmed: z
    .array(z.object({ store: z.string(), orders: z.number(), comesTo: askedOrdersSchema.optional().catch(undefined) }))
    .min(1),
});

/** What it asks before it copies, and where that is answered. */
function asksPart({ summary }: RunEntry, address: string): Html | null {
  const asked = asksSchema.safeParse(JSON.parse(summary ?? 'null')).data?.unconfirmed;
  if (asked === undefined) return null;
  return html`<div class="notice"><p><b>It asked before it copied</b> ${asked.map(({ store, orders }) => `${counted(orders, 'order')} of ${store}`).join(' and ')}: so many are older than the last whole run, or this is the first one.</p>${asked.flatMap(({ store, comesTo }) => (comesTo === undefined ? [] : askedOrdersLines(comesTo).map((line) => html`<p>${asked.length > 1 ? `${store}: ` : ''}${line}</p>`)))}<p><a class="button" href="${address}/to-dos">To do: look at it, and say yes</a></p></div>`;
}

async function readRun(ledger: Ledger, id: number): Promise<KnownRun | null> {
  if (!Number.isSafeInteger(id)) return null;
  const [run] = await ledger.runs(1, id + 1);
  return run?.id !== id ? null : { run, parts: await ledger.partsOfRun(id) };
}

const outcomes = [
  ['created', 'copied'],
  ['updated', 'changed'],
  ['unchanged', 'as it was'],
  ['skipped', 'left out'],
  ['quarantined', 'quarantined'],
  ['pending', 'open'],
] as const satisfies readonly (readonly [RunPart['outcome'], string])[];

const countColumns = [
  { title: 'store' },
  ...['read', ...outcomes.map(([, title]) => title)].map((title) => ({ title, kind: 'n' }) as const),
];

function countsPart({ parts }: KnownRun): Html {
  const rows = [...Map.groupBy(parts, ({ store, entity }) => JSON.stringify([store, entity])).values()];
  if (rows.length === 0) return html`<section><h2>What it read</h2><p>Nothing.</p></section>`;
  const countOf = (own: readonly RunPart[], outcome?: RunPart['outcome']): number =>
    own.reduce((sum, part) => (outcome === undefined || part.outcome === outcome ? sum + part.count : sum), 0);
  const cells = rows.map((own) => [
    `${own[0]?.store ?? ''} ${own[0] === undefined ? '' : plural(own[0].entity)}`,
    ...[countOf(own), ...outcomes.map(([key]) => countOf(own, key))].map((number) =>
      number === 0 ? '' : count(number),
    ),
  ]);
  return html`<section><h2>What it read</h2>${listing('What became of what was read', countColumns, cells)}</section>`;
}

const reasonColumns = [
  { title: 'store' },
  { title: 'what' },
  { title: 'why', kind: 'wide' },
  { title: 'how many', kind: 'n' },
  { title: 'amount there', kind: 'n' },
] as const;

/** What was left out or quarantined, by its reason. */
function reasonsPart({ parts }: KnownRun): Html | null {
  const told = parts.filter(
    ({ outcome, reason }) => reason !== null && (outcome === 'skipped' || outcome === 'quarantined'),
  );
  if (told.length === 0) return null;
  const rows = told.map(({ store, entity, outcome, reason, count, amount }) => [
    store,
    `${plural(entity)} ${outcome === 'skipped' ? 'left out' : 'quarantined'}${isOfThatRun(outcome, reason ?? '') ? '' : ' then'}`,
    html`${isOfThatRun(outcome, reason ?? '') ? '' : 'Now: '}${meaningOf(reason ?? '')} <code>${reason}</code>`,
    String(count),
    findKind(entity)?.financial === undefined ? '' : money(amount),
  ]);
  return html`<section><h2>Left out, or quarantined</h2>${listing('Left out, or quarantined', reasonColumns, rows)}</section>`;
}

/** A record has the reason that it stands with now, which need not be one of what became of it in that run. */
function isOfThatRun(outcome: RunPart['outcome'], reason: string): boolean {
  if (!Object.hasOwn(reasons, reason)) return true;
  return (reasons[reason as keyof typeof reasons].kind === 'skip') === (outcome === 'skipped');
}

function meaningOf(reason: string): string {
  return Object.hasOwn(reasons, reason) ? reasons[reason as keyof typeof reasons].meaning : '';
}

/** Of what `run` printed, only this is needed here; a summary of another version may lack some of it. */
const summarySchema = z.object({
  requests: z.record(z.string(), z.number()).catch({}),
  problems: z.array(z.object({ code: z.string().optional(), store: z.string(), message: z.string() })).catch([]),
  differences: z.array(z.object({ store: z.string().catch(''), message: z.string() })).catch([]),
  warnings: z.array(z.object({ store: z.string(), message: z.string() })).catch([]),
  worthALook: z.array(z.object({ store: z.string(), message: z.string(), remedy: z.string() })).catch([]),
});

function summaryParts({ summary }: RunEntry, telling: Telling): Html | null {
  const parsed = summarySchema.safeParse(summary === null ? {} : JSON.parse(summary));
  if (!parsed.success) return null;
  const { requests, problems, differences, warnings, worthALook } = parsed.data;
  const list = (title: string, found: readonly { readonly store: string; readonly message: string }[]): Html | null =>
    found.length === 0
      ? null
      : html`<section><h2>${title}</h2><ul>${found.map(({ store, message }) => html`<li>${store === '' || message.startsWith(`${store}: `) ? '' : `${store}: `}${told(message, telling)}</li>`)}</ul></section>`;
  const sent = Object.entries(requests);
  return html`${list(problems.every(({ code }) => code === 'first-run-unconfirmed') ? 'Why it asked' : 'What went wrong', problems)}
${list('What differs', differences)}
${list('Copied, and worth knowing', warnings)}
${list(
  'Worth a look',
  worthALook.map(({ store, message, remedy }) => ({ store, message: `${message} ${remedy}` })),
)}
${sent.length === 0 ? null : html`<section><h2>Requests</h2><p>${sent.map(([store, number]) => `${store} ${counted(number, 'request')}`).join(', ')}</p></section>`}`;
}
