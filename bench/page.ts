import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { servedPipeline } from '../src/serve/pipelines/served-pipeline.ts';
import { type ServedPage, servePage } from '../src/serve/server.ts';
import { type Bound, most } from './bound.ts';
import { machineText } from './machine.ts';
import { Browser, silenceOf, type Waited } from './page/browser.ts';
import { decideAll } from './page/decide-all.ts';
import { fill, pipelineOf } from './page/fill.ts';

/** How long the page makes somebody wait, whose ledger has so many records, a fifth of them in quarantine. */
const ALL = Number(process.argv[2] ?? 100_000);
const QUARANTINED = ALL / 5;
/** The middle one of so many counts. */
const TIMES = 7;
/** Milliseconds. */
const FIRST_BYTE = 300;
const SEARCH = 500;
/** In which somebody else is not answered, whatever is done. */
const SILENCE = 150;
/** Until the ledgers are summed up for the first time; the browser is opened after that. */
const START = 1_500;

const folder = mkdtempSync(join(tmpdir(), 'page-bench-'));
const environment = { KEY: 'key-of-nobody', NETO_CONSOLIDATOR_HOME: folder };

const last = ALL - (ALL / QUARANTINED) * 40;
const at = '/pipelines/bench';
const pages: readonly (readonly [name: string, path: string, bound: number])[] = [
  ['the run that read all of it', `${at}/runs/1`, FIRST_BYTE],
  ['overview', '/', FIRST_BYTE],
  ['one pipeline', at, FIRST_BYTE],
  ['to do', `${at}/to-dos`, FIRST_BYTE],
  ['to do, in the middle', `${at}/to-dos?from=5000`, FIRST_BYTE],
  ['to do, all of it one decision', '/pipelines/one-decision/to-dos', FIRST_BYTE],
  ['quarantine, the first page', `${at}/quarantine`, FIRST_BYTE],
  [
    'quarantine, near its end',
    `${at}/quarantine?${new URLSearchParams({ after: JSON.stringify(['west', 'orders', `N${last}`]) })}`,
    FIRST_BYTE,
  ],
  ['quarantine, of one reason', `${at}/quarantine?code=total-unexplained`, FIRST_BYTE],
  ['one record', `${at}/record?store=west&entity=orders&id=N${last}`, FIRST_BYTE],
  ['does it add up', `${at}/proof`, FIRST_BYTE],
  ['charts by month', `${at}/charts?until=2026-09`, FIRST_BYTE],
  ['charts by day', `${at}/charts?month=2026-05`, FIRST_BYTE],
  ['month', `${at}/month`, FIRST_BYTE],
  ['runs', `${at}/runs`, FIRST_BYTE],
  ['measures', '/metrics', FIRST_BYTE],
  ['one order', `${at}/trace?order=N500`, SEARCH],
  ['one order that is not there', `${at}/trace?order=N999999`, SEARCH],
  ['search by a number', `${at}/quarantine?q=N${last}`, SEARCH],
  ["search by a customer's reference", `${at}/quarantine?q=ref-${last}-of`, SEARCH],
  ['search by an amount', `${at}/quarantine?q=5010.00`, SEARCH],
  ['search by a reason', `${at}/quarantine?q=total-unexplained`, SEARCH],
  ['search that finds nothing', `${at}/quarantine?q=nothing-like-it`, SEARCH],
];

async function pipeline(name: string, filling: Pick<Parameters<typeof fill>[0], 'all' | 'waiting' | 'methods'>) {
  const file = join(folder, `${name}.yaml`);
  writeFileSync(file, JSON.stringify(pipelineOf(name, `${name}.db`)));
  await fill({ ...filling, file, environment, home: folder });
  return servedPipeline(file, { environment, folder, home: folder, now: Date.now });
}

function tell(name: string, { first, whole, work, silent }: Waited, firstTime?: number): void {
  const inColumn = (milliseconds: number): string => String(Math.round(milliseconds)).padStart(5);
  const more = firstTime === undefined ? '' : `   the first time ${inColumn(firstTime)}`;
  console.log(
    `${name.padEnd(36)} first byte ${inColumn(first)}   whole ${inColumn(whole)}   work ${inColumn(work)}   silent ${inColumn(silent)}${more}`,
  );
}

async function measurePages(browser: Browser): Promise<Bound[]> {
  const bounds: Bound[] = [];
  for (const [name, path, bound] of pages) {
    const times: Waited[] = [];
    for (let time = 0; time < TIMES; time += 1) {
      const answer = await browser.get(path);
      if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`);
      times.push(answer);
    }
    const middle = (of: keyof Waited): number =>
      times.map((one) => one[of]).sort((a, b) => a - b)[(TIMES - 1) / 2] ?? 0;
    const [{ first: firstTime, silent: firstSilence } = { first: 0, silent: 0 }] = times;
    tell(
      name,
      { first: middle('first'), whole: middle('whole'), work: middle('work'), silent: middle('silent') },
      firstTime,
    );
    bounds.push(most(name, middle('first'), bound), most(`${name}, the first time`, firstTime, bound));
    bounds.push(most(`${name}, others not answered for`, Math.max(middle('silent'), firstSilence), SILENCE));
  }
  return bounds;
}

async function measure(page: ServedPage): Promise<Bound[]> {
  // The command opens the browser after that.
  const start = await silenceOf(async () => {
    const begun = performance.now();
    await page.ready;
    return { took: performance.now() - begun };
  });
  console.log(
    `The ledgers were summed up for the page in ${Math.round(start.took)} ms, ${Math.round(start.work)} of work, in which it was silent for ${Math.round(start.silent)}`,
  );
  console.log(`${ALL} records, ${QUARANTINED} of them quarantined; milliseconds, the middle of ${TIMES}`);
  const bounds = [
    most('summed up at the start', start.took, START),
    most('summed up at the start, others not answered for', start.silent, SILENCE),
  ];
  const browser = await Browser.enter(page);
  bounds.push(...(await measurePages(browser)));
  console.log(`One decision about ${QUARANTINED} records`);
  for (const [name, waited] of await decideAll(browser, '/pipelines/one-decision')) {
    tell(name, waited);
    bounds.push(most(`${name}, others not answered for`, waited.silent, SILENCE));
  }
  return bounds;
}

try {
  const pipelines = [
    await pipeline('bench', { all: ALL, waiting: QUARANTINED, methods: 40 }),
    await pipeline('one-decision', { all: QUARANTINED, waiting: QUARANTINED, methods: 'one' }),
  ];
  console.log(machineText());
  const site = { pipelines, home: folder, now: Date.now, note: console.error };
  const page = await servePage({ site, port: 0, address: '127.0.0.1', behindProxy: false });
  try {
    const broken = (await measure(page)).filter(({ holds }) => !holds);
    for (const { what, value, bound } of broken) console.error(`${what}: ${value} ms, bound ${bound}`);
    if (broken.length > 0) process.exitCode = 1;
  } finally {
    await page.close();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
