import type { Route } from '../frame/route.ts';
import { candidatesPage } from './candidates-page.ts';
import { decideHere, seenRefused } from './decide.ts';
import { lookPage } from './look-page.ts';
import { changeMap, lookAtMap, mapPage } from './map-page.ts';
import { quarantinePage } from './quarantine-page.ts';
import { recordPage } from './record-page.ts';
import { resultPage } from './result-page.ts';
import { toDosPage } from './to-dos-page.ts';

/** What waits for a person, and what they decide about it. Whatever changes anything needs the right to decide. */
export const decisionRoutes: readonly Route[] = [
  { method: 'GET', path: '/pipelines/:pipeline/quarantine', role: 'read', answer: quarantinePage },
  { method: 'GET', path: '/pipelines/:pipeline/record', role: 'read', answer: recordPage },
  { method: 'GET', path: '/pipelines/:pipeline/to-dos', role: 'read', answer: toDosPage },
  { method: 'POST', path: '/pipelines/:pipeline/decisions/look', role: 'decide', answer: lookPage },
  { method: 'POST', path: '/pipelines/:pipeline/decisions/candidates', role: 'decide', answer: candidatesPage },
  { method: 'POST', path: '/pipelines/:pipeline/decisions/seen', role: 'decide', answer: seenRefused },
  { method: 'POST', path: '/pipelines/:pipeline/decisions', role: 'decide', answer: decideHere },
  { method: 'GET', path: '/pipelines/:pipeline/decisions/:decision', role: 'read', answer: resultPage },
  { method: 'GET', path: '/pipelines/:pipeline/map', role: 'decide', answer: mapPage },
  { method: 'POST', path: '/pipelines/:pipeline/map/look', role: 'decide', answer: lookAtMap },
  { method: 'POST', path: '/pipelines/:pipeline/map', role: 'decide', answer: changeMap },
];
