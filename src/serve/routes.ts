import type { Access } from './access/access.ts';
import { decisionRoutes } from './decisions/routes.ts';
import { shownPage } from './decisions/shown-page.ts';
import { fleetRoutes } from './fleet-routes.ts';
import { assetRoutes } from './frame/assets.ts';
import type { Route } from './frame/route.ts';
import type { Jobs } from './jobs/jobs.ts';
import { News } from './live/news.ts';
import { RunSources } from './live/run-source.ts';
import { healthz, readyz } from './metrics/health.ts';
import { metrics } from './metrics/metrics.ts';
import { chartsPage } from './pages/charts.ts';
import { decidedPage } from './pages/decided.ts';
import { jobFile, jobNews, jobPage } from './pages/job.ts';
import { logInRoutes } from './pages/log-in.ts';
import { makeMonthPack, monthPage } from './pages/month.ts';
import { overview } from './pages/overview.ts';
import { pipelinePage } from './pages/pipeline.ts';
import { compareNow, proofPage } from './pages/proof.ts';
import { type KnownRun, runPage } from './pages/run.ts';
import { runsPage } from './pages/runs.ts';
import { startRun } from './pages/start-run.ts';
import { traceNow, tracePage } from './pages/trace.ts';
import type { FleetView } from './pipelines/fleet-view.ts';
import { Kept } from './pipelines/kept.ts';

/** Runs whose pages are kept. */
const RUNS = 20;

const ofFiles: readonly Route[] = [
  { method: 'GET', path: '/metrics', role: 'read', answer: metrics },
  { method: 'GET', path: '/', role: 'read', answer: overview },
];

/** Every route there is. Each says who may ask for it; the test of roles walks over this table. */
export function allRoutes(access: Access, jobs: Jobs, fleet?: FleetView): readonly Route[] {
  const news = new News();
  const runSources = new RunSources();
  const runs = new Kept<KnownRun | null>(Date.now, RUNS);
  return [
    ...assetRoutes,
    ...logInRoutes(access),
    { method: 'GET', path: '/healthz', role: 'open', answer: healthz },
    { method: 'GET', path: '/readyz', role: 'open', answer: readyz },
    ...(fleet === undefined ? ofFiles : fleetRoutes(fleet)),
    { method: 'GET', path: '/pipelines/:pipeline', role: 'read', answer: pipelinePage },
    {
      method: 'GET',
      path: '/pipelines/:pipeline/live',
      role: 'read',
      answer: (visit) => news.answer(visit, runSources.of(visit)),
    },
    { method: 'GET', path: '/pipelines/:pipeline/proof', role: 'read', answer: proofPage },
    { method: 'POST', path: '/pipelines/:pipeline/proof', role: 'read', answer: (visit) => compareNow(visit, jobs) },
    { method: 'GET', path: '/pipelines/:pipeline/decided', role: 'read', answer: decidedPage },
    { method: 'GET', path: '/pipelines/:pipeline/charts', role: 'read', answer: chartsPage },
    { method: 'GET', path: '/pipelines/:pipeline/trace', role: 'read', answer: tracePage },
    { method: 'POST', path: '/pipelines/:pipeline/trace', role: 'read', answer: traceNow },
    { method: 'GET', path: '/pipelines/:pipeline/month', role: 'read', answer: (visit) => monthPage(visit, jobs) },
    { method: 'POST', path: '/pipelines/:pipeline/month', role: 'read', answer: (visit) => makeMonthPack(visit, jobs) },
    { method: 'GET', path: '/pipelines/:pipeline/jobs/:job', role: 'read', answer: (visit) => jobPage(visit, jobs) },
    {
      method: 'GET',
      path: '/pipelines/:pipeline/jobs/:job/live',
      role: 'read',
      answer: (visit) => jobNews(visit, jobs, news),
    },
    {
      method: 'GET',
      path: '/pipelines/:pipeline/jobs/:job/files/:file',
      role: 'read',
      answer: (visit) => jobFile(visit, jobs),
    },
    { method: 'GET', path: '/pipelines/:pipeline/runs', role: 'read', answer: runsPage },
    { method: 'POST', path: '/pipelines/:pipeline/runs', role: 'decide', answer: (visit) => startRun(visit, jobs) },
    { method: 'GET', path: '/pipelines/:pipeline/runs/:run', role: 'read', answer: (visit) => runPage(visit, runs) },
    {
      method: 'GET',
      path: '/shown/:shown',
      role: 'read',
      answer: (visit) => shownPage(visit, access.sessions.peek(visit.cookie)?.shown.find(visit.parameter('shown'))),
    },
    ...decisionRoutes(jobs),
  ];
}
