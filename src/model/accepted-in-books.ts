/** Under this scope the ledger keeps what a person has accepted of the books, by what it is about. */
export const ACCEPTED_IN_BOOKS = 'accepted in books';
