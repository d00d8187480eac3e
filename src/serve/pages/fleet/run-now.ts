import type { Asked } from '../../../fleet/jobs/ask-for-run.ts';
import { type Html, html } from '../../../page/html.ts';
import { personHere } from '../../../session/person-here.ts';
import { postForm } from '../../frame/form.ts';
import { mayDecide, page } from '../../frame/page.ts';
import type { Visit } from '../../frame/visit.ts';
import type { Doing, FleetView } from '../../pipelines/fleet-view.ts';

/** A button that asks for a run; null where no fleet is served, or the visitor may not decide. @param isYes it is a yes to older orders, too */
export function runNowForm(visit: Visit, isYes = false): Html | null {
  if (visit.site.fleet === undefined || !mayDecide(visit)) return null;
  return postForm(
    visit,
    `/pipelines/${visit.pipeline().name}/run`,
    html`${isYes ? html`<input type="hidden" name="yes" value="yes">` : null}<button>${isYes ? 'Yes, copy them' : 'Run now'}</button>`,
  );
}

/** How a run is brought about: by a button where workers run it, else by a command. */
export function waysToRun(visit: Visit, words: string, command: string, isYes = false): Html {
  if (visit.site.fleet === undefined) return html`<p>${words}: <code>${command}</code></p>`;
  return runNowForm(visit, isYes) ?? html`<p>Who may decide about ${visit.pipeline().name} can do so here.</p>`;
}

/** By whose name it is kept, and what they may decide about. */
export function doing({ grant }: Visit): Doing {
  return { who: grant?.name ?? personHere(), among: grant?.decides ?? (grant === undefined ? [] : null) };
}

/** Somebody wants a run now. */
export async function runNow(visit: Visit, fleet: FleetView): Promise<Response> {
  const { name } = visit.pipeline();
  const isYes = visit.field('yes') === 'yes';
  const asked = await fleet.ask(name, doing(visit), isYes);
  return asked === 'paused'
    ? done(visit, 'No run was asked for', sentences[asked])
    : done(visit, 'A run is asked for', sentences[asked], 'Follow it');
}

const sentences: Readonly<Record<Asked, string>> = {
  queued: 'The next worker that is free takes it.',
  waits: 'A run waited for a worker already; it comes next.',
  'after-this-run': 'A run goes on, which may have read already: one more follows when it has ended.',
  paused: 'The pipeline is paused. Resume it first.',
};

/** What was done, and the ways on. @param follow what leads to a run that was asked for; left out: none was */
export function done(visit: Visit, title: string, sentence: string, follow?: string): Response {
  const { name } = visit.pipeline();
  const address = `/pipelines/${name}`;
  const content = html`<h1>${title}</h1><section><p>${sentence}</p>
<p>${follow === undefined ? null : html`<a class="button" href="${address}#now">${follow}</a> `}<a class="button" href="${address}/fleet">${name} in the fleet</a></p></section>`;
  return page(visit, { title, crumbs: [['Overview', '/'], [name, address]], content }); // biome-ignore format: a path
}
