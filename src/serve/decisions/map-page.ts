import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { mapAndNote } from '../../decisions/note-map.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import type { MapResult } from '../../operations/map/map-name.ts';
import { type Mapping, type MappingName, mappingNames, mappings } from '../../operations/map/mappings.ts';
import { askPrimaryNames } from '../../operations/map/primary-names.ts';
import { type Html, html } from '../../page/html.ts';
import { lockOwner, pipelineLockFile } from '../../session/lock.ts';
import { personHere } from '../../session/person-here.ts';
import { postForm } from '../frame/form.ts';
import { page } from '../frame/page.ts';
import { troubleNotice, troublePage } from '../frame/trouble.ts';
import type { Visit } from '../frame/visit.ts';
import { mapAt, toDosAt, withQuery } from './addresses.ts';
import { hidden, reasonField } from './fields.ts';
import { incompletePage, wordOrPage } from './stale.ts';

interface Asked {
  readonly store: string;
  readonly what: MappingName;
  /** As its own store calls it. */
  readonly name: string;
}

interface Said {
  readonly asked: Asked;
  readonly to: string;
  /** A UUID, made with the form: what is sent twice is told once. */
  readonly id: string;
  readonly reason: string;
}

/** What a name of a store is in the primary: a choice of the primary's own names, where it can be asked. */
export async function mapPage(visit: Visit): Promise<Response> {
  const asked = askedOf((name) => visit.query(name));
  if (asked === undefined) return incompletePage(visit, 'This page needs the name that is to be mapped.');
  const pipeline = visit.pipeline();
  const mapping: Mapping = mappings[asked.what];
  const own = await pipeline.read();
  const { home } = visit.site;
  const { namesIn } = mapping;
  const names = await (namesIn === undefined
    ? undefined
    : askPrimaryNames(own, { home, signal: visit.signal }).then(
        (all) => [...namesIn(all)].sort(),
        (error: unknown) => {
          if (error instanceof ConsolidatorError) return error;
          throw error;
        },
      ));
  const field =
    names === undefined || names instanceof ConsolidatorError || names.length === 0
      ? html`<input id="to" name="to" required maxlength="200" autocomplete="off">`
      : html`<select id="to" name="to" required><option value="">choose</option>${names.map((one) => html`<option>${one}</option>`)}</select>`;
  const content = html`<h1>${asked.store}: ${mapping.words} “${asked.name}”</h1>
${names instanceof ConsolidatorError ? troubleNotice(names) : null}
<section><p>Say once what it is in the primary: all that waits for it, and all that comes, is copied so.</p>
${postForm(visit, `${mapAt(pipeline.name)}/look`, html`${hiddenOf(asked)}${hidden('decision', randomUUID())}<label for="to">In the primary it is</label>${field}${reasonField('map')}<p></p><button>See what would be changed</button>`)}</section>`;
  return page(visit, { title: `What is ${asked.name}?`, crumbs: crumbsOf(visit), content });
}

/** The lines of the pipeline file that would change. Nothing is changed here. */
export async function lookAtMap(visit: Visit): Promise<Response> {
  return mapped(visit, true, ({ asked, to, id, reason }, { result, lines, idle, before }) => {
    if (result === 'by-hand') return byHand(lines, asked.store);
    const form = postForm(
      visit,
      mapAt(visit.pipeline().name),
      html`${hiddenOf(asked)}${hidden('to', to)}${hidden('seen', JSON.stringify(before))}${hidden('decision', id)}${hidden('reason', reason)}<p>Your reason: ${reason}</p><p><button>Yes: change it</button></p><p><a href="${toDosAt(visit.pipeline().name)}">No, leave it as it is</a></p>`,
    );
    return html`<p>${sentence(asked, to)}</p>${
      result === 'unchanged'
        ? html`<p>The pipeline file says so already.</p>`
        : html`<p>In the pipeline file this would change:</p><pre>${lines.join('\n')}</pre>${idle === null ? null : html`<p>${idle}</p>`}${form}`
    }`;
  });
}

