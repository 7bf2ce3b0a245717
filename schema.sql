-- The whole database of bench. Statements are separated by blank lines (triggers hold semicolons), and
-- all of them are safe to repeat. Migrations from older versions stand in src/store/migrations.ts.
-- Times are ISO 8601 in UTC with milliseconds; money is US dollars; *_chips and errors are JSON.
-- New columns stand last, so that a migrated database is the same as a new one to the column.
-- Triggers run in whatever program writes: nothing in them is newer than SQLite 3.37 with JSON.

-- One benchmark run. status: running | completed | failed | interrupted | dry_run.
-- config: all that `bench resume` needs, and a snapshot of prices, prompts, suite and tool version.
CREATE TABLE IF NOT EXISTS runs (
  id TEXT PRIMARY KEY,
  started_at TEXT NOT NULL,
  completed_at TEXT,
  status TEXT NOT NULL DEFAULT 'running'
    CHECK (status IN ('running', 'completed', 'failed', 'interrupted', 'dry_run')),
  config TEXT
);

-- Runs that were taken out of figures and queue; archived_at is NULL where a run was restored.
CREATE TABLE IF NOT EXISTS run_archive (
  id TEXT PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE,
  archived_at TEXT
);

-- What was asked, in words: the canonical JSON of a style, persona, system or rubric.
-- id: the first 16 hex digits of SHA-256 over {kind, name, definition}. Rows are inserted and never changed.
CREATE TABLE IF NOT EXISTS definitions (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  definition TEXT NOT NULL
);

-- Who works on a run right now, or on shard `shard` of its `shards` (1 of 1: the whole run): the sign of life
-- keeps two processes from buying the same answers. heartbeat_at: milliseconds by this database's clock.
CREATE TABLE IF NOT EXISTS run_leases (
  run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  shard INTEGER NOT NULL,
  shards INTEGER NOT NULL,
  worker_id TEXT NOT NULL,
  host TEXT NOT NULL,
  pid INTEGER NOT NULL,
  heartbeat_at INTEGER NOT NULL,
  PRIMARY KEY (run_id, shard, shards)
);

-- What one case gave. id: UUIDv5 of run and case, so the same case is the same row everywhere.
-- rating_count, rating_sum and rated_1 … rated_5 (how often each score was given) are kept by the triggers
-- below, so that lists and leaderboards need no join. Long texts come late, where short reads do not pass them.
-- *_version: ids of definitions; NULL in older rows, whose versions follow from their run's config.
CREATE TABLE IF NOT EXISTS results (
  id TEXT PRIMARY KEY,
  run_id TEXT NOT NULL REFERENCES runs (id),
  model TEXT NOT NULL,
  persona_id TEXT NOT NULL,
  sector TEXT NOT NULL,
  desired_role TEXT NOT NULL,
  style TEXT NOT NULL,
  input_type TEXT NOT NULL,
  constraint_type TEXT NOT NULL,
  chip_count INTEGER NOT NULL,
  trial INTEGER NOT NULL DEFAULT 1,
  status TEXT NOT NULL DEFAULT 'completed' CHECK (status IN ('completed', 'failed')),
  latency_ms INTEGER,
  input_tokens INTEGER,
  output_tokens INTEGER,
  cost_usd REAL,
  created_at TEXT NOT NULL,
  rating_count INTEGER NOT NULL DEFAULT 0,
  rating_sum INTEGER NOT NULL DEFAULT 0,
  rated_1 INTEGER NOT NULL DEFAULT 0,
  rated_2 INTEGER NOT NULL DEFAULT 0,
  rated_3 INTEGER NOT NULL DEFAULT 0,
  rated_4 INTEGER NOT NULL DEFAULT 0,
  rated_5 INTEGER NOT NULL DEFAULT 0,
  final_chips TEXT NOT NULL DEFAULT '[]',
  step1_chips TEXT,
  selected_chips TEXT,
  step2_chips TEXT,
  fill_chips TEXT,
  errors TEXT NOT NULL DEFAULT '[]',
  style_version TEXT,
  persona_version TEXT,
  system_version TEXT,
  reasoning_tokens INTEGER,
  cached_tokens INTEGER,
  UNIQUE (run_id, model, persona_id, style, input_type, constraint_type, chip_count, trial)
);

