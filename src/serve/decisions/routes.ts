import type { Route } from '../frame/route.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { adoptHere, adoptPage, lookAtAdoption } from './adopt-page.ts';
import { candidatesPage } from './candidates-page.ts';
import { decideHere, seenRefused } from './decide.ts';
import { confirmBatch, lookAtBatch } from './export-page.ts';
import { lookPage } from './look-page.ts';
import { changeMap, lookAtMap, mapPage } from './map-page.ts';
import { lookAtOwn, takeForOwn } from './own-page.ts';
import { quarantinePage } from './quarantine-page.ts';
import { recordPage } from './record-page.ts';
import { resultPage } from './result-page.ts';
import { toDosPage } from './to-dos-page.ts';
import { lookAtYes, sayYesHere } from './yes-page.ts';

/** What waits for a person, and what they decide about it. Whatever changes anything needs the right to decide. */
export const decisionRoutes = (jobs: Jobs): readonly Route[] => [
  { method: 'GET', path: '/pipelines/:pipeline/quarantine', role: 'read', answer: quarantinePage },
  { method: 'GET', path: '/pipelines/:pipeline/record', role: 'read', answer: recordPage },
  { method: 'GET', path: '/pipelines/:pipeline/to-dos', role: 'read', answer: toDosPage },
  { method: 'POST', path: '/pipelines/:pipeline/decisions/look', role: 'decide', answer: lookPage },
  { method: 'POST', path: '/pipelines/:pipeline/decisions/candidates', role: 'decide', answer: candidatesPage },
  { method: 'POST', path: '/pipelines/:pipeline/decisions/seen', role: 'decide', answer: seenRefused },
  { method: 'POST', path: '/pipelines/:pipeline/decisions', role: 'decide', answer: decideHere },
  { method: 'GET', path: '/pipelines/:pipeline/decisions/:decision', role: 'read', answer: resultPage },
  { method: 'POST', path: '/pipelines/:pipeline/yes/look', role: 'decide', answer: lookAtYes },
  { method: 'POST', path: '/pipelines/:pipeline/yes', role: 'decide', answer: sayYesHere },
  { method: 'POST', path: '/pipelines/:pipeline/own/look', role: 'decide', answer: lookAtOwn },
  { method: 'POST', path: '/pipelines/:pipeline/own', role: 'decide', answer: takeForOwn },
  { method: 'GET', path: '/pipelines/:pipeline/adopt', role: 'read', answer: adoptPage },
  {
    method: 'POST',
    path: '/pipelines/:pipeline/adopt/look',
    role: 'decide',
    answer: (visit) => lookAtAdoption(visit, jobs),
  },
  { method: 'POST', path: '/pipelines/:pipeline/adopt', role: 'decide', answer: (visit) => adoptHere(visit, jobs) },
  {
    method: 'POST',
    path: '/pipelines/:pipeline/exports/look',
    role: 'decide',
    answer: (visit) => lookAtBatch(visit, jobs),
  },
  {
    method: 'POST',
    path: '/pipelines/:pipeline/exports',
    role: 'decide',
    answer: (visit) => confirmBatch(visit, jobs),
  },
  { method: 'GET', path: '/pipelines/:pipeline/map', role: 'decide', answer: mapPage },
  { method: 'POST', path: '/pipelines/:pipeline/map/look', role: 'decide', answer: lookAtMap },
  { method: 'POST', path: '/pipelines/:pipeline/map', role: 'decide', answer: changeMap },
];
