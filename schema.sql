-- The whole database of bench. Statements are separated by blank lines (triggers hold semicolons), and
-- all of them are safe to repeat. Migrations from older versions stand in src/store/migrations.ts.
-- Times are ISO 8601 in UTC with milliseconds; money is US dollars; *_chips and errors are JSON.

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
-- below, so that lists and leaderboards need no join. Long texts come last, where short reads do not pass them.
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
  UNIQUE (run_id, model, persona_id, style, input_type, constraint_type, chip_count, trial)
);

-- What a person thinks of a result. A new rating by the same user replaces the old one and keeps its id.
-- id: UUIDv5 of result and user. blind: 1 when the rater could not see whose the result is, 0 when it was
-- shown, NULL when nobody knows (scripts, imports).
CREATE TABLE IF NOT EXISTS ratings (
  id TEXT PRIMARY KEY,
  result_id TEXT NOT NULL REFERENCES results (id),
  user_id TEXT NOT NULL,
  rating INTEGER NOT NULL CHECK (rating BETWEEN 1 AND 5),
  created_at TEXT NOT NULL,
  blind INTEGER CHECK (blind IN (0, 1)),
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

-- A remark of a person on a result; flagged: somebody should look at it.
CREATE TABLE IF NOT EXISTS notes (
  id TEXT PRIMARY KEY,
  result_id TEXT NOT NULL REFERENCES results (id),
  user_id TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  flagged INTEGER NOT NULL DEFAULT 0 CHECK (flagged IN (0, 1)),
  created_at TEXT NOT NULL,
  UNIQUE (result_id, user_id)
);

-- One LLM call with all its attempts. result_id is the id its result has or will have: a call is kept as
-- soon as it is answered, before the result of its case exists, so that no answer is bought twice.
-- status: sent (on its way, or lost with its process) | answered | failed.
-- charged_usd: what the budget counts; the highest possible cost where the true one is unknown.
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
  created_at TEXT NOT NULL
);

