import type { Access } from './access/access.ts';
import { decisionRoutes } from './decisions/routes.ts';
import { assetRoutes } from './frame/assets.ts';
import type { Route } from './frame/route.ts';
import { News } from './live/news.ts';
import { healthz, readyz } from './metrics/health.ts';
import { metrics } from './metrics/metrics.ts';
import { logInRoutes } from './pages/log-in.ts';
import { overview } from './pages/overview.ts';
import { pipelinePage } from './pages/pipeline.ts';
import { runPage } from './pages/run.ts';
import { runsPage } from './pages/runs.ts';

/** Every route there is. Each says who may ask for it; the test of roles walks over this table. */
export function allRoutes(access: Access): readonly Route[] {
  const news = new News();
  return [
    ...assetRoutes,
    ...logInRoutes(access),
    { method: 'GET', path: '/healthz', role: 'open', answer: healthz },
    { method: 'GET', path: '/readyz', role: 'open', answer: readyz },
    { method: 'GET', path: '/metrics', role: 'read', answer: metrics },
    { method: 'GET', path: '/', role: 'read', answer: overview },
    { method: 'GET', path: '/pipelines/:pipeline', role: 'read', answer: pipelinePage },
    { method: 'GET', path: '/pipelines/:pipeline/live', role: 'read', answer: (visit) => news.answer(visit) },
    { method: 'GET', path: '/pipelines/:pipeline/runs', role: 'read', answer: runsPage },
    { method: 'GET', path: '/pipelines/:pipeline/runs/:run', role: 'read', answer: runPage },
    ...decisionRoutes,
  ];
}
