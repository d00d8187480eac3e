/** What CHANGELOG.md says of one version, without its heading; undefined where it has no heading `## VERSION – YYYY-MM-DD`. */
export function sectionOf(
  changelog: string,
  version: string,
): { readonly day: string; readonly text: string } | undefined {
  const sections = changelog.split(/^## /m).slice(1);
  for (const section of sections) {
    const [heading = '', ...lines] = section.split('\n');
    const [, found, day] = /^(\S+) – (\d{4}-\d{2}-\d{2})$/.exec(heading) ?? [];
    if (found === version && day !== undefined) return { day, text: lines.join('\n').trim() };
  }
  return undefined;
}

/** What stands under `## Unreleased`; empty where there is nothing, or no such heading. */
export function unreleasedIn(changelog: string): string {
  const [, rest = ''] = changelog.split(/^## Unreleased$/m);
  return (rest.split(/^## /m)[0] ?? '').trim();
}
