import { instantOfMilliseconds, localDateOf } from '../../model/time.ts';
import { parseMonth } from '../../month/month.ts';
import { monthName } from '../../page/days.ts';
import { type Html, html } from '../../page/html.ts';
import { postForm } from '../frame/form.ts';
import { page } from '../frame/page.ts';
import { troublePage } from '../frame/trouble.ts';
import type { Visit } from '../frame/visit.ts';
import type { Job, Jobs } from '../jobs/jobs.ts';
import { monthJob } from '../jobs/month-job.ts';
import { jobAddress, toJob } from './job.ts';
import { partsOfPipeline } from './parts.ts';
import { agoSince } from './words.ts';

/** Months that can be chosen, this one first. */
const MONTHS = 24;

/** What a month is closed by: chosen here, made on demand, then downloaded. */
export async function monthPage(visit: Visit, jobs: Jobs): Promise<Response> {
  const pipeline = visit.pipeline();
  const { primary } = await pipeline.read();
  const address = `/pipelines/${pipeline.name}`;
  const months = monthsUpTo(localDateOf(instantOfMilliseconds(visit.site.now()), primary.timezone).slice(0, 7));
  const own = jobs.of(pipeline.name).filter(({ from }) => from === `${address}/month`);
  const content = html`<h1>The month's pack</h1>${partsOfPipeline(visit)}
<section><p>What you close a month by: both sides of each store, GST, payments by method, what is open and what differs, as a page to print and as tables. Both stores are asked for it, within their limits, so that it takes a while; nothing is written to them.</p>
${postForm(
  visit,
  `${address}/month`,
  html`<label for="month">Month</label><select id="month" name="month">${months.map((month, place) => html`<option value="${month}"${place === 1 ? html` selected` : null}>${monthName(month)}</option>`)}</select>
<p><label class="tick" for="empty"><input type="checkbox" id="empty" name="empty" value="yes"> A store may have had nothing in that month</label></p>
<button>Make it</button>`,
)}</section>
${own.length === 0 ? null : madePart(own, visit.site.now())}`;
  return page(visit, {
    title: `The month's pack, ${pipeline.name}`,
    crumbs: [['Overview', '/'], [pipeline.name, address]], // biome-ignore format: a path
    content,
  });
}

export async function makeMonthPack(visit: Visit, jobs: Jobs): Promise<Response> {
  const pipeline = visit.pipeline();
  const { primary } = await pipeline.read();
  const month = parseMonth(visit.field('month'));
  const today = localDateOf(instantOfMilliseconds(visit.site.now()), primary.timezone);
  if (month === undefined || month.from > today)
    return troublePage(visit, 400, { title: 'Not made', sentence: 'Choose a month that has begun.' });
  const allowEmpty = visit.field('empty') === 'yes';
  const about = {
    ...{
      pipeline: pipeline.name,
      title: `Pack of ${monthName(month.name)}${allowEmpty ? ' (a store may be empty)' : ''}`,
    },
    from: `/pipelines/${pipeline.name}/month`,
  };
  return toJob(
    visit,
    jobs.begin(about, (work) => monthJob({ pipeline, site: visit.site, month, allowEmpty }, work)),
  );
}

function madePart(jobs: readonly Job[], now: number): Html {
  const words = {
    waiting: 'waits for its turn',
    going: 'is being made',
    done: 'made',
    failed: 'could not be made',
  } as const;
  return html`<section><h2>Made here lately</h2><ul>${jobs.map((job) => html`<li><a href="${jobAddress(job)}">${job.title}</a>: ${words[job.state.kind]}, asked for ${agoSince(job.startedAt, now)}</li>`)}</ul></section>`;
}

/** `2026-10`, `2026-09` … */
function monthsUpTo(last: string): string[] {
  const [year = 0, month = 1] = last.split('-').map(Number);
  return Array.from({ length: MONTHS }, (_, back) => {
    const number = year * 12 + (month - 1) - back;
    return `${Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, '0')}`;
  });
}