-- What a person thinks of a result. A new rating by the same user replaces the old one and keeps its id.
-- id: UUIDv5 of result and user. blind: 1 when the rater could not see whose the result is, 0 when it was
-- shown, NULL when nobody knows (scripts, imports). seconds: from the screen to the key.
-- rubric_version: the definition of what raters were told to judge by.
CREATE TABLE IF NOT EXISTS ratings (
  id TEXT PRIMARY KEY,
  result_id TEXT NOT NULL REFERENCES results (id),
  user_id TEXT NOT NULL,
  rating INTEGER NOT NULL CHECK (rating BETWEEN 1 AND 5),
  created_at TEXT NOT NULL,
  blind INTEGER CHECK (blind IN (0, 1)),
  seconds REAL,
  rubric_version TEXT,
  UNIQUE (result_id, user_id)
);

-- What raters said when a result they had rated came again, unannounced: how far a rater agrees with
-- oneself. Kept apart, so that no repeat enters a mean.
CREATE TABLE IF NOT EXISTS rating_repeats (
  id TEXT PRIMARY KEY,
  result_id TEXT NOT NULL REFERENCES results (id),
  user_id TEXT NOT NULL,
  rating INTEGER NOT NULL CHECK (rating BETWEEN 1 AND 5),
  created_at TEXT NOT NULL,
  UNIQUE (result_id, user_id)
);

-- A remark of a person on a result; flagged: somebody should look at it. tags: JSON list; bad_chips: JSON list
-- of the keys of chips marked as bad. seen_at: when this person saw the chips together with their system.
CREATE TABLE IF NOT EXISTS notes (
  id TEXT PRIMARY KEY,
  result_id TEXT NOT NULL REFERENCES results (id),
  user_id TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  flagged INTEGER NOT NULL DEFAULT 0 CHECK (flagged IN (0, 1)),
  created_at TEXT NOT NULL,
  tags TEXT NOT NULL DEFAULT '[]',
  bad_chips TEXT NOT NULL DEFAULT '[]',
  seen_at TEXT,
  UNIQUE (result_id, user_id)
);

-- What is known of a rater. id: UUIDv5 of the name. figures_seen_at: when this person last opened figures with
-- newer ratings of theirs in them. calibration: JSON. The user_id of a removed person is `removed:` and the
-- SHA-256 of the name, and the row stays under its id, so that the name cannot come back.
CREATE TABLE IF NOT EXISTS raters (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL UNIQUE,
  figures_seen_at TEXT,
  calibration TEXT,
  created_at TEXT NOT NULL
);

-- What a language model says of a result, one call each. id: UUIDv5 of result, judge, rubric and repeat.
-- run_id: the pass that made it, a run with `kind: judge` in its config. score is NULL where none could be read.
CREATE TABLE IF NOT EXISTS judgements (
  id TEXT PRIMARY KEY,
  run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  result_id TEXT NOT NULL REFERENCES results (id) ON DELETE CASCADE,
  judge_version TEXT NOT NULL,
  rubric_version TEXT NOT NULL,
  repeat INTEGER NOT NULL DEFAULT 1,
  status TEXT NOT NULL CHECK (status IN ('sent', 'answered', 'failed')),
  score INTEGER CHECK (score BETWEEN 1 AND 5),
  reasons TEXT,
  bad_chips TEXT NOT NULL DEFAULT '[]',
  request_hash TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  latency_ms INTEGER,
  input_tokens INTEGER,
  output_tokens INTEGER,
  cost_usd REAL,
  charged_usd REAL,
  finish_reason TEXT,
  error TEXT,
  answer TEXT,
  created_at TEXT NOT NULL,
  UNIQUE (result_id, judge_version, rubric_version, repeat)
);

-- One LLM call with all its attempts. result_id is the id its result has or will have: a call is kept as
-- soon as it is answered, before the result of its case exists, so that no answer is bought twice.
-- status: sent (on its way, or lost with its process) | answered | failed.
-- charged_usd: what the budget counts; the highest possible cost where the true one is unknown.
-- answered_by, system_fingerprint: which model the provider says has answered.
CREATE TABLE IF NOT EXISTS calls (
  id TEXT PRIMARY KEY,
  run_id TEXT NOT NULL REFERENCES runs (id),
  result_id TEXT NOT NULL,
  step TEXT NOT NULL CHECK (step IN ('step1', 'selection', 'step2', 'fill')),
  model TEXT NOT NULL,
  request_hash TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('sent', 'answered', 'failed')),
  attempts INTEGER NOT NULL,
  latency_ms INTEGER,
  input_tokens INTEGER,
  output_tokens INTEGER,
  cost_usd REAL,
  charged_usd REAL,
  finish_reason TEXT,
  error TEXT,
  answer TEXT,
  created_at TEXT NOT NULL,
  reasoning_tokens INTEGER,
  cached_tokens INTEGER,
  answered_by TEXT,
  system_fingerprint TEXT
);

