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

-- Who works on a run right now: its sign of life keeps two processes from buying the same answers.
CREATE TABLE IF NOT EXISTS run_leases (
  run_id TEXT PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE,
  worker_id TEXT NOT NULL,
  host TEXT NOT NULL,
  pid INTEGER NOT NULL,
  heartbeat_at INTEGER NOT NULL
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

CREATE INDEX IF NOT EXISTS results_run ON results (run_id);

-- All that the leaderboard reads of a result: its figures come from this index alone, which is many times
-- smaller than the table with its chips.
CREATE INDEX IF NOT EXISTS results_figures ON results (
  model, persona_id, style, input_type, constraint_type, chip_count, trial, status, run_id,
  rating_count, rating_sum, rated_1, rated_2, rated_3, rated_4, rated_5,
  cost_usd, latency_ms, input_tokens, output_tokens
);

CREATE INDEX IF NOT EXISTS results_newest ON results (created_at DESC, id);

CREATE INDEX IF NOT EXISTS ratings_result ON ratings (result_id);

CREATE INDEX IF NOT EXISTS ratings_user ON ratings (user_id, result_id);

CREATE INDEX IF NOT EXISTS calls_result ON calls (result_id);

CREATE INDEX IF NOT EXISTS calls_run ON calls (run_id);

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
