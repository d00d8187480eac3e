import { LEASES, timeOfLeases } from './lease-table.ts';
import { migrations } from './schema.ts';

/** What is put into a record's row as it is given; the revision, and what is large, are put otherwise. */
const PLAIN = [
  ...['state', 'target_id', 'hash', 'rules', 'parent', 'amount', 'booked_on', 'tax', 'currency', 'status', 'method'],
  ...['changed_in_source', 'changed_at', 'reason', 'accepted', 'accepted_as', 'by_hand', 'is_file', 'to_be_read', 'content'],
  ...['is_gone', 'open_to_look', 'open_to_proof', 'quarantined_since', 'loaded_first_in', 'message', 'difference', 'replaces', 'seen'],
]; // biome-ignore format: a list
/** Written anew only where they have changed: what stays is not copied by PostgreSQL, and not sent. */
const LARGE = ['payload', 'read_as', 'copied_as'];

/** Of a record's row, beside its number and its revision. */
export const RECORD_COLUMNS = ['store', 'entity', 'source_id', ...PLAIN, ...LARGE].join(', ');

const KEY = 'store text, entity text, source_id text';
const ofRecord = (one: string, given: string): string =>
  `${one}.store = ${given}.store AND ${one}.entity = ${given}.entity AND ${one}.source_id = ${given}.source_id`;

const outdated = (where: string): string =>
  `RAISE EXCEPTION 'the ledger holds another ${where} than this was computed from' USING ERRCODE = 'NC001';`;

/** What a batch may have, each a list but for the run that is begun or finished, and the number of the last step of which its process has heard. */
const PARTS = [
  ...['unchanged', 'letting_go', 'changed', 'new', 'standing', 'day_sums', 'to_be_covered', 'intents', 'forget_drafts_of'],
  ...['new_intents', 'audit', 'begin_run', 'finish_run', 'outcomes', 'uncounted', 'watermarks', 'notes', 'heard'],
]; // biome-ignore format: a list

const putRecords = (which: string): string => `
  IF _${which} IS NOT NULL THEN
    WITH put AS MATERIALIZED (SELECT * FROM json_populate_recordset(NULL::record_put, _${which})), done AS (
      UPDATE kept_record AS one SET revision = one.revision + 1,
        ${PLAIN.map((name) => `${name} = put.${name}`).join(', ')},
        ${LARGE.map((name) => `${name} = CASE WHEN put.keeps_${name} THEN one.${name} ELSE put.${name} END`).join(', ')}
      FROM put WHERE ${ofRecord('one', 'put')} AND one.revision = put.was RETURNING 1
    ) SELECT (SELECT count(*) FROM put) - (SELECT count(*) FROM done) INTO _lacking;
    IF _lacking <> 0 THEN ${outdated('record')} END IF;
  END IF;`;

/** What the function of versions before took. */
const FORMER = ['integer, text, bigint, json', 'integer, text, bigint, json, text, bigint, text'];
const SIGNATURES = [...FORMER, 'integer, text, bigint, json, text, bigint, text, text[], bigint[]'];

/**
 * The one way to write: first the row of the lease is read so that nobody takes it over before all is done, and whoever has lost it is
 * refused; then a whole batch in one statement, all or none, so that it costs one way there and back, and no
 * transaction of ours is ever left open. It holds the ledger's row, so that two of them come one after the other.
 * - At its end it tells how long all leases of its process, the primary's too, last at least, so that a write that follows
 *   at once need not ask for itself.
 * - A step that this process has done already gives its result once more: its answer was lost, not the step. Several may be under way
 *   at once, so the results of all are kept of which the process has not said that it has heard.
 * - One that comes late, after a later one of its process, and was not done, is refused: it was given up, or refused already.
 * Plans are made for large tables from the start, since a run may fill one before PostgreSQL has counted its rows.
 * @param schema as SQL names it; after it was given another name, this has to be run again
 */
