import { randomUUID } from 'node:crypto';
import { type Html, html } from '../../page/html.ts';
import { postForm } from '../frame/form.ts';
import { mayDecide } from '../frame/page.ts';
import type { Visit } from '../frame/visit.ts';
import { runNowForm } from './fleet/run-now.ts';

/** Begins a run, for whoever may. */
export function startRunForm(visit: Visit): Html | null {
  if (visit.site.fleet !== undefined) return runNowForm(visit);
  if (!mayDecide(visit)) return null;
  const address = `/pipelines/${visit.pipeline().name}/runs`;
  return postForm(
    visit,
    address,
    html`<input type="hidden" name="run" value="${randomUUID()}"><button>Start a run now</button>`,
  );
}