-- What is left of runs that were deleted. made_by: the `user` of the run's config.
CREATE TABLE IF NOT EXISTS deleted_runs (
  id TEXT PRIMARY KEY,
  started_at TEXT NOT NULL,
  made_by TEXT
);

-- What deleted calls and judgements have cost: money that was spent stays in the books. id: that of the deleted
-- row. A result that had no calls is here itself (id = result_id); judgements have no result_id. A row counts
-- while no row of its id is alive, and that of a result while none of its calls is known.
CREATE TABLE IF NOT EXISTS deleted_costs (
  id TEXT PRIMARY KEY,
  run_id TEXT NOT NULL,
  result_id TEXT,
  model TEXT NOT NULL,
  day TEXT NOT NULL,
  cost_usd REAL,
  charged_usd REAL
);

-- Rows that a REPLACE may be about to remove, for which SQLite calls no delete trigger: noted before, looked
-- at afterwards, empty in between. parent: the result of a rating.
CREATE TABLE IF NOT EXISTS replaced (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  parent TEXT
);

-- The last change of every row, kept by the triggers below whoever writes, with whatever program: those who
-- follow this database (the API's list of results, the sync) read it instead of comparing everything.
-- seq counts up with each change in this database. updated_at: milliseconds since the epoch, always later
-- than the row's change before, whatever the clock says. updated_by: the device, NULL for this database's
-- own. rev: the seq this change has in the team's database, NULL while it is not there; below 0 within a
-- transaction that brings in a change from elsewhere, stamp and all. A deleted row leaves its entry.
-- kind: run, result, call, rating, repeat, note, definition, rater, judgement, archive, deleted_run, deleted_cost.
CREATE TABLE IF NOT EXISTS changes (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  updated_by TEXT,
  rev INTEGER,
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  PRIMARY KEY (kind, id)
) WITHOUT ROWID;

-- Which database this is: a team's database that was replaced by another one has another db_id.
CREATE TABLE IF NOT EXISTS meta (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  db_id TEXT NOT NULL
);

INSERT OR IGNORE INTO meta (one, db_id) VALUES (1, lower(hex(randomblob(16))));

-- How far this database is in step with the team's (remote_id). pulled: the team's changes up to this seq
-- are here; pushed: this database's changes up to this seq are there; calls apart, as they may be left out.
-- seen_*: the team's newest change at the last sync; should it be gone, the team's database was set back.
CREATE TABLE IF NOT EXISTS sync_state (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  remote_id TEXT NOT NULL,
  pulled INTEGER NOT NULL DEFAULT 0,
  pushed INTEGER NOT NULL DEFAULT 0,
  calls_pulled INTEGER NOT NULL DEFAULT 0,
  calls_pushed INTEGER NOT NULL DEFAULT 0,
  seen_kind TEXT,
  seen_id TEXT,
  seen_seq INTEGER
);

CREATE INDEX IF NOT EXISTS results_run ON results (run_id, status);

-- All that the leaderboard reads of a result: its figures come from this index alone, which is many times
-- smaller than the table with its chips.
CREATE INDEX IF NOT EXISTS results_figures ON results (
  model, persona_id, style, input_type, constraint_type, chip_count, trial, status, run_id,
  rating_count, rating_sum, rated_1, rated_2, rated_3, rated_4, rated_5,
  cost_usd, latency_ms, input_tokens, output_tokens,
  style_version, persona_version, system_version, created_at, reasoning_tokens, cached_tokens, id
);

-- Answers without a chip: few, and no usable answers. Both conditions lead it, or another index would seem cheaper.
CREATE INDEX IF NOT EXISTS results_empty ON results (status, final_chips, run_id)
  WHERE status = 'completed' AND final_chips = '[]';

CREATE INDEX IF NOT EXISTS results_newest ON results (created_at DESC, id);

-- The order of lists, with all that lists are filtered by: a page far down, or within a filter, reads this index
-- alone and then the rows of the page.
CREATE INDEX IF NOT EXISTS results_listed ON results (
  status, created_at DESC, id, run_id, model, persona_id, style, input_type, constraint_type, chip_count
);

-- All that figures read of a rating.
CREATE INDEX IF NOT EXISTS ratings_result ON ratings (result_id, user_id, rating);

CREATE INDEX IF NOT EXISTS ratings_newest ON ratings (created_at DESC, id);

CREATE INDEX IF NOT EXISTS ratings_user ON ratings (user_id, result_id);

CREATE INDEX IF NOT EXISTS calls_result ON calls (result_id);

CREATE INDEX IF NOT EXISTS calls_run ON calls (run_id);

-- Which models have answered under one name, and when, without reading the answers.
CREATE INDEX IF NOT EXISTS calls_answered ON calls (model, answered_by, system_fingerprint, created_at, run_id)
  WHERE answered_by IS NOT NULL;

CREATE INDEX IF NOT EXISTS judgements_run ON judgements (run_id);

CREATE INDEX IF NOT EXISTS deleted_costs_result ON deleted_costs (result_id);

CREATE INDEX IF NOT EXISTS changes_seq ON changes (seq, kind, id);

-- Writing into this view notes a change: the one place that knows how. A change that is brought in from
-- elsewhere (rev below 0) has its entry already.
CREATE VIEW IF NOT EXISTS noted_changes AS SELECT kind, id, deleted FROM changes;

CREATE TRIGGER IF NOT EXISTS change_noted INSTEAD OF INSERT ON noted_changes BEGIN
  INSERT INTO changes (kind, id, deleted, seq, updated_at)
  SELECT NEW.kind, NEW.id, NEW.deleted, coalesce(max(seq), 0) + 1,
    CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)
  FROM changes WHERE TRUE
  ON CONFLICT (kind, id) DO UPDATE SET deleted = excluded.deleted, seq = excluded.seq,
    updated_at = max(excluded.updated_at, changes.updated_at + 1), updated_by = NULL, rev = NULL
  WHERE changes.rev IS NULL OR changes.rev >= 0;
