import type { Release } from './checks.ts';

interface Made extends Pick<Release, 'name' | 'version' | 'commit' | 'changes'> {
  readonly tarball: string;
  /** By the name of the file: its SHA-256. */
  readonly sums: ReadonlyMap<string, string>;
  readonly tools: { readonly node: string; readonly npm: string; readonly system: string };
}

/** As `sha256sum --check` reads it. */
export function sumsText(sums: ReadonlyMap<string, string>): string {
  return [...sums].map(([name, sum]) => `${sum}  ${name}\n`).join('');
}

/** What is new, where it comes from, and how anybody can make the same bytes. */
export function releaseNotes({ name, version, commit, changes, tarball, sums, tools }: Made): string {
  return `# ${name} ${version}

${changes}

## Where it comes from

| | |
| --- | --- |
| commit | \`${commit}\` |
| Node | ${tools.node} |
| npm | ${tools.npm} |
| system | ${tools.system} |

| File | SHA-256 |
| --- | --- |
${[...sums].map(([file, sum]) => `| \`${file}\` | \`${sum}\` |`).join('\n')}

\`sbom.cdx.json\` is the bill of materials (CycloneDX) of what is installed with it, and in the package as \`dist/sbom.cdx.json\`.

## To make it again

With the same versions of Node and npm, in a clone of the repository, in whatever folder:

\`\`\`sh
git checkout ${commit}
npm ci
npm pack
sha256sum ${tarball}    # ${sums.get(tarball)}
\`\`\`
`;
}
