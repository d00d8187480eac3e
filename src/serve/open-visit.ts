import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { type Grant, isAllowed } from './access/rights.ts';
import type { Site } from './frame/site.ts';
import type { Visit } from './frame/visit.ts';
import type { ServedPipeline } from './pipelines/served-pipeline.ts';

/** What is known of a request before any page sees it. */
export interface Sent {
  readonly called: Context<{ Bindings: HttpBindings }>;
  readonly cookie: string | undefined;
  readonly grant: Grant | undefined;
  /** Those that they may see (`visiblePipelines`). */
  readonly pipelines: readonly ServedPipeline[];
  readonly formToken: string | undefined;
  readonly caller: string;
  readonly form: URLSearchParams;
  /** Asking does not keep them in. */
  readonly isStillIn: () => Promise<boolean>;
}

/** The pipelines that somebody may see; a fleet's database is asked for these alone. @throws ConsolidatorError `fleet-unavailable` */
export async function visiblePipelines(site: Site, grant: Grant | undefined): Promise<readonly ServedPipeline[]> {
  if (grant === undefined) return [];
  if (site.fleet !== undefined) return site.fleet.pipelines(grant.reads);
  return site.pipelines.filter(({ name }) => isAllowed(grant, 'read', name));
}

/** A request as pages see it. */
export function openVisit(site: Site, sent: Sent): Visit {
  const { called, cookie, grant, pipelines, formToken, caller, form, isStillIn } = sent;
  const parameter = (name: string): string => called.req.param(name) ?? '';
  return {
    ...{ site, cookie, grant, formToken, pipelines, caller, parameter, isStillIn },
    path: called.req.path,
    query: (name) => called.req.query(name) ?? '',
    field: (name) => form.get(name) ?? '',
    fields: (name) => form.getAll(name),
    pipeline() {
      const found = pipelines.find(({ name }) => name === parameter('pipeline'));
      if (found === undefined) throw new Error('The route names no pipeline.');
      return found;
    },
    signal: AbortSignal.any([site.signal, called.req.raw.signal]),
  };
}
