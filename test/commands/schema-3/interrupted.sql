-- Made by bench with schema 3: a run of 12 cases against a server on loopback, interrupted after 6. Written by sqlite3 .dump.
PRAGMA foreign_keys=OFF;
PRAGMA user_version=3;
BEGIN TRANSACTION;
CREATE TABLE runs (
  id TEXT PRIMARY KEY,
  started_at TEXT NOT NULL,
  completed_at TEXT,
  status TEXT NOT NULL DEFAULT 'running'
    CHECK (status IN ('running', 'completed', 'failed', 'interrupted', 'dry_run')),
  config TEXT
);
INSERT INTO runs VALUES('20261126-130219-gnqq','2026-11-26T13:02:20.047Z',NULL,'interrupted','{"tool_version":"0.1.0","suite":{"id":"chips","hash":"sha256:abc9045a8bbcf14703cd29a3de1beb5f575a6594e23e0c3c11ef40aede049dd1","prompt_hash":"sha256:d45ad0758c88be5382f2d5542af36c4188c5fe316da02d1260f2b3b1f4243c7d","prices_as_of":"2026-11-01","file":null,"plugin":null},"models":[{"id":"openai/gpt-5-mini","name":"GPT-5 Mini","input_price":0.15,"output_price":0.6}],"selector":{"id":"google/gemini-2.5-flash","name":"Gemini 2.5 Flash","input_price":0.3,"output_price":2.5},"persona_ids":["tech_pm"],"personas":[{"id":"tech_pm","sector":"Technology & Software","desired_role":"Product Manager","persona":"Priya runs the billing squad of a subscription platform for dental clinics. Her mornings begin in Linear and a dashboard in Amplitude, checking whether yesterday''s invoice redesign moved failed payments. Standup is at half past nine on Zoom, since two engineers sit in Porto. Tuesdays belong to customer calls that she records in Dovetail; Thursdays to a roadmap review where sales wants single sign-on by the quarter''s end and support wants refunds fixed first. She writes one-page specs in Notion, argues about scope with her designer in Figma comments, and owns the launch checklist. Every sixth Friday she defends her objectives in front of the founders."}],"styles":["terse"],"input_types":["basic","enriched"],"constraint_types":["with_constraint","no_constraint"],"chip_counts":[15],"trials":3,"cases":12,"concurrency":2,"budget_usd":null,"max_retries":5,"timeout_s":120,"case_timeout_s":1800,"temperature":0.7,"max_output_tokens":8000,"seed":1,"base_url":"http://127.0.0.1:PORT/v1","providers":[],"record":"/tmp/made3/kept","replay":null}');
CREATE TABLE run_leases (
  run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  shard INTEGER NOT NULL,
  shards INTEGER NOT NULL,
  worker_id TEXT NOT NULL,
  host TEXT NOT NULL,
  pid INTEGER NOT NULL,
  heartbeat_at INTEGER NOT NULL,
  PRIMARY KEY (run_id, shard, shards)
);
CREATE TABLE results (
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
INSERT INTO results VALUES('8fa320bb-8900-5d29-b108-1176d4ff6a8a','20261126-130219-gnqq','openai/gpt-5-mini','tech_pm','Technology & Software','Product Manager','terse','basic','with_constraint',15,1,'completed',333,100,200,0.00013500000000000000172,'2026-11-26T13:02:20.423Z',0,0,0,0,0,0,0,'[{"key":"situation_0c108adf_0","display":"situation 0c108adf 0","type":"situation"},{"key":"jargon_0c108adf_1","display":"jargon 0c108adf 1","type":"jargon"},{"key":"role_task_0c108adf_2","display":"role_task 0c108adf 2","type":"role_task"},{"key":"environment_0c108adf_3","display":"environment 0c108adf 3","type":"environment"},{"key":"situation_0c108adf_4","display":"situation 0c108adf 4","type":"situation"},{"key":"jargon_0c108adf_5","display":"jargon 0c108adf 5","type":"jargon"},{"key":"role_task_0c108adf_6","display":"role_task 0c108adf 6","type":"role_task"},{"key":"environment_0c108adf_7","display":"environment 0c108adf 7","type":"environment"},{"key":"situation_0c108adf_8","display":"situation 0c108adf 8","type":"situation"},{"key":"jargon_0c108adf_9","display":"jargon 0c108adf 9","type":"jargon"},{"key":"role_task_0c108adf_10","display":"role_task 0c108adf 10","type":"role_task"},{"key":"environment_0c108adf_11","display":"environment 0c108adf 11","type":"environment"},{"key":"situation_0c108adf_12","display":"situation 0c108adf 12","type":"situation"},{"key":"jargon_0c108adf_13","display":"jargon 0c108adf 13","type":"jargon"},{"key":"role_task_0c108adf_14","display":"role_task 0c108adf 14","type":"role_task"}]',NULL,NULL,'[{"key":"situation_0c108adf_0","display":"situation 0c108adf 0","type":"situation"},{"key":"jargon_0c108adf_1","display":"jargon 0c108adf 1","type":"jargon"},{"key":"role_task_0c108adf_2","display":"role_task 0c108adf 2","type":"role_task"},{"key":"environment_0c108adf_3","display":"environment 0c108adf 3","type":"environment"},{"key":"situation_0c108adf_4","display":"situation 0c108adf 4","type":"situation"},{"key":"jargon_0c108adf_5","display":"jargon 0c108adf 5","type":"jargon"},{"key":"role_task_0c108adf_6","display":"role_task 0c108adf 6","type":"role_task"},{"key":"environment_0c108adf_7","display":"environment 0c108adf 7","type":"environment"},{"key":"situation_0c108adf_8","display":"situation 0c108adf 8","type":"situation"},{"key":"jargon_0c108adf_9","display":"jargon 0c108adf 9","type":"jargon"},{"key":"role_task_0c108adf_10","display":"role_task 0c108adf 10","type":"role_task"},{"key":"environment_0c108adf_11","display":"environment 0c108adf 11","type":"environment"},{"key":"situation_0c108adf_12","display":"situation 0c108adf 12","type":"situation"},{"key":"jargon_0c108adf_13","display":"jargon 0c108adf 13","type":"jargon"},{"key":"role_task_0c108adf_14","display":"role_task 0c108adf 14","type":"role_task"}]',NULL,'[]');
INSERT INTO results VALUES('46c24a05-e2e4-5f33-a60c-30b87f88605c','20261126-130219-gnqq','openai/gpt-5-mini','tech_pm','Technology & Software','Product Manager','terse','basic','with_constraint',15,2,'completed',330,100,200,0.00013500000000000000172,'2026-11-26T13:02:20.436Z',0,0,0,0,0,0,0,'[{"key":"situation_37717802_0","display":"situation 37717802 0","type":"situation"},{"key":"jargon_37717802_1","display":"jargon 37717802 1","type":"jargon"},{"key":"role_task_37717802_2","display":"role_task 37717802 2","type":"role_task"},{"key":"environment_37717802_3","display":"environment 37717802 3","type":"environment"},{"key":"situation_37717802_4","display":"situation 37717802 4","type":"situation"},{"key":"jargon_37717802_5","display":"jargon 37717802 5","type":"jargon"},{"key":"role_task_37717802_6","display":"role_task 37717802 6","type":"role_task"},{"key":"environment_37717802_7","display":"environment 37717802 7","type":"environment"},{"key":"situation_37717802_8","display":"situation 37717802 8","type":"situation"},{"key":"jargon_37717802_9","display":"jargon 37717802 9","type":"jargon"},{"key":"role_task_37717802_10","display":"role_task 37717802 10","type":"role_task"},{"key":"environment_37717802_11","display":"environment 37717802 11","type":"environment"},{"key":"situation_37717802_12","display":"situation 37717802 12","type":"situation"},{"key":"jargon_37717802_13","display":"jargon 37717802 13","type":"jargon"},{"key":"role_task_37717802_14","display":"role_task 37717802 14","type":"role_task"}]',NULL,NULL,'[{"key":"situation_37717802_0","display":"situation 37717802 0","type":"situation"},{"key":"jargon_37717802_1","display":"jargon 37717802 1","type":"jargon"},{"key":"role_task_37717802_2","display":"role_task 37717802 2","type":"role_task"},{"key":"environment_37717802_3","display":"environment 37717802 3","type":"environment"},{"key":"situation_37717802_4","display":"situation 37717802 4","type":"situation"},{"key":"jargon_37717802_5","display":"jargon 37717802 5","type":"jargon"},{"key":"role_task_37717802_6","display":"role_task 37717802 6","type":"role_task"},{"key":"environment_37717802_7","display":"environment 37717802 7","type":"environment"},{"key":"situation_37717802_8","display":"situation 37717802 8","type":"situation"},{"key":"jargon_37717802_9","display":"jargon 37717802 9","type":"jargon"},{"key":"role_task_37717802_10","display":"role_task 37717802 10","type":"role_task"},{"key":"environment_37717802_11","display":"environment 37717802 11","type":"environment"},{"key":"situation_37717802_12","display":"situation 37717802 12","type":"situation"},{"key":"jargon_37717802_13","display":"jargon 37717802 13","type":"jargon"},{"key":"role_task_37717802_14","display":"role_task 37717802 14","type":"role_task"}]',NULL,'[]');
INSERT INTO results VALUES('981f4750-c9ce-572b-b4de-84d999d555c5','20261126-130219-gnqq','openai/gpt-5-mini','tech_pm','Technology & Software','Product Manager','terse','basic','with_constraint',15,3,'completed',192,100,200,0.00013500000000000000172,'2026-11-26T13:02:20.646Z',0,0,0,0,0,0,0,'[{"key":"situation_78718b5f_0","display":"situation 78718b5f 0","type":"situation"},{"key":"jargon_78718b5f_1","display":"jargon 78718b5f 1","type":"jargon"},{"key":"role_task_78718b5f_2","display":"role_task 78718b5f 2","type":"role_task"},{"key":"environment_78718b5f_3","display":"environment 78718b5f 3","type":"environment"},{"key":"situation_78718b5f_4","display":"situation 78718b5f 4","type":"situation"},{"key":"jargon_78718b5f_5","display":"jargon 78718b5f 5","type":"jargon"},{"key":"role_task_78718b5f_6","display":"role_task 78718b5f 6","type":"role_task"},{"key":"environment_78718b5f_7","display":"environment 78718b5f 7","type":"environment"},{"key":"situation_78718b5f_8","display":"situation 78718b5f 8","type":"situation"},{"key":"jargon_78718b5f_9","display":"jargon 78718b5f 9","type":"jargon"},{"key":"role_task_78718b5f_10","display":"role_task 78718b5f 10","type":"role_task"},{"key":"environment_78718b5f_11","display":"environment 78718b5f 11","type":"environment"},{"key":"situation_78718b5f_12","display":"situation 78718b5f 12","type":"situation"},{"key":"jargon_78718b5f_13","display":"jargon 78718b5f 13","type":"jargon"},{"key":"role_task_78718b5f_14","display":"role_task 78718b5f 14","type":"role_task"}]',NULL,NULL,'[{"key":"situation_78718b5f_0","display":"situation 78718b5f 0","type":"situation"},{"key":"jargon_78718b5f_1","display":"jargon 78718b5f 1","type":"jargon"},{"key":"role_task_78718b5f_2","display":"role_task 78718b5f 2","type":"role_task"},{"key":"environment_78718b5f_3","display":"environment 78718b5f 3","type":"environment"},{"key":"situation_78718b5f_4","display":"situation 78718b5f 4","type":"situation"},{"key":"jargon_78718b5f_5","display":"jargon 78718b5f 5","type":"jargon"},{"key":"role_task_78718b5f_6","display":"role_task 78718b5f 6","type":"role_task"},{"key":"environment_78718b5f_7","display":"environment 78718b5f 7","type":"environment"},{"key":"situation_78718b5f_8","display":"situation 78718b5f 8","type":"situation"},{"key":"jargon_78718b5f_9","display":"jargon 78718b5f 9","type":"jargon"},{"key":"role_task_78718b5f_10","display":"role_task 78718b5f 10","type":"role_task"},{"key":"environment_78718b5f_11","display":"environment 78718b5f 11","type":"environment"},{"key":"situation_78718b5f_12","display":"situation 78718b5f 12","type":"situation"},{"key":"jargon_78718b5f_13","display":"jargon 78718b5f 13","type":"jargon"},{"key":"role_task_78718b5f_14","display":"role_task 78718b5f 14","type":"role_task"}]',NULL,'[]');
INSERT INTO results VALUES('a9f7a51f-a09b-5bcd-8c32-a51faf1b14cc','20261126-130219-gnqq','openai/gpt-5-mini','tech_pm','Technology & Software','Product Manager','terse','enriched','with_constraint',15,1,'completed',345,200,400,0.00027000000000000000345,'2026-11-26T13:02:20.973Z',0,0,0,0,0,0,0,'[{"key":"situation_9a89418f_0","display":"situation 9a89418f 0","type":"situation"},{"key":"jargon_9a89418f_1","display":"jargon 9a89418f 1","type":"jargon"},{"key":"role_task_9a89418f_2","display":"role_task 9a89418f 2","type":"role_task"},{"key":"situation_7845b745_0","display":"situation 7845b745 0","type":"situation"},{"key":"jargon_7845b745_1","display":"jargon 7845b745 1","type":"jargon"},{"key":"role_task_7845b745_2","display":"role_task 7845b745 2","type":"role_task"},{"key":"environment_7845b745_3","display":"environment 7845b745 3","type":"environment"},{"key":"situation_7845b745_4","display":"situation 7845b745 4","type":"situation"},{"key":"jargon_7845b745_5","display":"jargon 7845b745 5","type":"jargon"},{"key":"role_task_7845b745_6","display":"role_task 7845b745 6","type":"role_task"},{"key":"environment_7845b745_7","display":"environment 7845b745 7","type":"environment"},{"key":"situation_7845b745_8","display":"situation 7845b745 8","type":"situation"},{"key":"jargon_7845b745_9","display":"jargon 7845b745 9","type":"jargon"},{"key":"role_task_7845b745_10","display":"role_task 7845b745 10","type":"role_task"},{"key":"environment_7845b745_11","display":"environment 7845b745 11","type":"environment"},{"key":"situation_7845b745_12","display":"situation 7845b745 12","type":"situation"},{"key":"jargon_7845b745_13","display":"jargon 7845b745 13","type":"jargon"},{"key":"role_task_7845b745_14","display":"role_task 7845b745 14","type":"role_task"}]','[{"key":"situation_9a89418f_0","display":"situation 9a89418f 0","type":"situation"},{"key":"jargon_9a89418f_1","display":"jargon 9a89418f 1","type":"jargon"},{"key":"role_task_9a89418f_2","display":"role_task 9a89418f 2","type":"role_task"},{"key":"environment_9a89418f_3","display":"environment 9a89418f 3","type":"environment"},{"key":"situation_9a89418f_4","display":"situation 9a89418f 4","type":"situation"},{"key":"jargon_9a89418f_5","display":"jargon 9a89418f 5","type":"jargon"},{"key":"role_task_9a89418f_6","display":"role_task 9a89418f 6","type":"role_task"},{"key":"environment_9a89418f_7","display":"environment 9a89418f 7","type":"environment"}]','[{"key":"situation_9a89418f_0","display":"situation 9a89418f 0","type":"situation"},{"key":"jargon_9a89418f_1","display":"jargon 9a89418f 1","type":"jargon"},{"key":"role_task_9a89418f_2","display":"role_task 9a89418f 2","type":"role_task"}]','[{"key":"situation_7845b745_0","display":"situation 7845b745 0","type":"situation"},{"key":"jargon_7845b745_1","display":"jargon 7845b745 1","type":"jargon"},{"key":"role_task_7845b745_2","display":"role_task 7845b745 2","type":"role_task"},{"key":"environment_7845b745_3","display":"environment 7845b745 3","type":"environment"},{"key":"situation_7845b745_4","display":"situation 7845b745 4","type":"situation"},{"key":"jargon_7845b745_5","display":"jargon 7845b745 5","type":"jargon"},{"key":"role_task_7845b745_6","display":"role_task 7845b745 6","type":"role_task"},{"key":"environment_7845b745_7","display":"environment 7845b745 7","type":"environment"},{"key":"situation_7845b745_8","display":"situation 7845b745 8","type":"situation"},{"key":"jargon_7845b745_9","display":"jargon 7845b745 9","type":"jargon"},{"key":"role_task_7845b745_10","display":"role_task 7845b745 10","type":"role_task"},{"key":"environment_7845b745_11","display":"environment 7845b745 11","type":"environment"},{"key":"situation_7845b745_12","display":"situation 7845b745 12","type":"situation"},{"key":"jargon_7845b745_13","display":"jargon 7845b745 13","type":"jargon"},{"key":"role_task_7845b745_14","display":"role_task 7845b745 14","type":"role_task"}]',NULL,'[]');
INSERT INTO results VALUES('0ad29f68-fd31-59d5-ad24-2f6c7f8b0f54','20261126-130219-gnqq','openai/gpt-5-mini','tech_pm','Technology & Software','Product Manager','terse','enriched','with_constraint',15,2,'completed',311,200,400,0.00027000000000000000345,'2026-11-26T13:02:21.131Z',0,0,0,0,0,0,0,'[{"key":"situation_fe6fd06c_0","display":"situation fe6fd06c 0","type":"situation"},{"key":"jargon_fe6fd06c_1","display":"jargon fe6fd06c 1","type":"jargon"},{"key":"role_task_fe6fd06c_2","display":"role_task fe6fd06c 2","type":"role_task"},{"key":"situation_7ebdf993_0","display":"situation 7ebdf993 0","type":"situation"},{"key":"jargon_7ebdf993_1","display":"jargon 7ebdf993 1","type":"jargon"},{"key":"role_task_7ebdf993_2","display":"role_task 7ebdf993 2","type":"role_task"},{"key":"environment_7ebdf993_3","display":"environment 7ebdf993 3","type":"environment"},{"key":"situation_7ebdf993_4","display":"situation 7ebdf993 4","type":"situation"},{"key":"jargon_7ebdf993_5","display":"jargon 7ebdf993 5","type":"jargon"},{"key":"role_task_7ebdf993_6","display":"role_task 7ebdf993 6","type":"role_task"},{"key":"environment_7ebdf993_7","display":"environment 7ebdf993 7","type":"environment"},{"key":"situation_7ebdf993_8","display":"situation 7ebdf993 8","type":"situation"},{"key":"jargon_7ebdf993_9","display":"jargon 7ebdf993 9","type":"jargon"},{"key":"role_task_7ebdf993_10","display":"role_task 7ebdf993 10","type":"role_task"},{"key":"environment_7ebdf993_11","display":"environment 7ebdf993 11","type":"environment"},{"key":"situation_7ebdf993_12","display":"situation 7ebdf993 12","type":"situation"},{"key":"jargon_7ebdf993_13","display":"jargon 7ebdf993 13","type":"jargon"},{"key":"role_task_7ebdf993_14","display":"role_task 7ebdf993 14","type":"role_task"}]','[{"key":"situation_fe6fd06c_0","display":"situation fe6fd06c 0","type":"situation"},{"key":"jargon_fe6fd06c_1","display":"jargon fe6fd06c 1","type":"jargon"},{"key":"role_task_fe6fd06c_2","display":"role_task fe6fd06c 2","type":"role_task"},{"key":"environment_fe6fd06c_3","display":"environment fe6fd06c 3","type":"environment"},{"key":"situation_fe6fd06c_4","display":"situation fe6fd06c 4","type":"situation"},{"key":"jargon_fe6fd06c_5","display":"jargon fe6fd06c 5","type":"jargon"},{"key":"role_task_fe6fd06c_6","display":"role_task fe6fd06c 6","type":"role_task"},{"key":"environment_fe6fd06c_7","display":"environment fe6fd06c 7","type":"environment"}]','[{"key":"situation_fe6fd06c_0","display":"situation fe6fd06c 0","type":"situation"},{"key":"jargon_fe6fd06c_1","display":"jargon fe6fd06c 1","type":"jargon"},{"key":"role_task_fe6fd06c_2","display":"role_task fe6fd06c 2","type":"role_task"}]','[{"key":"situation_7ebdf993_0","display":"situation 7ebdf993 0","type":"situation"},{"key":"jargon_7ebdf993_1","display":"jargon 7ebdf993 1","type":"jargon"},{"key":"role_task_7ebdf993_2","display":"role_task 7ebdf993 2","type":"role_task"},{"key":"environment_7ebdf993_3","display":"environment 7ebdf993 3","type":"environment"},{"key":"situation_7ebdf993_4","display":"situation 7ebdf993 4","type":"situation"},{"key":"jargon_7ebdf993_5","display":"jargon 7ebdf993 5","type":"jargon"},{"key":"role_task_7ebdf993_6","display":"role_task 7ebdf993 6","type":"role_task"},{"key":"environment_7ebdf993_7","display":"environment 7ebdf993 7","type":"environment"},{"key":"situation_7ebdf993_8","display":"situation 7ebdf993 8","type":"situation"},{"key":"jargon_7ebdf993_9","display":"jargon 7ebdf993 9","type":"jargon"},{"key":"role_task_7ebdf993_10","display":"role_task 7ebdf993 10","type":"role_task"},{"key":"environment_7ebdf993_11","display":"environment 7ebdf993 11","type":"environment"},{"key":"situation_7ebdf993_12","display":"situation 7ebdf993 12","type":"situation"},{"key":"jargon_7ebdf993_13","display":"jargon 7ebdf993 13","type":"jargon"},{"key":"role_task_7ebdf993_14","display":"role_task 7ebdf993 14","type":"role_task"}]',NULL,'[]');
INSERT INTO results VALUES('a67d0f9e-ffeb-53f7-be22-18739dc352e4','20261126-130219-gnqq','openai/gpt-5-mini','tech_pm','Technology & Software','Product Manager','terse','basic','no_constraint',15,1,'completed',154,100,200,0.00013500000000000000172,'2026-11-26T13:02:21.296Z',0,0,0,0,0,0,0,'[{"key":"situation_d51c546c_0","display":"situation d51c546c 0","type":"situation"},{"key":"jargon_d51c546c_1","display":"jargon d51c546c 1","type":"jargon"},{"key":"role_task_d51c546c_2","display":"role_task d51c546c 2","type":"role_task"},{"key":"environment_d51c546c_3","display":"environment d51c546c 3","type":"environment"},{"key":"situation_d51c546c_4","display":"situation d51c546c 4","type":"situation"},{"key":"jargon_d51c546c_5","display":"jargon d51c546c 5","type":"jargon"},{"key":"role_task_d51c546c_6","display":"role_task d51c546c 6","type":"role_task"},{"key":"environment_d51c546c_7","display":"environment d51c546c 7","type":"environment"},{"key":"situation_d51c546c_8","display":"situation d51c546c 8","type":"situation"},{"key":"jargon_d51c546c_9","display":"jargon d51c546c 9","type":"jargon"},{"key":"role_task_d51c546c_10","display":"role_task d51c546c 10","type":"role_task"},{"key":"environment_d51c546c_11","display":"environment d51c546c 11","type":"environment"},{"key":"situation_d51c546c_12","display":"situation d51c546c 12","type":"situation"},{"key":"jargon_d51c546c_13","display":"jargon d51c546c 13","type":"jargon"},{"key":"role_task_d51c546c_14","display":"role_task d51c546c 14","type":"role_task"}]',NULL,NULL,'[{"key":"situation_d51c546c_0","display":"situation d51c546c 0","type":"situation"},{"key":"jargon_d51c546c_1","display":"jargon d51c546c 1","type":"jargon"},{"key":"role_task_d51c546c_2","display":"role_task d51c546c 2","type":"role_task"},{"key":"environment_d51c546c_3","display":"environment d51c546c 3","type":"environment"},{"key":"situation_d51c546c_4","display":"situation d51c546c 4","type":"situation"},{"key":"jargon_d51c546c_5","display":"jargon d51c546c 5","type":"jargon"},{"key":"role_task_d51c546c_6","display":"role_task d51c546c 6","type":"role_task"},{"key":"environment_d51c546c_7","display":"environment d51c546c 7","type":"environment"},{"key":"situation_d51c546c_8","display":"situation d51c546c 8","type":"situation"},{"key":"jargon_d51c546c_9","display":"jargon d51c546c 9","type":"jargon"},{"key":"role_task_d51c546c_10","display":"role_task d51c546c 10","type":"role_task"},{"key":"environment_d51c546c_11","display":"environment d51c546c 11","type":"environment"},{"key":"situation_d51c546c_12","display":"situation d51c546c 12","type":"situation"},{"key":"jargon_d51c546c_13","display":"jargon d51c546c 13","type":"jargon"},{"key":"role_task_d51c546c_14","display":"role_task d51c546c 14","type":"role_task"}]',NULL,'[]');
CREATE TABLE ratings (
  id TEXT PRIMARY KEY,
  result_id TEXT NOT NULL REFERENCES results (id),
  user_id TEXT NOT NULL,
  rating INTEGER NOT NULL CHECK (rating BETWEEN 1 AND 5),
  created_at TEXT NOT NULL,
  blind INTEGER CHECK (blind IN (0, 1)),
  UNIQUE (result_id, user_id)
);
CREATE TABLE rating_repeats (
  id TEXT PRIMARY KEY,
  result_id TEXT NOT NULL REFERENCES results (id),
  user_id TEXT NOT NULL,
  rating INTEGER NOT NULL CHECK (rating BETWEEN 1 AND 5),
  created_at TEXT NOT NULL,
  UNIQUE (result_id, user_id)
);
CREATE TABLE notes (
  id TEXT PRIMARY KEY,
  result_id TEXT NOT NULL REFERENCES results (id),
  user_id TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  flagged INTEGER NOT NULL DEFAULT 0 CHECK (flagged IN (0, 1)),
  created_at TEXT NOT NULL,
  UNIQUE (result_id, user_id)
);
CREATE TABLE calls (
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
INSERT INTO calls VALUES('526639fe-3190-4eaa-a0a3-8f7c50979bb7','20261126-130219-gnqq','8fa320bb-8900-5d29-b108-1176d4ff6a8a','step2','openai/gpt-5-mini','b9d5763d462caaf3da1eee5240cc3a27','answered',1,333,100,200,0.00013500000000000000172,0.00013500000000000000172,'stop',NULL,'[{"key":"situation_0c108adf_0","display":"situation 0c108adf 0","type":"situation"},{"key":"jargon_0c108adf_1","display":"jargon 0c108adf 1","type":"jargon"},{"key":"role_task_0c108adf_2","display":"role_task 0c108adf 2","type":"role_task"},{"key":"environment_0c108adf_3","display":"environment 0c108adf 3","type":"environment"},{"key":"situation_0c108adf_4","display":"situation 0c108adf 4","type":"situation"},{"key":"jargon_0c108adf_5","display":"jargon 0c108adf 5","type":"jargon"},{"key":"role_task_0c108adf_6","display":"role_task 0c108adf 6","type":"role_task"},{"key":"environment_0c108adf_7","display":"environment 0c108adf 7","type":"environment"},{"key":"situation_0c108adf_8","display":"situation 0c108adf 8","type":"situation"},{"key":"jargon_0c108adf_9","display":"jargon 0c108adf 9","type":"jargon"},{"key":"role_task_0c108adf_10","display":"role_task 0c108adf 10","type":"role_task"},{"key":"environment_0c108adf_11","display":"environment 0c108adf 11","type":"environment"},{"key":"situation_0c108adf_12","display":"situation 0c108adf 12","type":"situation"},{"key":"jargon_0c108adf_13","display":"jargon 0c108adf 13","type":"jargon"},{"key":"role_task_0c108adf_14","display":"role_task 0c108adf 14","type":"role_task"}]','2026-11-26T13:02:20.075Z');
INSERT INTO calls VALUES('b60adbe5-72fc-4bcb-8ad3-765cf7d1267f','20261126-130219-gnqq','46c24a05-e2e4-5f33-a60c-30b87f88605c','step2','openai/gpt-5-mini','e39e00949f2edfa075e6d6cf7beac31d','answered',1,330,100,200,0.00013500000000000000172,0.00013500000000000000172,'stop',NULL,'[{"key":"situation_37717802_0","display":"situation 37717802 0","type":"situation"},{"key":"jargon_37717802_1","display":"jargon 37717802 1","type":"jargon"},{"key":"role_task_37717802_2","display":"role_task 37717802 2","type":"role_task"},{"key":"environment_37717802_3","display":"environment 37717802 3","type":"environment"},{"key":"situation_37717802_4","display":"situation 37717802 4","type":"situation"},{"key":"jargon_37717802_5","display":"jargon 37717802 5","type":"jargon"},{"key":"role_task_37717802_6","display":"role_task 37717802 6","type":"role_task"},{"key":"environment_37717802_7","display":"environment 37717802 7","type":"environment"},{"key":"situation_37717802_8","display":"situation 37717802 8","type":"situation"},{"key":"jargon_37717802_9","display":"jargon 37717802 9","type":"jargon"},{"key":"role_task_37717802_10","display":"role_task 37717802 10","type":"role_task"},{"key":"environment_37717802_11","display":"environment 37717802 11","type":"environment"},{"key":"situation_37717802_12","display":"situation 37717802 12","type":"situation"},{"key":"jargon_37717802_13","display":"jargon 37717802 13","type":"jargon"},{"key":"role_task_37717802_14","display":"role_task 37717802 14","type":"role_task"}]','2026-11-26T13:02:20.075Z');
INSERT INTO calls VALUES('490301b4-4b53-42b6-ae28-63a85ab90dd6','20261126-130219-gnqq','981f4750-c9ce-572b-b4de-84d999d555c5','step2','openai/gpt-5-mini','c1e8f8406e74dabd7106ba87ea1635b5','answered',1,192,100,200,0.00013500000000000000172,0.00013500000000000000172,'stop',NULL,'[{"key":"situation_78718b5f_0","display":"situation 78718b5f 0","type":"situation"},{"key":"jargon_78718b5f_1","display":"jargon 78718b5f 1","type":"jargon"},{"key":"role_task_78718b5f_2","display":"role_task 78718b5f 2","type":"role_task"},{"key":"environment_78718b5f_3","display":"environment 78718b5f 3","type":"environment"},{"key":"situation_78718b5f_4","display":"situation 78718b5f 4","type":"situation"},{"key":"jargon_78718b5f_5","display":"jargon 78718b5f 5","type":"jargon"},{"key":"role_task_78718b5f_6","display":"role_task 78718b5f 6","type":"role_task"},{"key":"environment_78718b5f_7","display":"environment 78718b5f 7","type":"environment"},{"key":"situation_78718b5f_8","display":"situation 78718b5f 8","type":"situation"},{"key":"jargon_78718b5f_9","display":"jargon 78718b5f 9","type":"jargon"},{"key":"role_task_78718b5f_10","display":"role_task 78718b5f 10","type":"role_task"},{"key":"environment_78718b5f_11","display":"environment 78718b5f 11","type":"environment"},{"key":"situation_78718b5f_12","display":"situation 78718b5f 12","type":"situation"},{"key":"jargon_78718b5f_13","display":"jargon 78718b5f 13","type":"jargon"},{"key":"role_task_78718b5f_14","display":"role_task 78718b5f 14","type":"role_task"}]','2026-11-26T13:02:20.433Z');
INSERT INTO calls VALUES('fee304d3-a229-407c-ac1a-ba3eec0b0921','20261126-130219-gnqq','a9f7a51f-a09b-5bcd-8c32-a51faf1b14cc','step1','openai/gpt-5-mini','1ae6f384df76face1e61bd665982eceb','answered',1,191,100,200,0.00013500000000000000172,0.00013500000000000000172,'stop',NULL,'[{"key":"situation_9a89418f_0","display":"situation 9a89418f 0","type":"situation"},{"key":"jargon_9a89418f_1","display":"jargon 9a89418f 1","type":"jargon"},{"key":"role_task_9a89418f_2","display":"role_task 9a89418f 2","type":"role_task"},{"key":"environment_9a89418f_3","display":"environment 9a89418f 3","type":"environment"},{"key":"situation_9a89418f_4","display":"situation 9a89418f 4","type":"situation"},{"key":"jargon_9a89418f_5","display":"jargon 9a89418f 5","type":"jargon"},{"key":"role_task_9a89418f_6","display":"role_task 9a89418f 6","type":"role_task"},{"key":"environment_9a89418f_7","display":"environment 9a89418f 7","type":"environment"}]','2026-11-26T13:02:20.443Z');
INSERT INTO calls VALUES('1e9589d9-13cc-43b3-a7af-cefcbe205c88','20261126-130219-gnqq','0ad29f68-fd31-59d5-ad24-2f6c7f8b0f54','step1','openai/gpt-5-mini','09ec4a02b517fa8c3ea846f42d9cf5fc','answered',1,156,100,200,0.00013500000000000000172,0.00013500000000000000172,'stop',NULL,'[{"key":"situation_fe6fd06c_0","display":"situation fe6fd06c 0","type":"situation"},{"key":"jargon_fe6fd06c_1","display":"jargon fe6fd06c 1","type":"jargon"},{"key":"role_task_fe6fd06c_2","display":"role_task fe6fd06c 2","type":"role_task"},{"key":"environment_fe6fd06c_3","display":"environment fe6fd06c 3","type":"environment"},{"key":"situation_fe6fd06c_4","display":"situation fe6fd06c 4","type":"situation"},{"key":"jargon_fe6fd06c_5","display":"jargon fe6fd06c 5","type":"jargon"},{"key":"role_task_fe6fd06c_6","display":"role_task fe6fd06c 6","type":"role_task"},{"key":"environment_fe6fd06c_7","display":"environment fe6fd06c 7","type":"environment"}]','2026-11-26T13:02:20.647Z');
INSERT INTO calls VALUES('fc588590-cd95-4e84-86d7-858f1c333724','20261126-130219-gnqq','a9f7a51f-a09b-5bcd-8c32-a51faf1b14cc','selection','google/gemini-2.5-flash','40cec9e609cd11b1f6ff46affeac117e','answered',1,160,100,200,0.00052999999999999998067,0.00052999999999999998067,'stop',NULL,'["situation_9a89418f_0","jargon_9a89418f_1","role_task_9a89418f_2"]','2026-11-26T13:02:20.656Z');
INSERT INTO calls VALUES('16a88767-e88a-448a-a580-09ea4001f4d4','20261126-130219-gnqq','0ad29f68-fd31-59d5-ad24-2f6c7f8b0f54','selection','google/gemini-2.5-flash','8243474646380449f5dc2b95f5f5e161','answered',1,154,100,200,0.00052999999999999998067,0.00052999999999999998067,'stop',NULL,'["situation_fe6fd06c_0","jargon_fe6fd06c_1","role_task_fe6fd06c_2"]','2026-11-26T13:02:20.813Z');
INSERT INTO calls VALUES('f71cceee-dc58-4420-b184-bda34191755c','20261126-130219-gnqq','a9f7a51f-a09b-5bcd-8c32-a51faf1b14cc','step2','openai/gpt-5-mini','20df0c134291ad90ab88c170565d16d2','answered',1,154,100,200,0.00013500000000000000172,0.00013500000000000000172,'stop',NULL,'[{"key":"situation_7845b745_0","display":"situation 7845b745 0","type":"situation"},{"key":"jargon_7845b745_1","display":"jargon 7845b745 1","type":"jargon"},{"key":"role_task_7845b745_2","display":"role_task 7845b745 2","type":"role_task"},{"key":"environment_7845b745_3","display":"environment 7845b745 3","type":"environment"},{"key":"situation_7845b745_4","display":"situation 7845b745 4","type":"situation"},{"key":"jargon_7845b745_5","display":"jargon 7845b745 5","type":"jargon"},{"key":"role_task_7845b745_6","display":"role_task 7845b745 6","type":"role_task"},{"key":"environment_7845b745_7","display":"environment 7845b745 7","type":"environment"},{"key":"situation_7845b745_8","display":"situation 7845b745 8","type":"situation"},{"key":"jargon_7845b745_9","display":"jargon 7845b745 9","type":"jargon"},{"key":"role_task_7845b745_10","display":"role_task 7845b745 10","type":"role_task"},{"key":"environment_7845b745_11","display":"environment 7845b745 11","type":"environment"},{"key":"situation_7845b745_12","display":"situation 7845b745 12","type":"situation"},{"key":"jargon_7845b745_13","display":"jargon 7845b745 13","type":"jargon"},{"key":"role_task_7845b745_14","display":"role_task 7845b745 14","type":"role_task"}]','2026-11-26T13:02:20.818Z');
INSERT INTO calls VALUES('ee2e3323-2bbf-45e3-acc0-0a25d56979a3','20261126-130219-gnqq','0ad29f68-fd31-59d5-ad24-2f6c7f8b0f54','step2','openai/gpt-5-mini','a4162e82e8cfb325fbf5d392b4c21edf','answered',1,155,100,200,0.00013500000000000000172,0.00013500000000000000172,'stop',NULL,'[{"key":"situation_7ebdf993_0","display":"situation 7ebdf993 0","type":"situation"},{"key":"jargon_7ebdf993_1","display":"jargon 7ebdf993 1","type":"jargon"},{"key":"role_task_7ebdf993_2","display":"role_task 7ebdf993 2","type":"role_task"},{"key":"environment_7ebdf993_3","display":"environment 7ebdf993 3","type":"environment"},{"key":"situation_7ebdf993_4","display":"situation 7ebdf993 4","type":"situation"},{"key":"jargon_7ebdf993_5","display":"jargon 7ebdf993 5","type":"jargon"},{"key":"role_task_7ebdf993_6","display":"role_task 7ebdf993 6","type":"role_task"},{"key":"environment_7ebdf993_7","display":"environment 7ebdf993 7","type":"environment"},{"key":"situation_7ebdf993_8","display":"situation 7ebdf993 8","type":"situation"},{"key":"jargon_7ebdf993_9","display":"jargon 7ebdf993 9","type":"jargon"},{"key":"role_task_7ebdf993_10","display":"role_task 7ebdf993 10","type":"role_task"},{"key":"environment_7ebdf993_11","display":"environment 7ebdf993 11","type":"environment"},{"key":"situation_7ebdf993_12","display":"situation 7ebdf993 12","type":"situation"},{"key":"jargon_7ebdf993_13","display":"jargon 7ebdf993 13","type":"jargon"},{"key":"role_task_7ebdf993_14","display":"role_task 7ebdf993 14","type":"role_task"}]','2026-11-26T13:02:20.969Z');
INSERT INTO calls VALUES('0d27c27d-b1a4-4974-8ae2-34fe4c56b960','20261126-130219-gnqq','1304708a-6e7c-5e65-ab08-d0ea7cb4365e','step1','openai/gpt-5-mini','768285b9a094aa71c87e5c5664730dc1','answered',1,155,100,200,0.00013500000000000000172,0.00013500000000000000172,'stop',NULL,'[{"key":"situation_0cee53f4_0","display":"situation 0cee53f4 0","type":"situation"},{"key":"jargon_0cee53f4_1","display":"jargon 0cee53f4 1","type":"jargon"},{"key":"role_task_0cee53f4_2","display":"role_task 0cee53f4 2","type":"role_task"},{"key":"environment_0cee53f4_3","display":"environment 0cee53f4 3","type":"environment"},{"key":"situation_0cee53f4_4","display":"situation 0cee53f4 4","type":"situation"},{"key":"jargon_0cee53f4_5","display":"jargon 0cee53f4 5","type":"jargon"},{"key":"role_task_0cee53f4_6","display":"role_task 0cee53f4 6","type":"role_task"},{"key":"environment_0cee53f4_7","display":"environment 0cee53f4 7","type":"environment"}]','2026-11-26T13:02:20.975Z');
INSERT INTO calls VALUES('9c2b8ec3-5e51-4454-b86b-c728abb3dc07','20261126-130219-gnqq','a67d0f9e-ffeb-53f7-be22-18739dc352e4','step2','openai/gpt-5-mini','ab6bb5e0b974f218a2d78b3c012ca4e8','answered',1,154,100,200,0.00013500000000000000172,0.00013500000000000000172,'stop',NULL,'[{"key":"situation_d51c546c_0","display":"situation d51c546c 0","type":"situation"},{"key":"jargon_d51c546c_1","display":"jargon d51c546c 1","type":"jargon"},{"key":"role_task_d51c546c_2","display":"role_task d51c546c 2","type":"role_task"},{"key":"environment_d51c546c_3","display":"environment d51c546c 3","type":"environment"},{"key":"situation_d51c546c_4","display":"situation d51c546c 4","type":"situation"},{"key":"jargon_d51c546c_5","display":"jargon d51c546c 5","type":"jargon"},{"key":"role_task_d51c546c_6","display":"role_task d51c546c 6","type":"role_task"},{"key":"environment_d51c546c_7","display":"environment d51c546c 7","type":"environment"},{"key":"situation_d51c546c_8","display":"situation d51c546c 8","type":"situation"},{"key":"jargon_d51c546c_9","display":"jargon d51c546c 9","type":"jargon"},{"key":"role_task_d51c546c_10","display":"role_task d51c546c 10","type":"role_task"},{"key":"environment_d51c546c_11","display":"environment d51c546c 11","type":"environment"},{"key":"situation_d51c546c_12","display":"situation d51c546c 12","type":"situation"},{"key":"jargon_d51c546c_13","display":"jargon d51c546c 13","type":"jargon"},{"key":"role_task_d51c546c_14","display":"role_task d51c546c 14","type":"role_task"}]','2026-11-26T13:02:21.135Z');
INSERT INTO calls VALUES('9841ee87-7aef-4ff8-9f0e-7eb81f12168b','20261126-130219-gnqq','1304708a-6e7c-5e65-ab08-d0ea7cb4365e','selection','google/gemini-2.5-flash','29042fe26c8129d2a9bebca170ba4baa','answered',1,156,100,200,0.00052999999999999998067,0.00052999999999999998067,'stop',NULL,'["situation_0cee53f4_0","jargon_0cee53f4_1","role_task_0cee53f4_2"]','2026-11-26T13:02:21.138Z');
CREATE TABLE changes (
  kind TEXT NOT NULL CHECK (kind IN ('run', 'result', 'rating', 'repeat', 'note', 'call')),
  id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  updated_by TEXT,
  rev INTEGER,
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  PRIMARY KEY (kind, id)
) WITHOUT ROWID;
INSERT INTO changes VALUES('call','0d27c27d-b1a4-4974-8ae2-34fe4c56b960',17,1795698141138,NULL,NULL,0);
INSERT INTO changes VALUES('call','16a88767-e88a-448a-a580-09ea4001f4d4',12,1795698140968,NULL,NULL,0);
INSERT INTO changes VALUES('call','1e9589d9-13cc-43b3-a7af-cefcbe205c88',10,1795698140810,NULL,NULL,0);
INSERT INTO changes VALUES('call','490301b4-4b53-42b6-ae28-63a85ab90dd6',7,1795698140646,NULL,NULL,0);
INSERT INTO changes VALUES('call','526639fe-3190-4eaa-a0a3-8f7c50979bb7',3,1795698140424,NULL,NULL,0);
INSERT INTO changes VALUES('call','9841ee87-7aef-4ff8-9f0e-7eb81f12168b',20,1795698141303,NULL,NULL,0);
INSERT INTO changes VALUES('call','9c2b8ec3-5e51-4454-b86b-c728abb3dc07',18,1795698141296,NULL,NULL,0);
INSERT INTO changes VALUES('call','b60adbe5-72fc-4bcb-8ad3-765cf7d1267f',5,1795698140440,NULL,NULL,0);
INSERT INTO changes VALUES('call','ee2e3323-2bbf-45e3-acc0-0a25d56979a3',15,1795698141132,NULL,NULL,0);
INSERT INTO changes VALUES('call','f71cceee-dc58-4420-b184-bda34191755c',13,1795698140974,NULL,NULL,0);
INSERT INTO changes VALUES('call','fc588590-cd95-4e84-86d7-858f1c333724',11,1795698140818,NULL,NULL,0);
INSERT INTO changes VALUES('call','fee304d3-a229-407c-ac1a-ba3eec0b0921',9,1795698140650,NULL,NULL,0);
INSERT INTO changes VALUES('result','0ad29f68-fd31-59d5-ad24-2f6c7f8b0f54',16,1795698141132,NULL,NULL,0);
INSERT INTO changes VALUES('result','46c24a05-e2e4-5f33-a60c-30b87f88605c',6,1795698140441,NULL,NULL,0);
INSERT INTO changes VALUES('result','8fa320bb-8900-5d29-b108-1176d4ff6a8a',4,1795698140424,NULL,NULL,0);
INSERT INTO changes VALUES('result','981f4750-c9ce-572b-b4de-84d999d555c5',8,1795698140646,NULL,NULL,0);
INSERT INTO changes VALUES('result','a67d0f9e-ffeb-53f7-be22-18739dc352e4',19,1795698141297,NULL,NULL,0);
INSERT INTO changes VALUES('result','a9f7a51f-a09b-5bcd-8c32-a51faf1b14cc',14,1795698140974,NULL,NULL,0);
INSERT INTO changes VALUES('run','20261126-130219-gnqq',21,1795698141325,NULL,NULL,0);
CREATE TABLE meta (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  db_id TEXT NOT NULL
);
INSERT INTO meta VALUES(1,'e27b90ae1632e0b47c7a74f0e863fdad');
CREATE TABLE sync_state (
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
CREATE INDEX results_run ON results (run_id, status);
CREATE INDEX results_figures ON results (
  model, persona_id, style, input_type, constraint_type, chip_count, trial, status, run_id,
  rating_count, rating_sum, rated_1, rated_2, rated_3, rated_4, rated_5,
  cost_usd, latency_ms, input_tokens, output_tokens
);
CREATE INDEX results_newest ON results (created_at DESC, id);
CREATE INDEX ratings_result ON ratings (result_id);
CREATE INDEX ratings_newest ON ratings (created_at DESC, id);
CREATE INDEX ratings_user ON ratings (user_id, result_id);
CREATE INDEX calls_result ON calls (result_id);
CREATE INDEX calls_run ON calls (run_id);
CREATE INDEX changes_seq ON changes (seq, kind, id);
CREATE TRIGGER ratings_inserted AFTER INSERT ON ratings BEGIN
  UPDATE results SET rating_count = rating_count + 1, rating_sum = rating_sum + NEW.rating,
    rated_1 = rated_1 + (NEW.rating = 1),
    rated_2 = rated_2 + (NEW.rating = 2),
    rated_3 = rated_3 + (NEW.rating = 3),
    rated_4 = rated_4 + (NEW.rating = 4),
    rated_5 = rated_5 + (NEW.rating = 5)
  WHERE id = NEW.result_id;
END;
CREATE TRIGGER ratings_updated AFTER UPDATE OF rating ON ratings BEGIN
  UPDATE results SET rating_sum = rating_sum + NEW.rating - OLD.rating,
    rated_1 = rated_1 + (NEW.rating = 1) - (OLD.rating = 1),
    rated_2 = rated_2 + (NEW.rating = 2) - (OLD.rating = 2),
    rated_3 = rated_3 + (NEW.rating = 3) - (OLD.rating = 3),
    rated_4 = rated_4 + (NEW.rating = 4) - (OLD.rating = 4),
    rated_5 = rated_5 + (NEW.rating = 5) - (OLD.rating = 5)
  WHERE id = NEW.result_id;
END;
CREATE TRIGGER ratings_deleted AFTER DELETE ON ratings BEGIN
  UPDATE results SET rating_count = rating_count - 1, rating_sum = rating_sum - OLD.rating,
    rated_1 = rated_1 - (OLD.rating = 1),
    rated_2 = rated_2 - (OLD.rating = 2),
    rated_3 = rated_3 - (OLD.rating = 3),
    rated_4 = rated_4 - (OLD.rating = 4),
    rated_5 = rated_5 - (OLD.rating = 5)
  WHERE id = OLD.result_id;
END;
CREATE VIEW noted_changes AS SELECT kind, id, deleted FROM changes;
CREATE TRIGGER change_noted INSTEAD OF INSERT ON noted_changes BEGIN
  INSERT INTO changes (kind, id, deleted, seq, updated_at)
  SELECT NEW.kind, NEW.id, NEW.deleted, coalesce(max(seq), 0) + 1, CAST(round(unixepoch('subsec') * 1000) AS INTEGER)
  FROM changes WHERE TRUE
  ON CONFLICT (kind, id) DO UPDATE SET deleted = excluded.deleted, seq = excluded.seq,
    updated_at = max(excluded.updated_at, changes.updated_at + 1), updated_by = NULL, rev = NULL
  WHERE changes.rev IS NULL OR changes.rev >= 0;
END;
CREATE TRIGGER runs_inserted_noted AFTER INSERT ON runs BEGIN
  INSERT INTO noted_changes VALUES ('run', NEW.id, 0);
END;
CREATE TRIGGER runs_updated_noted AFTER UPDATE OF status, completed_at, config ON runs BEGIN
  INSERT INTO noted_changes VALUES ('run', NEW.id, 0);
END;
CREATE TRIGGER runs_deleted_noted AFTER DELETE ON runs BEGIN
  INSERT INTO noted_changes VALUES ('run', OLD.id, 1);
END;
CREATE TRIGGER results_inserted_noted AFTER INSERT ON results BEGIN
  INSERT INTO noted_changes VALUES ('result', NEW.id, 0);
END;
CREATE TRIGGER results_updated_noted AFTER UPDATE OF status ON results BEGIN
  INSERT INTO noted_changes VALUES ('result', NEW.id, 0);
END;
CREATE TRIGGER results_deleted_noted AFTER DELETE ON results BEGIN
  INSERT INTO noted_changes VALUES ('result', OLD.id, 1);
END;
CREATE TRIGGER calls_inserted_noted AFTER INSERT ON calls BEGIN
  INSERT INTO noted_changes VALUES ('call', NEW.id, 0);
END;
CREATE TRIGGER calls_updated_noted AFTER UPDATE OF status ON calls BEGIN
  INSERT INTO noted_changes VALUES ('call', NEW.id, 0);
END;
CREATE TRIGGER calls_deleted_noted AFTER DELETE ON calls BEGIN
  INSERT INTO noted_changes VALUES ('call', OLD.id, 1);
END;
CREATE TRIGGER ratings_inserted_noted AFTER INSERT ON ratings BEGIN
  INSERT INTO noted_changes VALUES ('rating', NEW.id, 0);
END;
CREATE TRIGGER ratings_updated_noted AFTER UPDATE OF rating ON ratings BEGIN
  INSERT INTO noted_changes VALUES ('rating', NEW.id, 0);
END;
CREATE TRIGGER ratings_deleted_noted AFTER DELETE ON ratings BEGIN
  INSERT INTO noted_changes VALUES ('rating', OLD.id, 1);
END;
CREATE TRIGGER rating_repeats_inserted_noted AFTER INSERT ON rating_repeats BEGIN
  INSERT INTO noted_changes VALUES ('repeat', NEW.id, 0);
END;
CREATE TRIGGER rating_repeats_updated_noted AFTER UPDATE OF rating ON rating_repeats BEGIN
  INSERT INTO noted_changes VALUES ('repeat', NEW.id, 0);
END;
CREATE TRIGGER rating_repeats_deleted_noted AFTER DELETE ON rating_repeats BEGIN
  INSERT INTO noted_changes VALUES ('repeat', OLD.id, 1);
END;
CREATE TRIGGER notes_inserted_noted AFTER INSERT ON notes BEGIN
  INSERT INTO noted_changes VALUES ('note', NEW.id, 0);
END;
CREATE TRIGGER notes_updated_noted AFTER UPDATE OF note, flagged ON notes BEGIN
  INSERT INTO noted_changes VALUES ('note', NEW.id, 0);
END;
CREATE TRIGGER notes_deleted_noted AFTER DELETE ON notes BEGIN
  INSERT INTO noted_changes VALUES ('note', OLD.id, 1);
END;
COMMIT;