END;

-- Writing into this view counts the ratings of a result anew. Totals are never added to, so that any program may
-- write in any way.
CREATE VIEW IF NOT EXISTS recounted_results AS SELECT id FROM results;

CREATE TRIGGER IF NOT EXISTS result_recounted INSTEAD OF INSERT ON recounted_results BEGIN
  UPDATE results SET (rating_count, rating_sum, rated_1, rated_2, rated_3, rated_4, rated_5) = (
    SELECT count(*), coalesce(sum(rating), 0),
      count(*) FILTER (WHERE rating = 1), count(*) FILTER (WHERE rating = 2), count(*) FILTER (WHERE rating = 3),
      count(*) FILTER (WHERE rating = 4), count(*) FILTER (WHERE rating = 5)
    FROM ratings WHERE result_id = NEW.id)
  WHERE id = NEW.id;
END;

-- Whatever a REPLACE may remove, by its own key or the other one.
CREATE TRIGGER IF NOT EXISTS results_replacing BEFORE INSERT ON results BEGIN
  INSERT INTO replaced SELECT 'result', id, NULL FROM results
  WHERE run_id = NEW.run_id AND model = NEW.model AND persona_id = NEW.persona_id AND style = NEW.style
    AND input_type = NEW.input_type AND constraint_type = NEW.constraint_type
    AND chip_count = NEW.chip_count AND trial = NEW.trial AND id <> NEW.id;
END;

CREATE TRIGGER IF NOT EXISTS results_moving BEFORE UPDATE OF id, run_id, model, persona_id, style,
  input_type, constraint_type, chip_count, trial ON results BEGIN
  INSERT INTO replaced SELECT 'result', id, NULL FROM results
  WHERE id <> OLD.id AND (id = NEW.id
    OR (run_id = NEW.run_id AND model = NEW.model AND persona_id = NEW.persona_id AND style = NEW.style
    AND input_type = NEW.input_type AND constraint_type = NEW.constraint_type
    AND chip_count = NEW.chip_count AND trial = NEW.trial));
END;

CREATE TRIGGER IF NOT EXISTS ratings_replacing BEFORE INSERT ON ratings BEGIN
  INSERT INTO replaced SELECT 'rating', id, result_id FROM ratings
  WHERE (id = NEW.id AND result_id <> NEW.result_id)
    OR (id <> NEW.id AND result_id = NEW.result_id AND user_id = NEW.user_id);
END;

CREATE TRIGGER IF NOT EXISTS ratings_moving BEFORE UPDATE OF id, result_id, user_id ON ratings BEGIN
  INSERT INTO replaced SELECT 'rating', id, result_id FROM ratings
  WHERE id <> OLD.id AND (id = NEW.id OR (result_id = NEW.result_id AND user_id = NEW.user_id));
END;

CREATE TRIGGER IF NOT EXISTS rating_repeats_replacing BEFORE INSERT ON rating_repeats BEGIN
  INSERT INTO replaced SELECT 'repeat', id, NULL FROM rating_repeats
  WHERE result_id = NEW.result_id AND user_id = NEW.user_id AND id <> NEW.id;
END;

CREATE TRIGGER IF NOT EXISTS rating_repeats_moving BEFORE UPDATE OF id, result_id, user_id ON rating_repeats BEGIN
  INSERT INTO replaced SELECT 'repeat', id, NULL FROM rating_repeats
  WHERE id <> OLD.id AND (id = NEW.id OR (result_id = NEW.result_id AND user_id = NEW.user_id));
