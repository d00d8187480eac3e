import type { Access } from './access/access.ts';
import { assetRoutes } from './frame/assets.ts';
import type { Route } from './frame/route.ts';
import { healthz, readyz } from './metrics/health.ts';
import { logInRoutes } from './pages/log-in.ts';
import { overview } from './pages/overview.ts';
import { pipelinePage } from './pages/pipeline.ts';

/** Every route there is. Each says who may ask for it; the test of roles walks over this table. */
export function allRoutes(access: Access): readonly Route[] {
  return [
    ...assetRoutes,
    ...logInRoutes(access),
    { method: 'GET', path: '/healthz', role: 'open', answer: healthz },
    { method: 'GET', path: '/readyz', role: 'open', answer: readyz },
    { method: 'GET', path: '/', role: 'read', answer: overview },
    { method: 'GET', path: '/pipelines/:pipeline', role: 'read', answer: pipelinePage },
  ];
}
