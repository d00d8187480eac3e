import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const componentSchema = z.object({
  'bom-ref': z.string(),
  type: z.literal('library'),
  name: z.string(),
  version: z.string(),
  purl: z.string(),
  hashes: z.array(z.object({ alg: z.string(), content: z.string() })).optional(),
  licenses: z.array(z.unknown()).optional(),
});

const billSchema = z.object({
  $schema: z.string(),
  bomFormat: z.literal('CycloneDX'),
  specVersion: z.string(),
  version: z.number(),
  metadata: z.object({ component: componentSchema }),
  components: z.array(componentSchema),
  dependencies: z.array(z.object({ ref: z.string(), dependsOn: z.array(z.string()) })),
});

export type BillOfMaterials = z.infer<typeof billSchema>;

/** Where it is built to, and so stands in the package. */
export const BILL = 'dist/sbom.cdx.json';

/**
 * What a user installs with this version, as `npm sbom` tells it of the lock file (CycloneDX), with name, version, licence
 * and hash of each package. Left out is what differs from one making to the next, or tells of the machine that made it: a
 * random number, the time, the version of npm, the name of the folder, and the address of the registry.
 */
export function billOfMaterials(repository: string): BillOfMaterials {
  const words = ['sbom', '--omit=dev', '--sbom-format', 'cyclonedx', '--package-lock-only'];
  const told: unknown = JSON.parse(execFileSync('npm', words, { cwd: repository, encoding: 'utf8' }));
  const bill = billSchema.parse(told);
  const { component } = bill.metadata;
  const name = component['bom-ref'].replace(/@[^@]*$/, '');
  return { ...bill, metadata: { component: { ...component, name } } };
}

if (import.meta.main) {
  const repository = path.join(import.meta.dirname, '../..');
  const file = path.join(repository, BILL);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(billOfMaterials(repository), null, 2)}\n`);
  chmodSync(file, 0o644);
}
