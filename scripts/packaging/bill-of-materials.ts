import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
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

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({ version: z.string(), dev: z.boolean().optional(), devOptional: z.boolean().optional() }),
  ),
});

/**
 * What a user installs with this version, as `npm sbom` tells it of the lock file (CycloneDX), with name, version, licence
 * and hash of each package. Left out is what differs from one making to the next, or tells of the machine that made it: a
 * random number, the time, the version of npm, the name of the folder, and the address of the registry.
 */
export function billOfMaterials(repository: string): BillOfMaterials {
  const words = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'];
  const told: unknown = JSON.parse(execFileSync('npm', words, { cwd: repository, encoding: 'utf8' }));
  const { metadata, components, dependencies, ...head } = billSchema.parse(told);
  const { component } = metadata;
  const name = component['bom-ref'].replace(/@[^@]*$/, '');
  const own = component['bom-ref'];
  const installed = packagesOfUsers(repository);
  const isInstalled = (ref: string): boolean => ref === own || installed.has(ref);
  return {
    ...head,
    metadata: { component: { ...component, name } },
    components: components.filter((one) => isInstalled(one['bom-ref'])),
    dependencies: dependencies
      .filter(({ ref }) => isInstalled(ref))
      .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter(isInstalled) })),
  };
}

/** `name@version`. Not by `--omit=dev`, which leaves out too what a tool of development could use as well. */
function packagesOfUsers(repository: string): ReadonlySet<string> {
  const { packages } = lockSchema.parse(JSON.parse(readFileSync(path.join(repository, 'package-lock.json'), 'utf8')));
  return new Set(
    Object.entries(packages)
      .filter(([place, { dev, devOptional }]) => place !== '' && dev !== true && devOptional !== true)
      .map(([place, { version }]) => `${place.replace(/^.*node_modules\//, '')}@${version}`),
  );
}

if (import.meta.main) {
  const repository = path.join(import.meta.dirname, '../..');
  const file = path.join(repository, BILL);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(billOfMaterials(repository), null, 2)}\n`);
  chmodSync(file, 0o644);
}
