import type { Pipeline } from '../config/pipeline.ts';
import type { LedgerRecord } from '../ledger/record.ts';
import type { RunEntry } from '../ledger/run-entry.ts';
import { wholeLines } from '../model/command-lines.ts';
import { type Instant, localDateOf, millisecondsOf } from '../model/time.ts';
import { inTimeOf, offsetWords, zoneWords } from '../model/time-words.ts';
import { dayName } from '../page/days.ts';
import { Html, html } from '../page/html.ts';
import { style } from '../page/style.ts';
import { count, money } from '../page/words.ts';
import type { LastProof } from '../proof/proof-state.ts';
import type { Reconciliation } from '../reconcile/result.ts';
import { booksStandingOf } from '../verdict/books-standing.ts';
import type { Verdict } from '../verdict/verdict.ts';
import { verdictLegend, verdictSentences } from '../verdict/verdict-text.ts';
import type { KnownDifferences } from './decided.ts';
import { decisionSection, type PersonsDecision } from './decision-section.ts';
import { differenceSection, isWrong } from './difference-section.ts';
import { type LedgerFigures, type Period, sumCopies, sumMoney } from './figures.ts';
import { lookSection } from './look-section.ts';
import { gstSection, moneySection } from './money-sections.ts';
import { movedSection } from './moved.ts';
import { orderSection } from './order-section.ts';
import { proofSection } from './proof-section.ts';
import { quarantineSection } from './quarantine-section.ts';
import { requestSection } from './request-section.ts';

interface ReportContent extends LedgerFigures {
  readonly pipeline: Pipeline;
  /** As it was given, for commands to go on with. */
  readonly file: string;
  readonly at: Instant;
  readonly period: Period;
  readonly quarantined: readonly LedgerRecord[];
  readonly proofs: readonly LastProof[];
  readonly reconciliation: Reconciliation | null;
  /** What the ledger says of its differences. */
  readonly known: KnownDifferences;
  readonly decisions: readonly PersonsDecision[];
  /** Of the month so far, whatever the period is. */
  readonly verdict: Verdict;
}

/** One page that needs nothing but itself: no script, no request, every text escaped. */
export function reportPage(content: ReportContent): string {
  const { pipeline, at, quarantined, runs } = content;
  const { timezone } = pipeline.primary;
  const stores = pipeline.secondaries.map(({ name }) => name);
  const show = (moment: Instant): string => momentIn(moment, timezone);
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="generator" content="neto-consolidator">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${pipeline.name}, ${show(at)}</title>
<style>${new Html(style)}</style>
</head>
<body>
<header><h1>${pipeline.name}</h1>
<p class="soft">${stores.join(', ')} into ${pipeline.primary.host}. ${periodWords(content)} Made ${show(at)}. ${lastRun(runs, show)}</p>
${verdictBlock(content.verdict)}
${tiles(content)}
<nav aria-label="Parts of this page">${links.map(([id, name]) => html`<a href="#${id}">${name}</a>`)}</nav></header>
<main>
${quarantineSection(quarantined)}
${differenceSection(content)}
${proofSection(content.proofs)}
${lookSection(runs)}
${decisionSection(content.decisions, { show })}
${moneySection(content, stores)}
${gstSection(content, stores)}
${movedSection(content, stores)}
${requestSection(runs, [pipeline.primary, ...pipeline.secondaries], show)}
${orderSection(content)}
</main>
<footer><p>Made by neto-consolidator from the ledger of this pipeline. Amounts are in the stores' currency, GST included; days are days of each store's own time zone. To print a table that is folded away, open it first.</p></footer>
</body>
</html>
`;
  // Commands stand between backticks until they are whole.
  return inTimeOf(timezone, page.toString()).replaceAll(/<code>([a-z][^<]*)<\/code>/g, (_, said: string) => {
    const line = wholeLines(`\`${said}\``, html`${content.file}`.toString());
    return `<code>${line.slice(1, -1)}</code>`;
  });
}

const links = [
  ['quarantine', 'Quarantine'],
  ['differences', 'Differences'],
  ['proof', 'Daily proof'],
  ['look', 'Worth a look'],
  ['decided', 'Decided'],
  ['money', 'Money'],
  ['gst', 'GST'],
  ['moved', 'What moved'],
  ['requests', 'Requests'],
  ['orders', 'Orders'],
] as const;

/** What the page is opened for: did everything arrive, does it add up, what must be done. */
function verdictBlock(verdict: Verdict): Html {
  return html`<div class="sum">${verdictSentences(verdict).map((sentence) => html`<p>${sentence}</p>`)}
<p class="soft">${verdictLegend}</p></div>`;
}

function tiles({ orders, payments, quarantined, reconciliation, known }: ReportContent): Html {
  const copied = sumCopies(orders.filter((order) => booksStandingOf(order) === 'copied'));
  const { moneyIn } = sumMoney(payments.filter((payment) => booksStandingOf(payment) === 'copied'));
  const wrong = reconciliation?.differences.filter((one) => isWrong(one, known)).length;
  const tile = (value: string | Html, name: string): Html => html`<li><b>${value}</b><span>${name}</span></li>`;
  return html`<ul class="tiles">
${tile(count(copied.orders), 'orders copied')}${tile(money(copied.total), 'their total in the primary')}${tile(money(copied.gst), 'GST, as their stores have it')}${tile(money(moneyIn), 'paid on them in the primary')}
${tile(html`<span class="verdict ${quarantined.length === 0 ? 'good' : 'warn'}">${count(quarantined.length)}</span>`, 'in quarantine')}
${wrong === undefined ? null : tile(html`<span class="verdict ${wrong === 0 ? 'good' : 'bad'}">${count(wrong)}</span>`, 'differences')}
</ul>`;
}

function periodWords({ period: { from, to } }: ReportContent): string {
  if (from === null && to === null) return 'All that was ever read.';
  return `Accounting dates ${from === null ? '' : `from ${dayName(from)} `}${to === null ? 'until now' : `to ${dayName(to)}`}.`.replace(
    '  ',
    ' ',
  );
}

function lastRun(runs: readonly RunEntry[], show: (at: Instant) => string): string {
  const [last] = runs;
  return last === undefined ? 'There was no run yet.' : `Last run ${last.id}, ${show(last.startedAt)}: ${last.status}.`;
}

function momentIn(at: Instant, timeZone: string): string {
  const time = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' });
  return `${dayName(localDateOf(at, timeZone))}, ${time.format(millisecondsOf(at))} ${zoneWords(timeZone)}${offsetWords(at, timeZone)}`;
}
