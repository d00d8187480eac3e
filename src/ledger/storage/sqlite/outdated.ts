/** Something else is there than the changes were computed from. */
export class Outdated extends Error {}
