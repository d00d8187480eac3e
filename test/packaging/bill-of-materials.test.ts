import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { type BillOfMaterials, billOfMaterials } from '../../scripts/packaging/bill-of-materials.ts';
import { repository } from '../fixtures/support.ts';

const own = JSON.parse(readFileSync(path.join(repository, 'package.json'), 'utf8'));
let bill: BillOfMaterials;
beforeAll(() => {
  bill = billOfMaterials(repository);
}, 60_000);

test('the bill of materials has each library that the program depends on, in its version, and no tool of development', () => {
  const versions = new Map(bill.components.map(({ name, version }) => [name, version]));
  const wanted = Object.entries<string>(own.dependencies);
  expect(wanted.filter(([name, version]) => versions.get(name) !== version)).toEqual([]);
  expect(Object.keys(own.devDependencies).filter((name) => versions.has(name))).toEqual([]);
  expect(bill.metadata.component).toMatchObject({ name: own.name, version: own.version });
});

test('the bill of materials has of each package a hash and a licence, all that it leads to, and nothing that leads elsewhere', () => {
  const refs = new Set(bill.components.map((one) => one['bom-ref']));
  const incomplete = bill.components.filter(({ hashes = [], licenses = [] }) => hashes.length * licenses.length === 0);
  expect(incomplete).toEqual([]);
  expect(bill.dependencies.flatMap(({ dependsOn }) => dependsOn).filter((ref) => !refs.has(ref))).toEqual([]);
  const reached = new Set<string>();
  const reach = (ref: string): void => {
    if (reached.has(ref)) return;
    reached.add(ref);
    for (const next of bill.dependencies.find((one) => one.ref === ref)?.dependsOn ?? []) reach(next);
  };
  reach(bill.metadata.component['bom-ref']);
  reached.delete(bill.metadata.component['bom-ref']);
  expect([...refs].filter((ref) => !reached.has(ref))).toEqual([]);
});

test('the bill of materials names no machine: neither an address nor a time, and is the same each time', () => {
  const text = JSON.stringify(bill);
  expect(text.match(/https?:[^"]*/g)).toEqual([bill.$schema]);
  expect(text).not.toMatch(/timestamp|serialNumber|distribution|\d{2}:\d{2}:\d{2}/);
  expect(billOfMaterials(repository)).toEqual(bill);
});
