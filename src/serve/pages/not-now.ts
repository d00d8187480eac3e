import { ConsolidatorError } from '../../model/errors.ts';
import { html } from '../../page/html.ts';
import { page } from '../frame/page.ts';
import { troubleNotice } from '../frame/trouble.ts';
import type { Visit } from '../frame/visit.ts';
import { beforeFirstRun } from './before-first-run.ts';
import { partsOfPipeline } from './parts.ts';
import { startRunForm } from './start-run-form.ts';

/** Whether a pipeline was never run, so that no page of it has anything to show. */
export function isNotRunYet(found: unknown): found is ConsolidatorError {
  return found instanceof ConsolidatorError && found.code === 'ledger-missing';
}

/** A page whose pipeline, ledger or database can't be read now: why, what to do, and the ways to the others. */
export function notNow(visit: Visit, error: ConsolidatorError): Response {
  const name = visit.parameter('pipeline');
  const isOfPipeline = visit.pipelines.some((one) => one.name === name);
  const isNotRun = isNotRunYet(error);
  const title = isNotRun ? 'Not run yet' : "This can't be shown now";
  const form = isOfPipeline && isNotRun ? startRunForm(visit) : null;
  const begin =
    isOfPipeline && isNotRun
      ? html`${beforeFirstRun(name)}${form === null ? null : html`<section>${form}</section>`}`
      : null;
  const content = html`<h1>${title}</h1>${isOfPipeline ? partsOfPipeline(visit) : null}${troubleNotice(error)}${begin}`;
  const crumbs = [['Overview', '/'], ...(isOfPipeline ? [[name, `/pipelines/${name}`] as const] : [])] as const;
  return page(visit, { title: isOfPipeline ? `${title}: ${name}` : title, status: 503, crumbs, content });
}
