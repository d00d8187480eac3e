import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** By a rule's id in docs/rules.md: `test/….test.ts › part of the test's name`. */
export const proofsSchema = z.record(z.string(), z.array(z.string().regex(/^test\/.+\.test\.ts › .+$/)).min(1));
export type Proofs = z.infer<typeof proofsSchema>;

export interface Rule {
  /** The heading above it. */
  readonly topic: string;
  readonly id: string;
  readonly when: string;
  readonly what: string;
  readonly code: string;
}

/** Where the cases of a test have their names. */
const casesOf: Readonly<Record<string, readonly string[]>> = {
  'test/rules/order-cases.test.ts': ['scripts/fixtures/rule-cases.ts'],
  'test/rules/people-and-articles.test.ts': ['fixtures/cases/customers.json', 'fixtures/cases/products.json'],
};

const intro = `# Which test proves which rule

One row for each rule of [the rules](rules.md), with the test that fails when it is broken. Made by \`npm run docs\` from that page and
\`scripts/rule-proofs.json\`; \`npm run docs:check\` fails where a rule has no test, or a test is not there.

*Cases* are the small orders in \`scripts/fixtures/rule-cases.ts\`: each runs alone, all run together, and all run under every
setting of what Neto's documents leave open; in \`npm run test:long\` under every two of them (\`test/rules/order-cases.test.ts\`).
`;

/** The rules of the page, in its order. @throws Error for a row of another form */
export function rulesIn(page: string): Rule[] {
  const rules: Rule[] = [];
  let topic = '';
  for (const line of page.split('\n')) {
    topic = /^##+ (.+)$/.exec(line)?.[1] ?? topic;
    if (!line.startsWith('|') || /^\| (---|When \|)/.test(line)) continue;
    const [, id = '', when = '', what = '', code = ''] =
      /^\| <a id="([a-z0-9-]+)"><\/a>([^|]+) \| ([^|]+) \| [^|]+ \|(?: `([a-z-]+)`)? \|$/.exec(line) ?? [];
    if (id === '') throw new Error(`A rule has an id, and says when, what happens and what to do: ${line}`);
    rules.push({ topic, id, when, what, code });
  }
  return rules;
}

/** What is wrong with the proofs of these rules, in sentences. @param root the repository */
export function proofProblems(rules: readonly Rule[], proofs: Proofs, root: string): string[] {
  const ids = new Set(rules.map(({ id }) => id));
  return [
    ...rules
      .filter(({ id }, place) => rules.findIndex((one) => one.id === id) < place)
      .map(({ id }) => `Two rules: ${id}`),
    ...rules.filter(({ id }) => proofs[id] === undefined).map(({ id }) => `No test proves the rule ${id}`),
    ...Object.keys(proofs)
      .filter((id) => !ids.has(id))
      .map((id) => `No rule has the id ${id}`),
    ...Object.entries(proofs).flatMap(([id, own]) =>
      own.flatMap((proof) => missingIn(proof, root).map((why) => `${id}: ${why}`)),
    ),
  ];
}

function missingIn(proof: string, root: string): string[] {
  const [file = '', name = ''] = proof.split(' › ');
  const read = (path: string): string => readFileSync(join(root, path), 'utf8');
  if (!existsSync(join(root, file))) return [`${file} is not there`];
  const text = [file, ...(casesOf[file] ?? [])].map(read).join('\n').replaceAll("\\'", "'");
  return text.includes(name) ? [] : [`${file} has no test ${name}`];
}

/** The page that ties each rule to its tests. */
export function rulesTestedPage(rules: readonly Rule[], proofs: Proofs): string {
  const topics = Map.groupBy(rules, ({ topic }) => topic);
  const sections = [...topics].map(([topic, own]) => {
    const rows = own.map(
      ({ id, when }) =>
        `| [${when.replaceAll('[', '\\[').replaceAll(']', '\\]')}](rules.md#${id}) | ${testsOf(proofs[id] ?? [])} |`,
    );
    return `\n## ${topic}\n\n| Rule | Test |\n| --- | --- |\n${rows.join('\n')}\n`;
  });
  return intro + sections.join('');
}

function testsOf(proofs: readonly string[]): string {
  return proofs
    .map((proof) => {
      const [file = '', name = ''] = proof.split(' › ');
      return `[${name.replaceAll('|', '\\|')}](../${file})`;
    })
    .join('; ');
}