export function writeFunction(schema: string): string {
  return `
  ${SIGNATURES.map((types) => `DROP FUNCTION IF EXISTS ${schema}.ledger_write(${types});`).join('\n  ')}
  DROP TYPE IF EXISTS ${schema}.record_put;
  CREATE TYPE ${schema}.record_put AS (
    ${KEY}, was integer, ${PLAIN.map((name) => `${name} ${typeOf(name)}`).join(', ')},
    ${LARGE.map((name) => `${name} text, keeps_${name} boolean`).join(', ')}
  );
  CREATE FUNCTION ${schema}.ledger_write(_version integer, _writer text, _step bigint, _changes json, _lease text, _number bigint, _owner text, _also text[], _numbers bigint[]) RETURNS json
  LANGUAGE plpgsql SET search_path = ${schema}, pg_temp SET lock_timeout = '60s' SET enable_seqscan = off SET enable_hashjoin = off
    SET enable_mergejoin = off SET jit = off SET plan_cache_mode = force_generic_plan
  AS $ledger_write$
  #variable_conflict use_column
  DECLARE
    _found integer; _told bigint; _writes bigint; _last bigint; _result json; _results json; _done bigint; _lacking bigint; _run bigint; _made json; _one record;
    _audited bigint; _intended bigint; ${PARTS.map((part) => `_${part} json;`).join(' ')}
  BEGIN
    PERFORM FROM ${LEASES} AS held WHERE held.name = _lease AND held.number = _number AND held.owner = _owner AND NOT held.is_released FOR SHARE;
    IF NOT FOUND THEN RAISE EXCEPTION 'lease % number % is of somebody else by now', _lease, _number USING ERRCODE = 'NC003'; END IF;
    -- Taken apart once: each look into a text of a megabyte costs as much as reading all of it.
    SELECT ${PARTS.join(', ')} INTO ${PARTS.map((part) => `_${part}`).join(', ')}
      FROM json_to_record(_changes) AS given (${PARTS.map((part) => `${part} json`).join(', ')});
    _audited := coalesce(json_array_length(_audit), 0);
    _intended := coalesce(json_array_length(_new_intents), 0);
    UPDATE ledger SET told = told + _audited + _intended, writes = writes + 1 RETURNING version, told, writes INTO _found, _told, _writes;
    IF _found IS DISTINCT FROM _version THEN
      RAISE EXCEPTION 'this ledger is of version %', _found USING ERRCODE = 'NC002';
    END IF;
    SELECT step, result INTO _last, _results FROM writer WHERE id = _writer;
    IF _last >= _step THEN
      SELECT one.result INTO _result FROM json_to_recordset(_results) AS one (step bigint, result json) WHERE one.step = _step;
      IF FOUND THEN RETURN _result; END IF;
      RAISE EXCEPTION 'step % comes after step %', _step, _last USING ERRCODE = 'NC004';
    END IF;
    _told := _told - _audited - _intended;

    IF _unchanged IS NOT NULL THEN
      PERFORM FROM json_to_recordset(_unchanged) AS seen (${KEY}, was integer)
        LEFT JOIN kept_record AS one ON ${ofRecord('one', 'seen')}
        WHERE coalesce(one.revision, 0) <> seen.was;
      IF FOUND THEN ${outdated('record')} END IF;
    END IF;
    ${putRecords('letting_go')}
    ${putRecords('changed')}
    IF _new IS NOT NULL THEN
      INSERT INTO kept_record (revision, ${RECORD_COLUMNS}) SELECT 1, ${RECORD_COLUMNS}
        FROM json_populate_recordset(NULL::record_put, _new);
    END IF;
    IF _standing IS NOT NULL THEN
      INSERT INTO standing AS one SELECT * FROM json_to_recordset(_standing)
          AS moved (store text, entity text, state text, count bigint)
        ON CONFLICT (store, entity, state) DO UPDATE SET count = one.count + excluded.count;
    END IF;
    IF _day_sums IS NOT NULL THEN
      INSERT INTO day_sum AS one SELECT * FROM json_to_recordset(_day_sums)
          AS moved (booked_on text, store text, entity text, state text, reason text, count bigint, amount numeric, tax numeric)
        ON CONFLICT (booked_on, store, entity, state, reason) DO UPDATE
          SET count = one.count + excluded.count, amount = one.amount + excluded.amount, tax = one.tax + excluded.tax;
    END IF;
    IF _to_be_covered IS NOT NULL THEN
      UPDATE kept_record AS one SET is_uncovered = now.is_uncovered FROM (
        SELECT whole.id, coalesce(round(whole.amount::numeric * 100) > coalesce((
            SELECT sum(round(paid.amount::numeric * 100)) FROM kept_record AS paid WHERE paid.store = whole.store
              AND paid.entity = 'payments' AND paid.parent = whole.source_id AND paid.parent IS NOT NULL AND paid.state <> 'skipped'), 0),
          false) AS is_uncovered
        FROM json_to_recordset(_to_be_covered) AS given (${KEY}) JOIN kept_record AS whole ON ${ofRecord('whole', 'given')}
      ) AS now WHERE one.id = now.id AND one.is_uncovered <> now.is_uncovered;
    END IF;

    IF _intents IS NOT NULL THEN
      UPDATE intent AS one SET revision = one.revision + 1, outcome = put.outcome,
          draft = CASE WHEN put.keeps_draft THEN one.draft ELSE put.draft END,
          draft_version = CASE WHEN put.keeps_draft THEN one.draft_version ELSE put.draft_version END,
          refusal = put.refusal, look_ups = put.look_ups, first_look_up = put.first_look_up, last_look_up = put.last_look_up,
          first_look_up_there = put.first_look_up_there
        FROM json_to_recordset(_intents) AS put (id bigint, was integer, outcome text, draft text, draft_version integer, keeps_draft boolean,
          refusal text, look_ups integer, first_look_up text, last_look_up text, first_look_up_there text)
        WHERE one.id = put.id AND one.revision = put.was;
      GET DIAGNOSTICS _done = ROW_COUNT;
      IF _done <> json_array_length(_intents) THEN ${outdated('intent')} END IF;
    END IF;
    IF _forget_drafts_of IS NOT NULL THEN
      UPDATE intent AS one SET revision = one.revision + 1, draft = NULL, draft_version = NULL, refusal = NULL
        FROM json_to_recordset(_forget_drafts_of) AS given (${KEY}) JOIN kept_record AS owner ON ${ofRecord('owner', 'given')}
        WHERE one.record = owner.id AND (one.draft IS NOT NULL OR one.refusal IS NOT NULL);
    END IF;
    IF _intended > 0 THEN
      INSERT INTO intent (id, run, record, action, target_id, at, revision, draft, draft_version)
        SELECT _told + _audited + place, run, owner.id, action, put.target_id, at, 1, draft, draft_version
        FROM json_to_recordset(_new_intents) AS put (${KEY}, place bigint, run bigint, action text, target_id text, at text,
          draft text, draft_version integer) JOIN kept_record AS owner ON ${ofRecord('owner', 'put')};
      GET DIAGNOSTICS _done = ROW_COUNT;
      IF _done <> _intended THEN ${outdated('record')} END IF;
      SELECT json_agg(_told + _audited + place) INTO _made FROM generate_series(1, _intended) AS place;
    END IF;
    IF _audited > 0 THEN
      INSERT INTO audit_entry (id, at, run, store, entity, source_id, event, detail, who)
        SELECT _told + place, at, run, store, entity, source_id, event, detail, who
        FROM json_to_recordset(_audit) AS put (${KEY}, place bigint, at text, run bigint, event text, detail text, who text);
    END IF;

    IF _begin_run IS NOT NULL THEN
      INSERT INTO run (id, started_at, status, narrowed) SELECT coalesce((SELECT max(id) FROM run), 0) + 1,
          _begin_run ->> 'at', 'running', (_begin_run ->> 'narrowed')::boolean RETURNING id INTO _run;
      INSERT INTO run_outcome (run, record) SELECT _run, id FROM kept_record WHERE state IN ('staged', 'writing');
      DELETE FROM writer WHERE at < clock_timestamp() - interval '7 days';
    END IF;
    IF _finish_run IS NOT NULL THEN
      UPDATE run SET ended_at = put.at, status = put.status, summary = put.summary
        FROM json_to_record(_finish_run) AS put (id bigint, at text, status text, summary text) WHERE run.id = put.id;
    END IF;
    IF _outcomes IS NOT NULL THEN
      INSERT INTO run_outcome (run, record, outcome) SELECT run, owner.id, outcome
        FROM json_to_recordset(_outcomes) AS put (${KEY}, run bigint, outcome text) JOIN kept_record AS owner ON ${ofRecord('owner', 'put')}
        ON CONFLICT (record, run) DO UPDATE SET outcome = excluded.outcome;
    END IF;
    IF _uncounted IS NOT NULL THEN
      DELETE FROM run_outcome USING json_to_recordset(_uncounted) AS given (${KEY}, run bigint)
        JOIN kept_record AS owner ON ${ofRecord('owner', 'given')}
        WHERE run_outcome.run = given.run AND run_outcome.record = owner.id;
    END IF;

    FOR _one IN SELECT * FROM json_to_recordset(_watermarks)
        AS put (store text, entity text, name text, before text, after text) LOOP
      PERFORM FROM watermark AS there WHERE there.store = _one.store AND there.entity = _one.entity AND there.name = _one.name
        AND there.upto IS DISTINCT FROM _one.before;
      IF FOUND THEN ${outdated('watermark')} END IF;
      IF _one.before IS NOT NULL THEN
        DELETE FROM watermark AS there WHERE there.store = _one.store AND there.entity = _one.entity AND there.name = _one.name;
        IF NOT FOUND THEN ${outdated('watermark')} END IF;
      END IF;
      IF _one.after IS NOT NULL THEN
        INSERT INTO watermark VALUES (_one.store, _one.entity, _one.name, _one.after);
      END IF;
    END LOOP;
    IF _notes IS NOT NULL THEN
      PERFORM FROM json_to_recordset(_notes) AS put (scope text, name text, before text, is_expected boolean)
        LEFT JOIN note AS there ON there.scope = put.scope AND there.name = put.name
        WHERE put.is_expected AND there.value IS DISTINCT FROM put.before;
      IF FOUND THEN ${outdated('note')} END IF;
      DELETE FROM note AS there USING json_to_recordset(_notes) AS put (scope text, name text, value text)
        WHERE put.value IS NULL AND there.scope = put.scope AND there.name = put.name;
      INSERT INTO note AS there SELECT scope, name, label, value
        FROM json_to_recordset(_notes) AS put (scope text, name text, label text, value text) WHERE value IS NOT NULL
        ON CONFLICT (scope, name) DO UPDATE SET label = excluded.label, value = excluded.value;
    END IF;

    SELECT json_build_object('intents', coalesce(_made, '[]'::json), 'run', _run, 'writes', _writes,
        'secondsLeft', CASE WHEN count(*) = 1 + cardinality(_also) THEN extract(epoch FROM min(held.expires_at) - ${timeOfLeases()}) END,
        'isWanted', coalesce(bool_or(held.is_wanted), false))
      INTO _result FROM unnest(_lease || _also, _number || _numbers) AS mine (name, number) JOIN ${LEASES} AS held
        ON held.name = mine.name AND held.number = mine.number AND held.owner = _owner AND NOT held.is_released;
    SELECT json_agg(one) INTO _results FROM (
      SELECT step, result FROM json_to_recordset(_results) AS known (step bigint, result json) WHERE step > (_heard::text)::bigint
      UNION ALL SELECT _step, _result) AS one;
    INSERT INTO writer (id, step, result, at) VALUES (_writer, _step, _results, clock_timestamp())
      ON CONFLICT (id) DO UPDATE SET step = excluded.step, result = excluded.result, at = excluded.at;
    RETURN _result;
  END
  $ledger_write$;
  -- A program of the version before, which was at work while this one brought the ledger up to date, is told so.
  ${FORMER.map(
    (types) => `CREATE FUNCTION ${schema}.ledger_write(${types}) RETURNS json LANGUAGE plpgsql
  AS $former$ BEGIN RAISE EXCEPTION 'this ledger is of a later version' USING ERRCODE = 'NC002'; END $former$;`,
  ).join('\n  ')}`;
}

const TYPES: Readonly<Record<string, string>> = {
  is_file: 'boolean',
  to_be_read: 'boolean',
  is_gone: 'boolean',
  open_to_look: 'boolean',
  open_to_proof: 'boolean',
  loaded_first_in: 'bigint',
};
const typeOf = (name: string): string => TYPES[name] ?? 'text';

/** Of the schema with its function. */
export const SCHEMA_VERSION = migrations.length;