END;

CREATE TRIGGER IF NOT EXISTS notes_replacing BEFORE INSERT ON notes BEGIN
  INSERT INTO replaced SELECT 'note', id, NULL FROM notes
  WHERE result_id = NEW.result_id AND user_id = NEW.user_id AND id <> NEW.id;
END;

CREATE TRIGGER IF NOT EXISTS notes_moving BEFORE UPDATE OF id, result_id, user_id ON notes BEGIN
  INSERT INTO replaced SELECT 'note', id, NULL FROM notes
  WHERE id <> OLD.id AND (id = NEW.id OR (result_id = NEW.result_id AND user_id = NEW.user_id));
END;

CREATE TRIGGER IF NOT EXISTS raters_replacing BEFORE INSERT ON raters BEGIN
  INSERT INTO replaced SELECT 'rater', id, NULL FROM raters
  WHERE user_id = NEW.user_id AND id <> NEW.id;
END;

CREATE TRIGGER IF NOT EXISTS raters_moving BEFORE UPDATE OF id, user_id ON raters BEGIN
  INSERT INTO replaced SELECT 'rater', id, NULL FROM raters
  WHERE id <> OLD.id AND (id = NEW.id OR user_id = NEW.user_id);
END;

CREATE TRIGGER IF NOT EXISTS judgements_replacing BEFORE INSERT ON judgements BEGIN
  INSERT INTO replaced SELECT 'judgement', id, NULL FROM judgements
  WHERE result_id = NEW.result_id AND judge_version = NEW.judge_version
    AND rubric_version = NEW.rubric_version AND repeat = NEW.repeat AND id <> NEW.id;
END;

CREATE TRIGGER IF NOT EXISTS judgements_moving BEFORE UPDATE OF id, result_id, judge_version, rubric_version,
  repeat ON judgements BEGIN
  INSERT INTO replaced SELECT 'judgement', id, NULL FROM judgements
  WHERE id <> OLD.id AND (id = NEW.id
    OR (result_id = NEW.result_id AND judge_version = NEW.judge_version
    AND rubric_version = NEW.rubric_version AND repeat = NEW.repeat));
END;

-- Every change of every row is noted; totals of ratings are no change of a result. Whoever brings in a deletion
-- from elsewhere gets what is left of the row from there too, so that is noted where it was deleted first.
CREATE TRIGGER IF NOT EXISTS runs_inserted_noted AFTER INSERT ON runs BEGIN
  INSERT INTO noted_changes VALUES ('run', NEW.id, 0);
END;

CREATE TRIGGER IF NOT EXISTS runs_updated_noted AFTER UPDATE ON runs BEGIN
  INSERT INTO noted_changes SELECT 'run', OLD.id, 1 WHERE OLD.id <> NEW.id;
  INSERT INTO noted_changes VALUES ('run', NEW.id, 0);
END;

CREATE TRIGGER IF NOT EXISTS runs_deleted_noted AFTER DELETE ON runs BEGIN
  INSERT INTO noted_changes VALUES ('run', OLD.id, 1);
END;

CREATE TRIGGER IF NOT EXISTS results_inserted_noted AFTER INSERT ON results BEGIN
  INSERT INTO recounted_results
  SELECT NEW.id WHERE NEW.rating_count <> 0 OR EXISTS (SELECT 1 FROM ratings WHERE result_id = NEW.id);
  INSERT INTO noted_changes SELECT kind, id, 1 FROM replaced
  WHERE kind = 'result' AND NOT EXISTS (SELECT 1 FROM results WHERE results.id = replaced.id);
  DELETE FROM replaced WHERE kind = 'result';
  INSERT INTO noted_changes VALUES ('result', NEW.id, 0);
END;

CREATE TRIGGER IF NOT EXISTS results_updated_noted AFTER UPDATE OF id, run_id, model, persona_id, sector, desired_role,
  style, input_type, constraint_type, chip_count, trial, status, latency_ms, input_tokens, output_tokens, cost_usd,
  created_at, final_chips, step1_chips, selected_chips, step2_chips, fill_chips, errors, style_version, persona_version,
  system_version, reasoning_tokens, cached_tokens
ON results BEGIN
  INSERT INTO recounted_results SELECT NEW.id WHERE NEW.id <> OLD.id;
  INSERT INTO noted_changes SELECT kind, id, 1 FROM replaced
  WHERE kind = 'result' AND NOT EXISTS (SELECT 1 FROM results WHERE results.id = replaced.id);
  DELETE FROM replaced WHERE kind = 'result';
  INSERT INTO noted_changes SELECT 'result', OLD.id, 1 WHERE OLD.id <> NEW.id;
  INSERT INTO noted_changes VALUES ('result', NEW.id, 0);