/** Changes the pipeline file, at once. Sent twice, it is unchanged the second time. */
export async function changeMap(visit: Visit): Promise<Response> {
  const isRunning = lockOwner(pipelineLockFile(await visit.pipeline().read())) !== null;
  return mapped(visit, false, ({ asked, to }, { result, lines, idle }, untold) => {
    if (result === 'by-hand') return byHand(lines, asked.store);
    const waits = isRunning
      ? 'The run that goes on now does not know it yet: what waits for it goes with the next one.'
      : 'What waited for it goes with the next run.';
    return html`<div class="notice good" role="status"><p><b>Done.</b> ${sentence(asked, to)} ${idle ?? waits}</p></div>
${untold === undefined ? null : html`<div class="notice bad"><p>${untold}</p></div>`}
${result === 'unchanged' ? null : html`<p>Changed in the pipeline file:</p><pre>${lines.join('\n')}</pre>`}<p><a href="${toDosAt(visit.pipeline().name)}">What else is to do</a></p>`;
  });
}

async function mapped(
  visit: Visit,
  dryRun: boolean,
  told: (said: Said, result: MapResult, untold: string | undefined) => Html,
): Promise<Response> {
  const asked = askedOf((name) => visit.field(name));
  const to = visit.field('to').trim();
  if (asked === undefined || to === '') return incompletePage(visit, 'Say what it is in the primary.');
  const word = wordOrPage(visit);
  if (word instanceof Response) return word;
  const seen = dryRun ? undefined : seenIn(visit.field('seen'));
  if (!dryRun && seen === undefined) return incompletePage(visit, 'Look at what would be changed, and decide there.');
  const { file, environment, read, text } = visit.pipeline();
  const pipeline = await read();
  try {
    const { home } = visit.site;
    const by = {
      who: visit.grant?.name ?? personHere(),
      decides: visit.grant === undefined ? [] : visit.grant.decides,
    };
    const kept = text?.(by, word.reason);
    const primaryNames = () => askPrimaryNames(pipeline, { home, signal: visit.signal });
    const deciding = { pipeline, home, now: visit.site.now, signal: visit.signal };
    const mapping = { ...asked, pipeline, file, environment, to, primaryNames, dryRun, kept, seen };
    const { result, untold } = await mapAndNote(deciding, { ...word, by: by.who }, mapping);
    const title = dryRun ? 'This would follow' : 'Your decision';
    const content = html`<h1>${title}</h1><section>${told({ ...word, asked, to: result.to }, result, untold)}</section>`;
    return page(visit, { title, crumbs: crumbsOf(visit), content });
  } catch (error) {
    if (!(error instanceof ConsolidatorError)) throw error;
    const { store, what, name } = asked;
    const next = html`<p><a class="button" href="${withQuery(mapAt(visit.pipeline().name), { store, what, name })}">Choose something else</a></p>`;
    return troublePage(visit, 409, { title: 'Not possible', sentence: error.message, next });
  }
}

function askedOf(given: (name: string) => string): Asked | undefined {
  const what = mappingNames.find((one) => one === given('what'));
  const [store, name] = [given('store'), given('name')];
  return what === undefined || store === '' || name === '' ? undefined : { store, what, name };
}

/** What the person saw that the file said before. */
function seenIn(text: string): string | null | undefined {
  try {
    return z.string().nullable().parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function hiddenOf({ store, what, name }: Asked): Html {
  return html`${hidden('store', store)}${hidden('what', what)}${hidden('name', name)}`;
}

function sentence({ store, what, name }: Asked, to: string): string {
  return `${store}: ${mappings[what].words} “${name}” is “${to}” in the primary.`;
}

function byHand(lines: readonly string[], store: string): Html {
  return html`<p>The pipeline file is written in a way that can't be changed without touching what stands around, so nothing was changed. Add these lines to the entry of ${store} under <code>secondaries</code>:</p><pre>${lines.join('\n')}</pre>`;
}

function crumbsOf(visit: Visit): readonly (readonly [string, string])[] {
  const { name } = visit.pipeline();
  return [
    ['Overview', '/'],
    [name, `/pipelines/${name}`],
    ['To do', toDosAt(name)],
  ];
}
