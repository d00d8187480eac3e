import { toDoOfMonth } from '../../decisions/todo/for-month.ts';
import { thingsToDo } from '../../decisions/todo/things.ts';
import { monthTables } from '../../month/csv.ts';
import { makeMonth } from '../../month/make-month.ts';
import type { Month } from '../../month/month.ts';
import type { MonthPack } from '../../month/pack.ts';
import { monthPage } from '../../month/page.ts';
import { monthSentences } from '../../month/words.ts';
import { type Html, html, prose } from '../../page/html.ts';
import { toldByLedger } from '../../proof/told-by-ledger.ts';
import { compareBooks } from '../../reconcile/reconcile.ts';
import { onPage } from '../frame/on-page.ts';
import type { Site } from '../frame/site.ts';
import type { ServedPipeline } from '../pipelines/served-pipeline.ts';
import type { JobWork } from './jobs.ts';
import type { JobFile, JobResult } from './kept-result.ts';

/** What a month is closed by, as the command `month` makes it: both sides are asked. */
export async function monthJob(
  {
    pipeline,
    site,
    month,
    allowEmpty,
  }: {
    readonly pipeline: ServedPipeline;
    readonly site: Site;
    readonly month: Month;
    readonly allowEmpty: boolean;
  },
  work: JobWork,
): Promise<JobResult> {
  const { home, now } = site;
  const { file } = pipeline;
  const { own, told } = await pipeline.look(async (ledger, own) => ({ own, told: await toldByLedger(ledger) }));
  // The ledger is closed meanwhile: stores may take minutes.
  const books = await compareBooks({
    ...{ pipeline: own, home, now, from: month.from, to: month.to, dated: month, allowEmpty },
    live: own.xero !== undefined,
    ...told,
    ...work,
  });
  return pipeline.look(async (ledger) => {
    const toDo = toDoOfMonth(await thingsToDo(ledger, own, file, now()), file);
    const pack = await makeMonth({ pipeline: own, file, month, toDo, ledger, books });
    return { shown: verdictOf(pack), files: filesOf(pack, { file, timeZone: own.primary.timezone }) };
  });
}

const verdicts = {
  closed: ['good', 'Closed, and adds up'],
  open: ['warn', 'Something is still open'],
  differs: ['bad', 'Something differs'],
} as const satisfies Record<MonthPack['state'], readonly [string, string]>;

function verdictOf(pack: MonthPack): Html {
  const [look, words] = verdicts[pack.state];
  return html`<p><span class="verdict ${look}">${words}</span></p><div class="sum">${monthSentences(pack).map((sentence) => html`<p>${prose(onPage(sentence))}</p>`)}<p class="soft">What is open, and what differs, stands one by one in the page of the pack.</p></div>`;
}

/** What each table tells, by the name that `monthTables` gives it. */
const tables: Readonly<Record<string, string>> = {
  sums: 'the sums of both sides',
  gst: 'GST by tax code',
  payments: 'payments by method',
  'by-hand': 'what is to be allocated in Xero by hand',
  xero: 'what has arrived in Xero',
  orders: 'each order, to tick off',
  open: 'what is open, and what differs',
};

function filesOf(pack: MonthPack, about: { readonly file: string; readonly timeZone: string }): JobFile[] {
  return [
    {
      name: `month-${pack.month}.html`,
      words: 'the page, to look at and to print',
      type: 'text/html; charset=utf-8',
      content: monthPage(pack, about).toString(),
    },
    ...[...monthTables(pack)].map(([name, content]) => ({
      name: `month-${pack.month}-${name}.csv`,
      words: `${tables[name] ?? name}, for a spreadsheet`,
      type: 'text/csv; charset=utf-8',
      content,
    })),
  ];
}
