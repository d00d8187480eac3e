import { ConsolidatorError } from '../../model/errors.ts';
import { type Html, html } from '../../page/html.ts';
import { Resources } from '../../session/resources.ts';
import { openTrace } from '../../trace/open-trace.ts';
import { readTrace } from '../../trace/read-trace.ts';
import type { Trace } from '../../trace/trace.ts';
import { postForm } from '../frame/form.ts';
import { page } from '../frame/page.ts';
import { troubleNotice } from '../frame/trouble.ts';
import type { Visit } from '../frame/visit.ts';
import { orTrouble } from '../pipelines/or-trouble.ts';
import { isNotRunYet, notNow } from './not-now.ts';
import { partsOfPipeline } from './parts.ts';
import { tracedParts } from './trace-parts.ts';
import { clockWords, momentOfMilliseconds, type Telling, tellingOf } from './words.ts';

/** Longer than any number of an order; what is longer is not looked for. */
const LONGEST = 50;

/** One order on both sides, by either of its numbers: what the ledger knows, without asking anybody. */
export function tracePage(visit: Visit): Promise<Response> {
  return shown(visit, visit.query('order'), 'ledger');
}

/** The same with both stores asked now: it costs requests, within their limits, so that a form has to ask for it. */
export function traceNow(visit: Visit): Promise<Response> {
  return shown(visit, visit.field('order'), 'stores');
}

async function shown(visit: Visit, given: string, asked: 'ledger' | 'stores'): Promise<Response> {
  const pipeline = visit.pipeline();
  const own = await pipeline.read();
  const id = given.trim().slice(0, LONGEST);
  const telling = tellingOf(own, pipeline.file);
  const address = `/pipelines/${pipeline.name}`;
  const found = id === '' ? undefined : await orTrouble(() => look(visit, id, asked));
  if (isNotRunYet(found)) return notNow(visit, found);
  const content = html`<h1>One order</h1>${partsOfPipeline(visit)}
<section><form method="get" action="${address}/trace" role="search"><label for="order">Number of the order, in its store or in the primary</label>
<input id="order" name="order" value="${id}" maxlength="${LONGEST}" required autocomplete="off"> <button>Look</button></form>
<p class="soft">${clockWords(telling)}</p></section>
${found === undefined ? null : found instanceof ConsolidatorError ? troubleNotice(found) : tracedParts(found, telling, pipeline.name)}
${id === '' ? null : askForm(visit, `${address}/trace`, { id, asked, telling })}`;
  return page(visit, {
    title: id === '' ? 'One order' : `Order ${id}`,
    crumbs: [['Overview', '/'], [pipeline.name, address]], // biome-ignore format: a path
    content,
  });
}

function askForm(
  visit: Visit,
  address: string,
  { id, asked, telling }: { readonly id: string; readonly asked: 'ledger' | 'stores'; readonly telling: Telling },
): Html {
  const [what, button] =
    asked === 'ledger'
      ? ['what the last run knew. Both stores can be asked how they have this order now', 'Ask both stores']
      : [
          `how both stores had it on ${momentOfMilliseconds(visit.site.now(), telling)}. They can be asked again`,
          'Ask both stores again',
        ];
  return html`<section><h2>As the stores have it now</h2>
<p>Above stands ${what}; that takes some of their requests.</p>
${postForm(visit, address, html`<input type="hidden" name="order" value="${id}"><button>${button}</button>`)}</section>`;
}

async function look(visit: Visit, id: string, asked: 'ledger' | 'stores'): Promise<Trace> {
  const { home, now } = visit.site;
  const looking = { home, now, signal: visit.signal };
  return visit.pipeline().look(async (ledger, own) => {
    const resources = new Resources();
    try {
      const around = { offline: asked === 'ledger', stores: undefined };
      return await readTrace(await openTrace(looking, own, around, { ledger, resources }), id);
    } finally {
      await resources.close();
    }
  });
}
