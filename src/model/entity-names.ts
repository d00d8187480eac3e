/** Those that the program brings along, in load order. The registry (`src/entities/registry.ts`) holds what they are. */
export const builtInEntityNames = ['products', 'customers', 'orders', 'payments', 'rmas'] as const;
