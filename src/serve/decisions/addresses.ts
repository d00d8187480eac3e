import type { RecordKey } from '../../model/entities.ts';

/** Where the pages of one pipeline are. */
export const quarantineAt = (pipeline: string): string => `/pipelines/${pipeline}/quarantine`;
export const toDosAt = (pipeline: string): string => `/pipelines/${pipeline}/to-dos`;
export const lookAt = (pipeline: string): string => `/pipelines/${pipeline}/decisions/look`;
export const decisionsAt = (pipeline: string): string => `/pipelines/${pipeline}/decisions`;
export const decisionAt = (pipeline: string, id: string): string => `/pipelines/${pipeline}/decisions/${id}`;
export const seenAt = (pipeline: string): string => `/pipelines/${pipeline}/decisions/seen`;
export const candidatesAt = (pipeline: string): string => `/pipelines/${pipeline}/decisions/candidates`;
export const decidedAt = (pipeline: string): string => `/pipelines/${pipeline}/decided`;
export const yesAt = (pipeline: string): string => `/pipelines/${pipeline}/yes`;
export const ownAt = (pipeline: string): string => `/pipelines/${pipeline}/own`;
export const adoptAt = (pipeline: string): string => `/pipelines/${pipeline}/adopt`;
export const exportAt = (pipeline: string): string => `/pipelines/${pipeline}/exports`;
export const mapAt = (pipeline: string): string => `/pipelines/${pipeline}/map`;

/** Ids may hold any character, a slash among them. */
export function recordAt(pipeline: string, { store, entity, sourceId }: RecordKey): string {
  return `/pipelines/${pipeline}/record?${new URLSearchParams({ store, entity, id: sourceId })}`;
}

/** The same page with other words after `?`; empty ones are left out. */
export function withQuery(path: string, query: Readonly<Record<string, string>>): string {
  const given = Object.entries(query).filter(([, value]) => value !== '');
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}
