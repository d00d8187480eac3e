import type { Books } from './books.ts';
import type { Organisation } from './records.ts';
import { type OrganisationSeed, organisationSeedSchema, readChanges } from './seeds.ts';

/** @param changes where a lock date that is null is taken away */
export function setOrganisation(
  { organisation }: Books,
  changes: Partial<{ [Name in keyof OrganisationSeed]: OrganisationSeed[Name] | null }>,
): Organisation {
  const given = Object.entries(changes);
  const kept = Object.fromEntries(given.filter(([, value]) => value !== null && value !== undefined));
  Object.assign(organisation, readChanges(organisationSeedSchema, kept));
  if (changes.periodLockDate === null) delete organisation.periodLockDate;
  if (changes.endOfYearLockDate === null) delete organisation.endOfYearLockDate;
  return organisation;
}
