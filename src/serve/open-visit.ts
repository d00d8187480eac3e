import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { type Grant, isAllowed } from './access/rights.ts';
import type { Site } from './frame/site.ts';
import type { Visit } from './frame/visit.ts';

/** What is known of a request before any page sees it. */
export interface Sent {
  readonly called: Context<{ Bindings: HttpBindings }>;
  readonly cookie: string | undefined;
  readonly grant: Grant | undefined;
  readonly formToken: string | undefined;
  readonly caller: string;
  readonly form: URLSearchParams;
  /** Asking does not keep them in. */
  readonly isStillIn: () => Promise<boolean>;
}

/** A request as pages see it. */
export function openVisit(site: Site, { called, cookie, grant, formToken, caller, form, isStillIn }: Sent): Visit {
  const pipelines = site.pipelines.filter(({ name }) => isAllowed(grant, 'read', name));
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