END;

CREATE TRIGGER IF NOT EXISTS results_deleted_noted AFTER DELETE ON results BEGIN
  INSERT INTO noted_changes VALUES ('result', OLD.id, 1);
END;

CREATE TRIGGER IF NOT EXISTS calls_inserted_noted AFTER INSERT ON calls BEGIN
  INSERT INTO noted_changes VALUES ('call', NEW.id, 0);
END;

CREATE TRIGGER IF NOT EXISTS calls_updated_noted AFTER UPDATE ON calls BEGIN
  INSERT INTO noted_changes SELECT 'call', OLD.id, 1 WHERE OLD.id <> NEW.id;
  INSERT INTO noted_changes VALUES ('call', NEW.id, 0);
END;

CREATE TRIGGER IF NOT EXISTS calls_deleted_noted AFTER DELETE ON calls BEGIN
  INSERT INTO noted_changes VALUES ('call', OLD.id, 1);
END;

CREATE TRIGGER IF NOT EXISTS ratings_inserted_noted AFTER INSERT ON ratings BEGIN
  INSERT INTO recounted_results VALUES (NEW.result_id);
  INSERT INTO recounted_results SELECT parent FROM replaced WHERE kind = 'rating';
  INSERT INTO noted_changes SELECT kind, id, 1 FROM replaced
  WHERE kind = 'rating' AND NOT EXISTS (SELECT 1 FROM ratings WHERE ratings.id = replaced.id);
  DELETE FROM replaced WHERE kind = 'rating';
  INSERT INTO noted_changes VALUES ('rating', NEW.id, 0);
END;

CREATE TRIGGER IF NOT EXISTS ratings_updated_noted AFTER UPDATE ON ratings BEGIN
  INSERT INTO recounted_results VALUES (NEW.result_id);
  INSERT INTO recounted_results SELECT OLD.result_id WHERE OLD.result_id <> NEW.result_id;
  INSERT INTO recounted_results SELECT parent FROM replaced WHERE kind = 'rating';
  INSERT INTO noted_changes SELECT kind, id, 1 FROM replaced
  WHERE kind = 'rating' AND NOT EXISTS (SELECT 1 FROM ratings WHERE ratings.id = replaced.id);
  DELETE FROM replaced WHERE kind = 'rating';
  INSERT INTO noted_changes SELECT 'rating', OLD.id, 1 WHERE OLD.id <> NEW.id;
  INSERT INTO noted_changes VALUES ('rating', NEW.id, 0);
END;

CREATE TRIGGER IF NOT EXISTS ratings_deleted_noted AFTER DELETE ON ratings BEGIN
  INSERT INTO recounted_results VALUES (OLD.result_id);
  INSERT INTO noted_changes VALUES ('rating', OLD.id, 1);
END;

CREATE TRIGGER IF NOT EXISTS rating_repeats_inserted_noted AFTER INSERT ON rating_repeats BEGIN
  INSERT INTO noted_changes SELECT kind, id, 1 FROM replaced
  WHERE kind = 'repeat' AND NOT EXISTS (SELECT 1 FROM rating_repeats WHERE rating_repeats.id = replaced.id);
  DELETE FROM replaced WHERE kind = 'repeat';
  INSERT INTO noted_changes VALUES ('repeat', NEW.id, 0);
END;

CREATE TRIGGER IF NOT EXISTS rating_repeats_updated_noted AFTER UPDATE ON rating_repeats BEGIN
  INSERT INTO noted_changes SELECT kind, id, 1 FROM replaced
  WHERE kind = 'repeat' AND NOT EXISTS (SELECT 1 FROM rating_repeats WHERE rating_repeats.id = replaced.id);
  DELETE FROM replaced WHERE kind = 'repeat';
  INSERT INTO noted_changes SELECT 'repeat', OLD.id, 1 WHERE OLD.id <> NEW.id;
  INSERT INTO noted_changes VALUES ('repeat', NEW.id, 0);
END;

CREATE TRIGGER IF NOT EXISTS rating_repeats_deleted_noted AFTER DELETE ON rating_repeats BEGIN
  INSERT INTO noted_changes VALUES ('repeat', OLD.id, 1);
END;

CREATE TRIGGER IF NOT EXISTS notes_inserted_noted AFTER INSERT ON notes BEGIN
  INSERT INTO noted_changes SELECT kind, id, 1 FROM replaced
  WHERE kind = 'note' AND NOT EXISTS (SELECT 1 FROM notes WHERE notes.id = replaced.id);
  DELETE FROM replaced WHERE kind = 'note';
  INSERT INTO noted_changes VALUES ('note', NEW.id, 0);
