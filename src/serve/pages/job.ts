import { plural } from '../../entities/kinds.ts';
import { listed } from '../../model/amounts-text.ts';
import { type Html, html } from '../../page/html.ts';
import { rowWords, waitWords } from '../../session/progress-words.ts';
import { page } from '../frame/page.ts';
import { troubleNotice, troublePage } from '../frame/trouble.ts';
import type { Visit } from '../frame/visit.ts';
import { isOpen, type Job, type Jobs } from '../jobs/jobs.ts';
import { contentOf, type KeptFile, shownIn } from '../jobs/kept-result.ts';
import { liveContent } from '../live/live-part.ts';
import type { News } from '../live/news.ts';
import { partName } from './parts.ts';
import { startRunForm } from './start-run-form.ts';
import { agoSince } from './words.ts';

/** Seconds after which the page of one that goes on is fetched again, where no script follows it. */
const EVERY = 5;

export function jobAddress({ pipeline, id }: Pick<Job, 'pipeline' | 'id'>): string {
  return `/pipelines/${pipeline}/jobs/${id}`;
}

/** Leads to what was begun by a form. */
export function toJob(visit: Visit, job: Job | undefined): Response {
  if (job === undefined)
    return troublePage(visit, 429, {
      title: 'Not begun',
      sentence: 'As much is asked for already as can wait here. Ask again when some of it is made.',
    });
  return new Response(null, { status: 303, headers: { Location: jobAddress(job) } });
}

/** Something that asks stores: how far it is, then what came of it. */
export async function jobPage(visit: Visit, jobs: Jobs): Promise<Response> {
  const { name } = visit.pipeline();
  const job = jobs.find(name, visit.parameter('job'));
  if (job === undefined) return goneWith(visit);
  const { state } = job;
  if (state.kind === 'done' && state.result.next !== undefined)
    return new Response(null, { status: 303, headers: { Location: state.result.next } });
  const content = html`<h1>${job.title}</h1>${await bodyOf(job, visit)}`;
  return page(visit, {
    title: `${job.title}, ${name}`,
    crumbs: [['Overview', '/'], [name, `/pipelines/${name}`], [partName(job.from), job.from]], // biome-ignore format: a path
    content,
    ...(isOpen(job) ? { fetchedAgain: EVERY } : {}),
  });
}

/** One file of what was made. It is saved, and not shown: another page than ours stands in it. */
export async function jobFile(visit: Visit, jobs: Jobs): Promise<Response> {
  const { state } = jobs.find(visit.pipeline().name, visit.parameter('job')) ?? {};
  const files: readonly KeptFile[] = state?.kind === 'done' ? state.result.files : [];
  const file = files.find(({ name }) => name === visit.parameter('file'));
  if (file === undefined) return goneWith(visit);
  return new Response(await contentOf(file), {
    headers: { 'Content-Type': file.type, 'Content-Disposition': `attachment; filename="${file.name}"` },
  });
}

function goneWith(visit: Visit): Response {
  const sentence = 'What was made here is kept for an hour, and while the page is served. Begin it again.';
  const next = html`<p><a href="/pipelines/${visit.pipeline().name}">Go to the pipeline</a></p>`;
  return troublePage(visit, 410, { title: 'Not kept any more', sentence, next });
}

async function bodyOf(job: Job, visit: Visit): Promise<Html> {
  const { state } = job;
  const now = visit.site.now();
  if (state.kind === 'failed') return html`${failed(state.error)}${job.isRun === true ? startRunForm(visit) : null}`;
  if (state.kind === 'done') {
    return html`<p class="soft">Made ${agoSince(state.at, now)}.</p>${await shownIn(state.result)}${state.result.asks?.(visit) ?? null}${fileList(job, state.result.files)}`;
  }
  return html`<section data-live="${jobAddress(job)}/live"><h2>${state.kind === 'waiting' ? 'Waits for its turn' : job.isRun === true ? 'Now' : 'Asking the stores'}</h2>
<div data-live-content>${await openContent(job, visit)}</div>
<p class="soft">It goes on too where you leave this page; you find it again where you asked for it.</p>
<p class="soft" role="status" data-live-state></p></section>`;
}

/** How far one is, as its page and the news that replace a part of it tell it. */
async function openContent({ state, board, startedAt, isRun }: Job, visit: Visit): Promise<Html> {
  const now = visit.site.now();
  if (state.kind === 'waiting')
    return html`<p>Asked for ${agoSince(startedAt, now)}. One at a time is made for each pipeline: it comes after ${listed(state.behind.map((title) => `“${title}”`))}.</p>`;
  if (isRun === true) {
    const running = await visit.pipeline().progress();
    // It takes the lock first, and another pipeline may be writing into the same primary.
    return running === null ? html`<p>It begins.</p>` : liveContent({ running, queued: 'idle' }, Date.now());
  }
  return html`<p>Asked for ${agoSince(startedAt, now)}.</p>
${board.rows.map((row) => html`<p>${row.store} ${plural(row.entity)}: ${rowWords(row)}</p>`)}
${board.waits().map(([store, wait]) => html`<p class="soft">It ${waitWords(store, wait, now)}.</p>`)}`;
}

/** The news of one, for as long as it goes on. */
export function jobNews(visit: Visit, jobs: Jobs, news: News): Response {
  const job = jobs.find(visit.pipeline().name, visit.parameter('job'));
  if (job === undefined) return goneWith(visit);
  return news.answer(visit, {
    content: async () =>
      (isOpen(job) ? await openContent(job, visit) : html`<p data-idle>It has ended.</p>`).toString(),
    listen: (changed) => job.listeners.add(changed),
  });
}

function failed(error: Parameters<typeof troubleNotice>[0] | null): Html {
  if (error !== null) return troubleNotice(error);
  return html`<div class="notice bad"><p>The program met something it was not made for. Try it by the command line, which says more.</p></div>`;
}

function fileList(job: Job, files: readonly KeptFile[]): Html | null {
  if (files.length === 0) return null;
  return html`<section><h2>Files</h2><ul>${files.map(({ name, words }) => html`<li><a href="${jobAddress(job)}/files/${name}" download>${name}</a>: ${words}</li>`)}</ul></section>`;
}
