import { decimal } from './money.ts';

/**
 * By how much a prediction may miss and still be a doubt rather than an amount that no field shows: a till rounds to
 * five cents, and stores round discounts in ways of their own.
 */
export const MAXIMUM_DOUBT = decimal('0.05');