END;

CREATE TRIGGER IF NOT EXISTS notes_updated_noted AFTER UPDATE ON notes BEGIN
  INSERT INTO noted_changes SELECT kind, id, 1 FROM replaced
  WHERE kind = 'note' AND NOT EXISTS (SELECT 1 FROM notes WHERE notes.id = replaced.id);
  DELETE FROM replaced WHERE kind = 'note';
  INSERT INTO noted_changes SELECT 'note', OLD.id, 1 WHERE OLD.id <> NEW.id;
  INSERT INTO noted_changes VALUES ('note', NEW.id, 0);
END;

CREATE TRIGGER IF NOT EXISTS notes_deleted_noted AFTER DELETE ON notes BEGIN
  INSERT INTO noted_changes VALUES ('note', OLD.id, 1);
END;

CREATE TRIGGER IF NOT EXISTS definitions_inserted_noted AFTER INSERT ON definitions BEGIN
  INSERT INTO noted_changes VALUES ('definition', NEW.id, 0);
END;

CREATE TRIGGER IF NOT EXISTS definitions_updated_noted AFTER UPDATE ON definitions BEGIN
  INSERT INTO noted_changes SELECT 'definition', OLD.id, 1 WHERE OLD.id <> NEW.id;
  INSERT INTO noted_changes VALUES ('definition', NEW.id, 0);
END;

CREATE TRIGGER IF NOT EXISTS definitions_deleted_noted AFTER DELETE ON definitions BEGIN
  INSERT INTO noted_changes VALUES ('definition', OLD.id, 1);
END;

CREATE TRIGGER IF NOT EXISTS raters_inserted_noted AFTER INSERT ON raters BEGIN
  INSERT INTO noted_changes SELECT kind, id, 1 FROM replaced
  WHERE kind = 'rater' AND NOT EXISTS (SELECT 1 FROM raters WHERE raters.id = replaced.id);
  DELETE FROM replaced WHERE kind = 'rater';
  INSERT INTO noted_changes VALUES ('rater', NEW.id, 0);
END;

CREATE TRIGGER IF NOT EXISTS raters_updated_noted AFTER UPDATE ON raters BEGIN
  INSERT INTO noted_changes SELECT kind, id, 1 FROM replaced
  WHERE kind = 'rater' AND NOT EXISTS (SELECT 1 FROM raters WHERE raters.id = replaced.id);
  DELETE FROM replaced WHERE kind = 'rater';
  INSERT INTO noted_changes SELECT 'rater', OLD.id, 1 WHERE OLD.id <> NEW.id;
  INSERT INTO noted_changes VALUES ('rater', NEW.id, 0);
END;

CREATE TRIGGER IF NOT EXISTS raters_deleted_noted AFTER DELETE ON raters BEGIN
  INSERT INTO noted_changes VALUES ('rater', OLD.id, 1);
END;

CREATE TRIGGER IF NOT EXISTS judgements_inserted_noted AFTER INSERT ON judgements BEGIN
  INSERT INTO noted_changes SELECT kind, id, 1 FROM replaced
  WHERE kind = 'judgement' AND NOT EXISTS (SELECT 1 FROM judgements WHERE judgements.id = replaced.id);
  DELETE FROM replaced WHERE kind = 'judgement';
  INSERT INTO noted_changes VALUES ('judgement', NEW.id, 0);
END;

CREATE TRIGGER IF NOT EXISTS judgements_updated_noted AFTER UPDATE ON judgements BEGIN
  INSERT INTO noted_changes SELECT kind, id, 1 FROM replaced
  WHERE kind = 'judgement' AND NOT EXISTS (SELECT 1 FROM judgements WHERE judgements.id = replaced.id);
  DELETE FROM replaced WHERE kind = 'judgement';
  INSERT INTO noted_changes SELECT 'judgement', OLD.id, 1 WHERE OLD.id <> NEW.id;
  INSERT INTO noted_changes VALUES ('judgement', NEW.id, 0);
END;

CREATE TRIGGER IF NOT EXISTS judgements_deleted_noted AFTER DELETE ON judgements BEGIN
  INSERT INTO noted_changes VALUES ('judgement', OLD.id, 1);
END;

CREATE TRIGGER IF NOT EXISTS run_archive_inserted_noted AFTER INSERT ON run_archive BEGIN
  INSERT INTO noted_changes VALUES ('archive', NEW.id, 0);
END;

