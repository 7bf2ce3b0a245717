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
-- rating_count and rating_sum are kept by the triggers below, so that lists and leaderboards need no join.
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
  final_chips TEXT NOT NULL DEFAULT '[]',
  step1_chips TEXT,
  selected_chips TEXT,
  step2_chips TEXT,
  fill_chips TEXT,
  errors TEXT NOT NULL DEFAULT '[]',
  latency_ms INTEGER,
  input_tokens INTEGER,
  output_tokens INTEGER,
  cost_usd REAL,
  created_at TEXT NOT NULL,
  rating_count INTEGER NOT NULL DEFAULT 0,
  rating_sum INTEGER NOT NULL DEFAULT 0,
  UNIQUE (run_id, model, persona_id, style, input_type, constraint_type, chip_count, trial)
);

-- What a person thinks of a result. A new rating by the same user replaces the old one and keeps its id.
CREATE TABLE IF NOT EXISTS ratings (
  id TEXT PRIMARY KEY,
  result_id TEXT NOT NULL REFERENCES results (id),
  user_id TEXT NOT NULL,
  rating INTEGER NOT NULL CHECK (rating BETWEEN 1 AND 5),
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

CREATE INDEX IF NOT EXISTS results_model ON results (model);

CREATE INDEX IF NOT EXISTS results_newest ON results (created_at DESC, id);

CREATE INDEX IF NOT EXISTS ratings_result ON ratings (result_id);

CREATE INDEX IF NOT EXISTS calls_result ON calls (result_id);

CREATE INDEX IF NOT EXISTS calls_run ON calls (run_id);

CREATE TRIGGER IF NOT EXISTS ratings_inserted AFTER INSERT ON ratings BEGIN
  UPDATE results SET rating_count = rating_count + 1, rating_sum = rating_sum + NEW.rating WHERE id = NEW.result_id;
END;

CREATE TRIGGER IF NOT EXISTS ratings_updated AFTER UPDATE OF rating ON ratings BEGIN
  UPDATE results SET rating_sum = rating_sum + NEW.rating - OLD.rating WHERE id = NEW.result_id;
END;

CREATE TRIGGER IF NOT EXISTS ratings_deleted AFTER DELETE ON ratings BEGIN
  UPDATE results SET rating_count = rating_count - 1, rating_sum = rating_sum - OLD.rating WHERE id = OLD.result_id;
END;
