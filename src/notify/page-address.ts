/**
 * Where a message leads to: what is to do there, or else how it stands. The address is the one of the pipeline file, which holds no
 * secret; whoever follows it has to come in by their own token.
 */
export function pageOf(pipeline: string, page: string | undefined, about: string): string | null {
  if (page === undefined) return null;
  const { origin } = new URL(page);
  return `${origin}/pipelines/${encodeURIComponent(pipeline)}${about === 'to-do' ? '/to-dos' : ''}`;
}