CREATE TRIGGER IF NOT EXISTS run_archive_updated_noted AFTER UPDATE ON run_archive BEGIN
  INSERT INTO noted_changes SELECT 'archive', OLD.id, 1 WHERE OLD.id <> NEW.id;
  INSERT INTO noted_changes VALUES ('archive', NEW.id, 0);
END;

CREATE TRIGGER IF NOT EXISTS run_archive_deleted_noted AFTER DELETE ON run_archive BEGIN
  INSERT INTO noted_changes VALUES ('archive', OLD.id, 1);
END;

CREATE TRIGGER IF NOT EXISTS deleted_runs_inserted_noted AFTER INSERT ON deleted_runs
WHEN NOT EXISTS (SELECT 1 FROM changes WHERE kind = 'run' AND id = NEW.id AND rev < 0) BEGIN
  INSERT INTO noted_changes VALUES ('deleted_run', NEW.id, 0);
END;

CREATE TRIGGER IF NOT EXISTS deleted_runs_updated_noted AFTER UPDATE ON deleted_runs BEGIN
  INSERT INTO noted_changes SELECT 'deleted_run', OLD.id, 1 WHERE OLD.id <> NEW.id;
  INSERT INTO noted_changes VALUES ('deleted_run', NEW.id, 0);
END;

CREATE TRIGGER IF NOT EXISTS deleted_runs_deleted_noted AFTER DELETE ON deleted_runs BEGIN
  INSERT INTO noted_changes VALUES ('deleted_run', OLD.id, 1);
END;

CREATE TRIGGER IF NOT EXISTS deleted_costs_inserted_noted AFTER INSERT ON deleted_costs
WHEN NOT EXISTS (SELECT 1 FROM changes WHERE kind IN ('call', 'result', 'judgement') AND id = NEW.id AND rev < 0) BEGIN
  INSERT INTO noted_changes VALUES ('deleted_cost', NEW.id, 0);
END;

CREATE TRIGGER IF NOT EXISTS deleted_costs_updated_noted AFTER UPDATE ON deleted_costs BEGIN
  INSERT INTO noted_changes SELECT 'deleted_cost', OLD.id, 1 WHERE OLD.id <> NEW.id;
  INSERT INTO noted_changes VALUES ('deleted_cost', NEW.id, 0);
END;

CREATE TRIGGER IF NOT EXISTS deleted_costs_deleted_noted AFTER DELETE ON deleted_costs BEGIN
  INSERT INTO noted_changes VALUES ('deleted_cost', OLD.id, 1);
END;

-- Money stays in the books.
CREATE TRIGGER IF NOT EXISTS runs_kept AFTER DELETE ON runs WHEN OLD.status <> 'dry_run' BEGIN
  INSERT INTO deleted_runs (id, started_at, made_by)
  VALUES (OLD.id, OLD.started_at, CASE WHEN json_valid(OLD.config) THEN json_extract(OLD.config, '$.user') END)
  ON CONFLICT (id) DO NOTHING;
END;

CREATE TRIGGER IF NOT EXISTS calls_kept AFTER DELETE ON calls WHEN OLD.cost_usd IS NOT 0 BEGIN
  INSERT INTO deleted_costs (id, run_id, result_id, model, day, cost_usd, charged_usd)
  VALUES (OLD.id, OLD.run_id, OLD.result_id, OLD.model, substr(OLD.created_at, 1, 10), OLD.cost_usd, OLD.charged_usd)
  ON CONFLICT (id) DO NOTHING;
END;

CREATE TRIGGER IF NOT EXISTS results_kept AFTER DELETE ON results
WHEN OLD.cost_usd IS NOT 0 AND NOT EXISTS (SELECT 1 FROM calls WHERE result_id = OLD.id)
  AND NOT EXISTS (SELECT 1 FROM deleted_costs WHERE result_id = OLD.id) BEGIN
  INSERT INTO deleted_costs (id, run_id, result_id, model, day, cost_usd)
  VALUES (OLD.id, OLD.run_id, OLD.id, OLD.model, substr(OLD.created_at, 1, 10), OLD.cost_usd)
  ON CONFLICT (id) DO NOTHING;
END;

CREATE TRIGGER IF NOT EXISTS judgements_kept AFTER DELETE ON judgements WHEN OLD.cost_usd IS NOT 0 BEGIN
  INSERT INTO deleted_costs (id, run_id, model, day, cost_usd, charged_usd)
  VALUES (OLD.id, OLD.run_id, coalesce((SELECT name FROM definitions WHERE id = OLD.judge_version), OLD.judge_version),
    substr(OLD.created_at, 1, 10), OLD.cost_usd, OLD.charged_usd)
  ON CONFLICT (id) DO NOTHING;
END;
