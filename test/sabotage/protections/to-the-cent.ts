import { inModule, type Protection } from '../protection.ts';

const fitness = inModule<typeof import('../../../src/pipeline/unfitness.ts')>('src/pipeline/unfitness.ts');

export const toTheCent: readonly Protection[] = [
  fitness({
    id: 'read-back',
    promise: 3,
    protects: 'What the primary holds otherwise than it was meant is quarantined.',
    export: 'unfitness',
    replacement: () => () => undefined,
    test: ['test/pipeline/load-batch.test.ts', 'a copy that differs by a cent goes to quarantine with both amounts'],
  }),
];