-- The last change of every row, kept by the triggers below whoever writes, with whatever program: those who
-- follow this database (the API's list of results, the sync) read it instead of comparing everything.
-- seq counts up with each change in this database. updated_at: milliseconds since the epoch, always later
-- than the row's change before, whatever the clock says. updated_by: the device, NULL for this database's
-- own. rev: the seq this change has in the team's database, NULL while it is not there; below 0 within a
-- transaction that brings in a change from elsewhere, stamp and all. A deleted row leaves its entry.
CREATE TABLE IF NOT EXISTS changes (
  kind TEXT NOT NULL CHECK (kind IN ('run', 'result', 'rating', 'repeat', 'note', 'call')),
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
  cost_usd, latency_ms, input_tokens, output_tokens
);

CREATE INDEX IF NOT EXISTS results_newest ON results (created_at DESC, id);

-- The order of lists, with all that lists are filtered by: a page far down, or within a filter, reads this index
-- alone and then the rows of the page.
CREATE INDEX IF NOT EXISTS results_listed ON results (
  status, created_at DESC, id, run_id, model, persona_id, style, input_type, constraint_type, chip_count
);

CREATE INDEX IF NOT EXISTS ratings_result ON ratings (result_id);

CREATE INDEX IF NOT EXISTS ratings_newest ON ratings (created_at DESC, id);

CREATE INDEX IF NOT EXISTS ratings_user ON ratings (user_id, result_id);

CREATE INDEX IF NOT EXISTS calls_result ON calls (result_id);

CREATE INDEX IF NOT EXISTS calls_run ON calls (run_id);

CREATE INDEX IF NOT EXISTS changes_seq ON changes (seq, kind, id);

CREATE TRIGGER IF NOT EXISTS ratings_inserted AFTER INSERT ON ratings BEGIN
  UPDATE results SET rating_count = rating_count + 1, rating_sum = rating_sum + NEW.rating,
    rated_1 = rated_1 + (NEW.rating = 1),
    rated_2 = rated_2 + (NEW.rating = 2),
    rated_3 = rated_3 + (NEW.rating = 3),
    rated_4 = rated_4 + (NEW.rating = 4),
    rated_5 = rated_5 + (NEW.rating = 5)
  WHERE id = NEW.result_id;
END;

CREATE TRIGGER IF NOT EXISTS ratings_updated AFTER UPDATE OF rating ON ratings BEGIN
  UPDATE results SET rating_sum = rating_sum + NEW.rating - OLD.rating,
    rated_1 = rated_1 + (NEW.rating = 1) - (OLD.rating = 1),
    rated_2 = rated_2 + (NEW.rating = 2) - (OLD.rating = 2),
    rated_3 = rated_3 + (NEW.rating = 3) - (OLD.rating = 3),
    rated_4 = rated_4 + (NEW.rating = 4) - (OLD.rating = 4),
    rated_5 = rated_5 + (NEW.rating = 5) - (OLD.rating = 5)
  WHERE id = NEW.result_id;
END;

CREATE TRIGGER IF NOT EXISTS ratings_deleted AFTER DELETE ON ratings BEGIN
  UPDATE results SET rating_count = rating_count - 1, rating_sum = rating_sum - OLD.rating,
    rated_1 = rated_1 - (OLD.rating = 1),
    rated_2 = rated_2 - (OLD.rating = 2),
    rated_3 = rated_3 - (OLD.rating = 3),
    rated_4 = rated_4 - (OLD.rating = 4),
    rated_5 = rated_5 - (OLD.rating = 5)
  WHERE id = OLD.result_id;
END;

-- Writing into this view notes a change: the one place that knows how. A change that is brought in from
-- elsewhere (rev below 0) has its entry already.
CREATE VIEW IF NOT EXISTS noted_changes AS SELECT kind, id, deleted FROM changes;

CREATE TRIGGER IF NOT EXISTS change_noted INSTEAD OF INSERT ON noted_changes BEGIN
  INSERT INTO changes (kind, id, deleted, seq, updated_at)
  SELECT NEW.kind, NEW.id, NEW.deleted, coalesce(max(seq), 0) + 1, CAST(round(unixepoch('subsec') * 1000) AS INTEGER)
  FROM changes WHERE TRUE
  ON CONFLICT (kind, id) DO UPDATE SET deleted = excluded.deleted, seq = excluded.seq,
    updated_at = max(excluded.updated_at, changes.updated_at + 1), updated_by = NULL, rev = NULL
  WHERE changes.rev IS NULL OR changes.rev >= 0;
END;

CREATE TRIGGER IF NOT EXISTS runs_inserted_noted AFTER INSERT ON runs BEGIN
  INSERT INTO noted_changes VALUES ('run', NEW.id, 0);
END;

CREATE TRIGGER IF NOT EXISTS runs_updated_noted AFTER UPDATE OF status, completed_at, config ON runs BEGIN
  INSERT INTO noted_changes VALUES ('run', NEW.id, 0);
END;

CREATE TRIGGER IF NOT EXISTS runs_deleted_noted AFTER DELETE ON runs BEGIN
  INSERT INTO noted_changes VALUES ('run', OLD.id, 1);
END;

-- Totals of ratings are no change of a result: whoever writes one sets its status too.
CREATE TRIGGER IF NOT EXISTS results_inserted_noted AFTER INSERT ON results BEGIN
  INSERT INTO noted_changes VALUES ('result', NEW.id, 0);
END;

CREATE TRIGGER IF NOT EXISTS results_updated_noted AFTER UPDATE OF status ON results BEGIN
  INSERT INTO noted_changes VALUES ('result', NEW.id, 0);
END;

CREATE TRIGGER IF NOT EXISTS results_deleted_noted AFTER DELETE ON results BEGIN
  INSERT INTO noted_changes VALUES ('result', OLD.id, 1);
END;

CREATE TRIGGER IF NOT EXISTS calls_inserted_noted AFTER INSERT ON calls BEGIN
  INSERT INTO noted_changes VALUES ('call', NEW.id, 0);
END;

CREATE TRIGGER IF NOT EXISTS calls_updated_noted AFTER UPDATE OF status ON calls BEGIN
  INSERT INTO noted_changes VALUES ('call', NEW.id, 0);
END;

CREATE TRIGGER IF NOT EXISTS calls_deleted_noted AFTER DELETE ON calls BEGIN
  INSERT INTO noted_changes VALUES ('call', OLD.id, 1);
END;

CREATE TRIGGER IF NOT EXISTS ratings_inserted_noted AFTER INSERT ON ratings BEGIN
  INSERT INTO noted_changes VALUES ('rating', NEW.id, 0);
END;

CREATE TRIGGER IF NOT EXISTS ratings_updated_noted AFTER UPDATE OF rating ON ratings BEGIN
  INSERT INTO noted_changes VALUES ('rating', NEW.id, 0);
END;

CREATE TRIGGER IF NOT EXISTS ratings_deleted_noted AFTER DELETE ON ratings BEGIN
  INSERT INTO noted_changes VALUES ('rating', OLD.id, 1);
END;

CREATE TRIGGER IF NOT EXISTS rating_repeats_inserted_noted AFTER INSERT ON rating_repeats BEGIN
  INSERT INTO noted_changes VALUES ('repeat', NEW.id, 0);
END;

CREATE TRIGGER IF NOT EXISTS rating_repeats_updated_noted AFTER UPDATE OF rating ON rating_repeats BEGIN
  INSERT INTO noted_changes VALUES ('repeat', NEW.id, 0);
END;

CREATE TRIGGER IF NOT EXISTS rating_repeats_deleted_noted AFTER DELETE ON rating_repeats BEGIN
  INSERT INTO noted_changes VALUES ('repeat', OLD.id, 1);
END;

CREATE TRIGGER IF NOT EXISTS notes_inserted_noted AFTER INSERT ON notes BEGIN
  INSERT INTO noted_changes VALUES ('note', NEW.id, 0);
END;

CREATE TRIGGER IF NOT EXISTS notes_updated_noted AFTER UPDATE OF note, flagged ON notes BEGIN
  INSERT INTO noted_changes VALUES ('note', NEW.id, 0);
END;

CREATE TRIGGER IF NOT EXISTS notes_deleted_noted AFTER DELETE ON notes BEGIN
  INSERT INTO noted_changes VALUES ('note', OLD.id, 1);
END;
