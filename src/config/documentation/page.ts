import { type DocumentedKey, documentedKeys } from '../describe.ts';
import { closing, opening } from './prose.ts';
import { table } from './table.ts';

interface Part {
  /** The path of its keys, without the key's own name. */
  readonly group: string;
  readonly title: string;
}

const parts: readonly Part[] = [
  { group: '', title: 'The file' },
  { group: 'primary', title: '`primary`' },
  { group: 'secondaries[]', title: 'Each of `secondaries`' },
  { group: 'secondaries[].source', title: '`source` of a secondary' },
  { group: 'secondaries[].references', title: '`references` of a secondary' },
  { group: 'secondaries[].orders', title: '`orders` of a secondary' },
  { group: 'secondaries[].payments', title: '`payments` of a secondary' },
  { group: 'secondaries[].customers', title: '`customers` of a secondary' },
  { group: 'secondaries[].customers.house', title: '`customers.house` of a secondary' },
  { group: 'secondaries[].products', title: '`products` of a secondary' },
  { group: 'secondaries[].rma', title: '`rma` of a secondary' },
  { group: 'accounting', title: '`accounting`' },
  { group: 'guards', title: '`guards`' },
  { group: 'load', title: '`load`' },
  { group: 'load.refusals', title: '`load.refusals`' },
  { group: 'xero', title: '`xero`' },
  { group: 'onProblem', title: '`onProblem`' },
  { group: 'onProblem.email', title: '`onProblem.email`' },
  { group: 'quarantine', title: '`quarantine`' },
];

/** docs/configuration.md */
export function configurationPage(): string {
  const keys = documentedKeys();
  const lost = keys.filter((key) => !parts.some((part) => part.group === groupOf(key)));
  if (lost.length > 0) throw new Error(`no part of the page has ${lost.map((key) => key.path).join(', ')}`);
  const sections = parts.map(({ group, title }) => {
    const own = keys.filter((key) => groupOf(key) === group);
    const meaning = keys.find((key) => key.path === group.replace(/\[\]$/, ''))?.notes.meaning;
    return `## ${title}\n\n${meaning === undefined ? '' : `${meaning}\n\n`}${table(own, group)}\n`;
  });
  return [opening, ...sections, closing].join('\n');
}

function groupOf({ path }: DocumentedKey): string {
  return path.includes('.') ? path.slice(0, path.lastIndexOf('.')) : '';
}
