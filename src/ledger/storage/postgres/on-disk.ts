/**
 * For a statement that writes: what is answered is on the server's disk, though the database or the user is set to commit a moment later
 * (`synchronous_commit=off`), by which a power cut would take back an intent whose write has left. Any stricter setting stays.
 * It holds until the transaction of the statement has ended.
 */
export function onDisk(): string {
  return "CASE WHEN current_setting('synchronous_commit') = 'off' THEN set_config('synchronous_commit', 'on', true) END";
}
