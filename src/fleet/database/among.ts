/**
 * The names of the pipelines that somebody may see, or decide about; null: all. Each statement that tells of pipelines, or changes
 * one, bears it, so that what is not theirs is not even read for them.
 */
export type Among = readonly string[] | null;

/** @param parameter such as `$2`, which stands for an `Among` @param name the column with the pipeline's name */
export function isAmong(parameter: string, name = 'name'): string {
  return `(${parameter}::text[] IS NULL OR ${name} = ANY(${parameter}::text[]))`;
}
