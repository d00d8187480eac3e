// Nearly every intent is for the copy that its record names, so its row does not name that once more.

/** What an intent is for. Of a statement that joins it with its record. */
export const INTENT_TARGET = 'coalesce(intent.target_id, record.target_id)';

/** What is put into the row of an intent of `record`, letter by letter. The target is given twice. */
export const TARGET_UNLESS_THE_RECORDS = 'CASE WHEN record.target_id COLLATE BINARY = ? THEN NULL ELSE ? END';

/** A step of the schema is made of this text: once it is released it is never changed. An intent stays for what it was for, whatever its record gets. */
export const keepsTarget =
  (): string => `CREATE TRIGGER intent_keeps_target BEFORE UPDATE OF target_id ON record WHEN old.target_id COLLATE BINARY IS NOT new.target_id BEGIN
    UPDATE intent SET target_id = old.target_id WHERE record = old.id AND target_id IS NULL;
  END;`;
