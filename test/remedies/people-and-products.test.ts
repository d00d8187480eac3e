import { peopleRows } from './rows/people-and-products.ts';
import { tryRemedies } from './support/try-remedies.ts';

tryRemedies(peopleRows);
