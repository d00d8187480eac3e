import type { Route } from './frame/route.ts';
import { fleetMetrics } from './metrics/fleet-metrics.ts';
import { ordersPage } from './pages/fleet/find-order.ts';
import { inFleetPage, pauseNow, resumeNow } from './pages/fleet/in-fleet.ts';
import { fleetOverview } from './pages/fleet/overview.ts';
import { runNow } from './pages/fleet/run-now.ts';
import type { FleetView } from './pipelines/fleet-view.ts';

/** What the page of a fleet has beside that of some pipelines, and in place of it. */
export function fleetRoutes(fleet: FleetView): readonly Route[] {
  const own = '/pipelines/:pipeline';
  return [
    { method: 'GET', path: '/', role: 'read', answer: (visit) => fleetOverview(visit, fleet) },
    { method: 'GET', path: '/metrics', role: 'read', answer: (visit) => fleetMetrics(visit, fleet) },
    { method: 'GET', path: '/orders', role: 'read', answer: (visit) => ordersPage(visit, fleet) },
    { method: 'GET', path: `${own}/fleet`, role: 'read', answer: (visit) => inFleetPage(visit, fleet) },
    { method: 'POST', path: `${own}/run`, role: 'decide', answer: (visit) => runNow(visit, fleet) },
    { method: 'POST', path: `${own}/pause`, role: 'decide', answer: (visit) => pauseNow(visit, fleet) },
    { method: 'POST', path: `${own}/resume`, role: 'decide', answer: (visit) => resumeNow(visit, fleet) },
  ];
}
