-- Made by bench with schema 3: a run of the baselines, three ratings and a note. Written by sqlite3 .dump.
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE runs (
  id TEXT PRIMARY KEY,
  started_at TEXT NOT NULL,
  completed_at TEXT,
  status TEXT NOT NULL DEFAULT 'running'
    CHECK (status IN ('running', 'completed', 'failed', 'interrupted', 'dry_run')),
  config TEXT
);
INSERT INTO runs VALUES('20261126-014618-cche','2026-11-26T01:46:19.691Z','2026-11-26T01:46:19.804Z','completed','{"tool_version":"0.1.0","suite":{"id":"chips","hash":"sha256:abc9045a8bbcf14703cd29a3de1beb5f575a6594e23e0c3c11ef40aede049dd1","prompt_hash":"sha256:d45ad0758c88be5382f2d5542af36c4188c5fe316da02d1260f2b3b1f4243c7d","prices_as_of":"2026-11-01","file":null,"plugin":null},"models":[{"id":"builtin/lexicon","name":"Lexicon (baseline)","input_price":0,"output_price":0},{"id":"builtin/random","name":"Random (baseline)","input_price":0,"output_price":0}],"selector":{"id":"google/gemini-2.5-flash","name":"Gemini 2.5 Flash","input_price":0.3,"output_price":2.5},"persona_ids":["tech_pm"],"personas":[{"id":"tech_pm","sector":"Technology & Software","desired_role":"Product Manager","persona":"Priya runs the billing squad of a subscription platform for dental clinics. Her mornings begin in Linear and a dashboard in Amplitude, checking whether yesterday''s invoice redesign moved failed payments. Standup is at half past nine on Zoom, since two engineers sit in Porto. Tuesdays belong to customer calls that she records in Dovetail; Thursdays to a roadmap review where sales wants single sign-on by the quarter''s end and support wants refunds fixed first. She writes one-page specs in Notion, argues about scope with her designer in Figma comments, and owns the launch checklist. Every sixth Friday she defends her objectives in front of the founders."}],"styles":["terse"],"input_types":["basic","enriched"],"constraint_types":["with_constraint"],"chip_counts":[15],"trials":1,"cases":4,"concurrency":8,"budget_usd":null,"max_retries":5,"timeout_s":120,"case_timeout_s":1800,"temperature":0.7,"max_output_tokens":8000,"seed":7,"base_url":null,"providers":[],"record":null,"replay":null}');
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
INSERT INTO results VALUES('03adfe5a-6b87-5a5a-9dd1-6233bea14f5d','20261126-014618-cche','builtin/lexicon','tech_pm','Technology & Software','Product Manager','terse','basic','with_constraint',15,1,'completed',7,0,0,0.0,'2026-11-26T01:46:19.749Z',2,9,0,0,0,1,1,'[{"key":"plan_a_pricing_test","display":"Plan a Pricing Test","type":"role_task"},{"key":"regulated_customer_base","display":"Regulated Customer Base","type":"environment"},{"key":"beta_users_disagree","display":"Beta Users Disagree","type":"situation"},{"key":"size_an_opportunity","display":"Size an Opportunity","type":"role_task"},{"key":"run_a_discovery_interview","display":"Run a Discovery Interview","type":"role_task"},{"key":"feature_adoption_curve","display":"Feature Adoption Curve","type":"jargon"},{"key":"activation_rate","display":"Activation Rate","type":"jargon"},{"key":"usage_drops_after_release","display":"Usage Drops After Release","type":"situation"},{"key":"draft_the_release_notes","display":"Draft the Release Notes","type":"role_task"},{"key":"founder_led_company","display":"Founder Led Company","type":"environment"},{"key":"product_market_fit","display":"Product Market Fit","type":"jargon"},{"key":"product_led_growth","display":"Product Led Growth","type":"environment"},{"key":"now_next_later","display":"Now Next Later","type":"jargon"},{"key":"founder_changes_priority","display":"Founder Changes Priority","type":"situation"},{"key":"minimum_viable_product","display":"Minimum Viable Product","type":"jargon"}]',NULL,NULL,'[{"key":"plan_a_pricing_test","display":"Plan a Pricing Test","type":"role_task"},{"key":"regulated_customer_base","display":"Regulated Customer Base","type":"environment"},{"key":"beta_users_disagree","display":"Beta Users Disagree","type":"situation"},{"key":"size_an_opportunity","display":"Size an Opportunity","type":"role_task"},{"key":"run_a_discovery_interview","display":"Run a Discovery Interview","type":"role_task"},{"key":"feature_adoption_curve","display":"Feature Adoption Curve","type":"jargon"},{"key":"activation_rate","display":"Activation Rate","type":"jargon"},{"key":"usage_drops_after_release","display":"Usage Drops After Release","type":"situation"},{"key":"draft_the_release_notes","display":"Draft the Release Notes","type":"role_task"},{"key":"founder_led_company","display":"Founder Led Company","type":"environment"},{"key":"product_market_fit","display":"Product Market Fit","type":"jargon"},{"key":"product_led_growth","display":"Product Led Growth","type":"environment"},{"key":"now_next_later","display":"Now Next Later","type":"jargon"},{"key":"founder_changes_priority","display":"Founder Changes Priority","type":"situation"},{"key":"minimum_viable_product","display":"Minimum Viable Product","type":"jargon"}]',NULL,'[]');
INSERT INTO results VALUES('ca0d4a79-4934-56d2-bd46-2fec6144d086','20261126-014618-cche','builtin/random','tech_pm','Technology & Software','Product Manager','terse','basic','with_constraint',15,1,'completed',5,0,0,0.0,'2026-11-26T01:46:19.750Z',0,0,0,0,0,0,0,'[{"key":"interface_microcopy","display":"Interface Microcopy","type":"jargon"},{"key":"research_repository","display":"Research Repository","type":"environment"},{"key":"focus_order","display":"Focus Order","type":"jargon"},{"key":"tree_test","display":"Tree Test","type":"jargon"},{"key":"define_interaction_states","display":"Define Interaction States","type":"role_task"},{"key":"two_personas_clash","display":"Two Personas Clash","type":"situation"},{"key":"sprint_review_wall","display":"Sprint Review Wall","type":"environment"},{"key":"maintain_the_component_library","display":"Maintain the Component Library","type":"role_task"},{"key":"design_system_guild","display":"Design System Guild","type":"environment"},{"key":"developer_says_impossible","display":"Developer Says Impossible","type":"situation"},{"key":"map_the_customer_journey","display":"Map the Customer Journey","type":"role_task"},{"key":"studio_with_open_desks","display":"Studio With Open Desks","type":"environment"},{"key":"synthesise_research","display":"Synthesise Research","type":"role_task"},{"key":"screen_reader_skips_checkout","display":"Screen Reader Skips Checkout","type":"situation"},{"key":"moderate_a_usability_test","display":"Moderate a Usability Test","type":"role_task"}]',NULL,NULL,'[{"key":"interface_microcopy","display":"Interface Microcopy","type":"jargon"},{"key":"research_repository","display":"Research Repository","type":"environment"},{"key":"focus_order","display":"Focus Order","type":"jargon"},{"key":"tree_test","display":"Tree Test","type":"jargon"},{"key":"define_interaction_states","display":"Define Interaction States","type":"role_task"},{"key":"two_personas_clash","display":"Two Personas Clash","type":"situation"},{"key":"sprint_review_wall","display":"Sprint Review Wall","type":"environment"},{"key":"maintain_the_component_library","display":"Maintain the Component Library","type":"role_task"},{"key":"design_system_guild","display":"Design System Guild","type":"environment"},{"key":"developer_says_impossible","display":"Developer Says Impossible","type":"situation"},{"key":"map_the_customer_journey","display":"Map the Customer Journey","type":"role_task"},{"key":"studio_with_open_desks","display":"Studio With Open Desks","type":"environment"},{"key":"synthesise_research","display":"Synthesise Research","type":"role_task"},{"key":"screen_reader_skips_checkout","display":"Screen Reader Skips Checkout","type":"situation"},{"key":"moderate_a_usability_test","display":"Moderate a Usability Test","type":"role_task"}]',NULL,'[]');
INSERT INTO results VALUES('a1dacd11-928d-5398-8115-032f08008075','20261126-014618-cche','builtin/lexicon','tech_pm','Technology & Software','Product Manager','terse','enriched','with_constraint',15,1,'completed',6,0,0,0.0,'2026-11-26T01:46:19.789Z',0,0,0,0,0,0,0,'[{"key":"kano_model","display":"Kano Model","type":"jargon"},{"key":"run_a_discovery_interview","display":"Run a Discovery Interview","type":"role_task"},{"key":"minimum_viable_product","display":"Minimum Viable Product","type":"jargon"},{"key":"founder_led_company","display":"Founder Led Company","type":"environment"},{"key":"founder_changes_priority","display":"Founder Changes Priority","type":"situation"},{"key":"metric_improves_revenue_falls","display":"Metric Improves Revenue Falls","type":"situation"},{"key":"north_star_metric","display":"North Star Metric","type":"jargon"},{"key":"churn_interview_surprise","display":"Churn Interview Surprise","type":"situation"},{"key":"competitor_ships_first","display":"Competitor Ships First","type":"situation"},{"key":"triage_feature_requests","display":"Triage Feature Requests","type":"role_task"},{"key":"usage_drops_after_release","display":"Usage Drops After Release","type":"situation"},{"key":"define_success_metrics","display":"Define Success Metrics","type":"role_task"},{"key":"jobs_to_be_done","display":"Jobs to Be Done","type":"jargon"},{"key":"prioritise_the_backlog","display":"Prioritise the Backlog","type":"role_task"},{"key":"outcome_over_output","display":"Outcome Over Output","type":"jargon"},{"key":"product_market_fit","display":"Product Market Fit","type":"jargon"},{"key":"activation_rate","display":"Activation Rate","type":"jargon"},{"key":"quarterly_planning_cycle","display":"Quarterly Planning Cycle","type":"environment"},{"key":"own_the_launch_checklist","display":"Own the Launch Checklist","type":"role_task"},{"key":"distributed_product_team","display":"Distributed Product Team","type":"environment"}]','[{"key":"minimum_viable_product","display":"Minimum Viable Product","type":"jargon"},{"key":"opportunity_tree","display":"Opportunity Tree","type":"jargon"},{"key":"kano_model","display":"Kano Model","type":"jargon"},{"key":"founder_changes_priority","display":"Founder Changes Priority","type":"situation"},{"key":"run_a_discovery_interview","display":"Run a Discovery Interview","type":"role_task"},{"key":"pilot_customer_walks_away","display":"Pilot Customer Walks Away","type":"situation"},{"key":"founder_led_company","display":"Founder Led Company","type":"environment"},{"key":"align_sales_and_support","display":"Align Sales and Support","type":"role_task"},{"key":"dual_track_agile","display":"Dual Track Agile","type":"environment"},{"key":"shared_design_team","display":"Shared Design Team","type":"environment"}]','[{"key":"kano_model","display":"Kano Model","type":"jargon"},{"key":"run_a_discovery_interview","display":"Run a Discovery Interview","type":"role_task"},{"key":"minimum_viable_product","display":"Minimum Viable Product","type":"jargon"},{"key":"founder_led_company","display":"Founder Led Company","type":"environment"},{"key":"founder_changes_priority","display":"Founder Changes Priority","type":"situation"}]','[{"key":"metric_improves_revenue_falls","display":"Metric Improves Revenue Falls","type":"situation"},{"key":"north_star_metric","display":"North Star Metric","type":"jargon"},{"key":"churn_interview_surprise","display":"Churn Interview Surprise","type":"situation"},{"key":"competitor_ships_first","display":"Competitor Ships First","type":"situation"},{"key":"triage_feature_requests","display":"Triage Feature Requests","type":"role_task"},{"key":"usage_drops_after_release","display":"Usage Drops After Release","type":"situation"},{"key":"define_success_metrics","display":"Define Success Metrics","type":"role_task"},{"key":"jobs_to_be_done","display":"Jobs to Be Done","type":"jargon"},{"key":"prioritise_the_backlog","display":"Prioritise the Backlog","type":"role_task"},{"key":"outcome_over_output","display":"Outcome Over Output","type":"jargon"},{"key":"product_market_fit","display":"Product Market Fit","type":"jargon"},{"key":"activation_rate","display":"Activation Rate","type":"jargon"},{"key":"quarterly_planning_cycle","display":"Quarterly Planning Cycle","type":"environment"},{"key":"own_the_launch_checklist","display":"Own the Launch Checklist","type":"role_task"},{"key":"distributed_product_team","display":"Distributed Product Team","type":"environment"}]',NULL,'[]');
INSERT INTO results VALUES('935878ec-0e04-53b7-95e5-2d238e8c7deb','20261126-014618-cche','builtin/random','tech_pm','Technology & Software','Product Manager','terse','enriched','with_constraint',15,1,'completed',6,0,0,0.0,'2026-11-26T01:46:19.790Z',1,2,0,1,0,0,0,'[{"key":"verify_blood_products","display":"Verify Blood Products","type":"role_task"},{"key":"prepare_for_procedures","display":"Prepare for Procedures","type":"role_task"},{"key":"aggressive_visitor","display":"Aggressive Visitor","type":"situation"},{"key":"intake_and_output","display":"Intake and Output","type":"jargon"},{"key":"confused_patient_wanders","display":"Confused Patient Wanders","type":"situation"},{"key":"review_capital_requests","display":"Review Capital Requests","type":"role_task"},{"key":"build_a_financial_model","display":"Build a Financial Model","type":"role_task"},{"key":"close_the_month","display":"Close the Month","type":"role_task"},{"key":"listed_manufacturer","display":"Listed Manufacturer","type":"environment"},{"key":"intercompany_balance_mismatch","display":"Intercompany Balance Mismatch","type":"situation"},{"key":"group_consolidation","display":"Group Consolidation","type":"environment"},{"key":"matrix_reporting_lines","display":"Matrix Reporting Lines","type":"environment"},{"key":"allocate_overheads","display":"Allocate Overheads","type":"role_task"},{"key":"supplier_price_shock","display":"Supplier Price Shock","type":"situation"},{"key":"maintain_dashboards","display":"Maintain Dashboards","type":"role_task"},{"key":"reconcile_ledgers","display":"Reconcile Ledgers","type":"role_task"},{"key":"spreadsheet_error_found","display":"Spreadsheet Error Found","type":"situation"},{"key":"cost_centre","display":"Cost Centre","type":"jargon"},{"key":"run_rate","display":"Run Rate","type":"jargon"},{"key":"working_capital","display":"Working Capital","type":"jargon"}]','[{"key":"twelve_hour_shifts","display":"Twelve Hour Shifts","type":"environment"},{"key":"intake_and_output","display":"Intake and Output","type":"jargon"},{"key":"telemetry_strip","display":"Telemetry Strip","type":"jargon"},{"key":"aggressive_visitor","display":"Aggressive Visitor","type":"situation"},{"key":"bedside_monitor_alarms","display":"Bedside Monitor Alarms","type":"environment"},{"key":"unclear_medication_order","display":"Unclear Medication Order","type":"situation"},{"key":"titrated_drip","display":"Titrated Drip","type":"jargon"},{"key":"confused_patient_wanders","display":"Confused Patient Wanders","type":"situation"},{"key":"prepare_for_procedures","display":"Prepare for Procedures","type":"role_task"},{"key":"verify_blood_products","display":"Verify Blood Products","type":"role_task"}]','[{"key":"verify_blood_products","display":"Verify Blood Products","type":"role_task"},{"key":"prepare_for_procedures","display":"Prepare for Procedures","type":"role_task"},{"key":"aggressive_visitor","display":"Aggressive Visitor","type":"situation"},{"key":"intake_and_output","display":"Intake and Output","type":"jargon"},{"key":"confused_patient_wanders","display":"Confused Patient Wanders","type":"situation"}]','[{"key":"review_capital_requests","display":"Review Capital Requests","type":"role_task"},{"key":"build_a_financial_model","display":"Build a Financial Model","type":"role_task"},{"key":"close_the_month","display":"Close the Month","type":"role_task"},{"key":"listed_manufacturer","display":"Listed Manufacturer","type":"environment"},{"key":"intercompany_balance_mismatch","display":"Intercompany Balance Mismatch","type":"situation"},{"key":"group_consolidation","display":"Group Consolidation","type":"environment"},{"key":"matrix_reporting_lines","display":"Matrix Reporting Lines","type":"environment"},{"key":"allocate_overheads","display":"Allocate Overheads","type":"role_task"},{"key":"supplier_price_shock","display":"Supplier Price Shock","type":"situation"},{"key":"maintain_dashboards","display":"Maintain Dashboards","type":"role_task"},{"key":"reconcile_ledgers","display":"Reconcile Ledgers","type":"role_task"},{"key":"spreadsheet_error_found","display":"Spreadsheet Error Found","type":"situation"},{"key":"cost_centre","display":"Cost Centre","type":"jargon"},{"key":"run_rate","display":"Run Rate","type":"jargon"},{"key":"working_capital","display":"Working Capital","type":"jargon"}]',NULL,'[]');
CREATE TABLE ratings (
  id TEXT PRIMARY KEY,
  result_id TEXT NOT NULL REFERENCES results (id),
  user_id TEXT NOT NULL,
  rating INTEGER NOT NULL CHECK (rating BETWEEN 1 AND 5),
  created_at TEXT NOT NULL,
  blind INTEGER CHECK (blind IN (0, 1)),
  UNIQUE (result_id, user_id)
);
INSERT INTO ratings VALUES('b2a35aec-156a-5396-ab6e-0c7962c05187','03adfe5a-6b87-5a5a-9dd1-6233bea14f5d','ann',4,'2026-11-26T01:46:30.188Z',NULL);
INSERT INTO ratings VALUES('30e9fe66-397f-544a-be6a-6e950e410b27','935878ec-0e04-53b7-95e5-2d238e8c7deb','bob',2,'2026-11-26T01:46:33.545Z',NULL);
INSERT INTO ratings VALUES('88df20e5-62be-53a6-8e62-04381ba6bb2d','03adfe5a-6b87-5a5a-9dd1-6233bea14f5d','bob',5,'2026-11-26T01:46:35.983Z',NULL);
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
INSERT INTO notes VALUES('4602a0d5-d86a-5076-9cc8-cd2f3d24eec0','03adfe5a-6b87-5a5a-9dd1-6233bea14f5d','ann','good, clear',0,'2026-11-26T01:46:30.188Z');
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
INSERT INTO calls VALUES('68ce17c1-5656-4d31-bc79-4062c3d72d9c','20261126-014618-cche','03adfe5a-6b87-5a5a-9dd1-6233bea14f5d','step2','builtin/lexicon','0fff1d1af1a345053ca3e675817ddc72','answered',1,7,0,0,0.0,0.0,'stop',NULL,'[{"key":"plan_a_pricing_test","display":"Plan a Pricing Test","type":"role_task"},{"key":"regulated_customer_base","display":"Regulated Customer Base","type":"environment"},{"key":"beta_users_disagree","display":"Beta Users Disagree","type":"situation"},{"key":"size_an_opportunity","display":"Size an Opportunity","type":"role_task"},{"key":"run_a_discovery_interview","display":"Run a Discovery Interview","type":"role_task"},{"key":"feature_adoption_curve","display":"Feature Adoption Curve","type":"jargon"},{"key":"activation_rate","display":"Activation Rate","type":"jargon"},{"key":"usage_drops_after_release","display":"Usage Drops After Release","type":"situation"},{"key":"draft_the_release_notes","display":"Draft the Release Notes","type":"role_task"},{"key":"founder_led_company","display":"Founder Led Company","type":"environment"},{"key":"product_market_fit","display":"Product Market Fit","type":"jargon"},{"key":"product_led_growth","display":"Product Led Growth","type":"environment"},{"key":"now_next_later","display":"Now Next Later","type":"jargon"},{"key":"founder_changes_priority","display":"Founder Changes Priority","type":"situation"},{"key":"minimum_viable_product","display":"Minimum Viable Product","type":"jargon"}]','2026-11-26T01:46:19.736Z');
INSERT INTO calls VALUES('e33b1179-6033-4a81-b5f2-08fd367d1120','20261126-014618-cche','ca0d4a79-4934-56d2-bd46-2fec6144d086','step2','builtin/random','ddad31047c28882c8b8236ef6fecf125','answered',1,5,0,0,0.0,0.0,'stop',NULL,'[{"key":"interface_microcopy","display":"Interface Microcopy","type":"jargon"},{"key":"research_repository","display":"Research Repository","type":"environment"},{"key":"focus_order","display":"Focus Order","type":"jargon"},{"key":"tree_test","display":"Tree Test","type":"jargon"},{"key":"define_interaction_states","display":"Define Interaction States","type":"role_task"},{"key":"two_personas_clash","display":"Two Personas Clash","type":"situation"},{"key":"sprint_review_wall","display":"Sprint Review Wall","type":"environment"},{"key":"maintain_the_component_library","display":"Maintain the Component Library","type":"role_task"},{"key":"design_system_guild","display":"Design System Guild","type":"environment"},{"key":"developer_says_impossible","display":"Developer Says Impossible","type":"situation"},{"key":"map_the_customer_journey","display":"Map the Customer Journey","type":"role_task"},{"key":"studio_with_open_desks","display":"Studio With Open Desks","type":"environment"},{"key":"synthesise_research","display":"Synthesise Research","type":"role_task"},{"key":"screen_reader_skips_checkout","display":"Screen Reader Skips Checkout","type":"situation"},{"key":"moderate_a_usability_test","display":"Moderate a Usability Test","type":"role_task"}]','2026-11-26T01:46:19.737Z');
INSERT INTO calls VALUES('91f443ee-0b81-4170-92f0-2dfd7bc8767a','20261126-014618-cche','a1dacd11-928d-5398-8115-032f08008075','step1','builtin/lexicon','dd82d3e0fe820421efc066660d257039','answered',1,5,0,0,0.0,0.0,'stop',NULL,'[{"key":"minimum_viable_product","display":"Minimum Viable Product","type":"jargon"},{"key":"opportunity_tree","display":"Opportunity Tree","type":"jargon"},{"key":"kano_model","display":"Kano Model","type":"jargon"},{"key":"founder_changes_priority","display":"Founder Changes Priority","type":"situation"},{"key":"run_a_discovery_interview","display":"Run a Discovery Interview","type":"role_task"},{"key":"pilot_customer_walks_away","display":"Pilot Customer Walks Away","type":"situation"},{"key":"founder_led_company","display":"Founder Led Company","type":"environment"},{"key":"align_sales_and_support","display":"Align Sales and Support","type":"role_task"},{"key":"dual_track_agile","display":"Dual Track Agile","type":"environment"},{"key":"shared_design_team","display":"Shared Design Team","type":"environment"}]','2026-11-26T01:46:19.737Z');
INSERT INTO calls VALUES('860239c2-1c60-41e3-a932-64adecad0496','20261126-014618-cche','935878ec-0e04-53b7-95e5-2d238e8c7deb','step1','builtin/random','dbaec79c1005621d3eddcdea58c64e23','answered',1,5,0,0,0.0,0.0,'stop',NULL,'[{"key":"twelve_hour_shifts","display":"Twelve Hour Shifts","type":"environment"},{"key":"intake_and_output","display":"Intake and Output","type":"jargon"},{"key":"telemetry_strip","display":"Telemetry Strip","type":"jargon"},{"key":"aggressive_visitor","display":"Aggressive Visitor","type":"situation"},{"key":"bedside_monitor_alarms","display":"Bedside Monitor Alarms","type":"environment"},{"key":"unclear_medication_order","display":"Unclear Medication Order","type":"situation"},{"key":"titrated_drip","display":"Titrated Drip","type":"jargon"},{"key":"confused_patient_wanders","display":"Confused Patient Wanders","type":"situation"},{"key":"prepare_for_procedures","display":"Prepare for Procedures","type":"role_task"},{"key":"verify_blood_products","display":"Verify Blood Products","type":"role_task"}]','2026-11-26T01:46:19.737Z');
INSERT INTO calls VALUES('9340b57f-1eba-490e-9965-43e4378fc750','20261126-014618-cche','a1dacd11-928d-5398-8115-032f08008075','selection','builtin/lexicon','5769687f9ce5253ba1888061db1d6d26','answered',1,0,0,0,0.0,0.0,'stop',NULL,'["kano_model","run_a_discovery_interview","minimum_viable_product","founder_led_company","founder_changes_priority"]','2026-11-26T01:46:19.773Z');
INSERT INTO calls VALUES('175231e4-b661-4998-9e10-58efbf146353','20261126-014618-cche','935878ec-0e04-53b7-95e5-2d238e8c7deb','selection','builtin/random','8543fa4ebc3260e3d681347d3f127470','answered',1,0,0,0,0.0,0.0,'stop',NULL,'["verify_blood_products","prepare_for_procedures","aggressive_visitor","intake_and_output","confused_patient_wanders"]','2026-11-26T01:46:19.773Z');
INSERT INTO calls VALUES('f62c3057-51a5-4720-a99f-4e82af4d5eb6','20261126-014618-cche','a1dacd11-928d-5398-8115-032f08008075','step2','builtin/lexicon','c4e16b1933e97a54eca64613a159465e','answered',1,1,0,0,0.0,0.0,'stop',NULL,'[{"key":"metric_improves_revenue_falls","display":"Metric Improves Revenue Falls","type":"situation"},{"key":"north_star_metric","display":"North Star Metric","type":"jargon"},{"key":"churn_interview_surprise","display":"Churn Interview Surprise","type":"situation"},{"key":"competitor_ships_first","display":"Competitor Ships First","type":"situation"},{"key":"triage_feature_requests","display":"Triage Feature Requests","type":"role_task"},{"key":"usage_drops_after_release","display":"Usage Drops After Release","type":"situation"},{"key":"define_success_metrics","display":"Define Success Metrics","type":"role_task"},{"key":"jobs_to_be_done","display":"Jobs to Be Done","type":"jargon"},{"key":"prioritise_the_backlog","display":"Prioritise the Backlog","type":"role_task"},{"key":"outcome_over_output","display":"Outcome Over Output","type":"jargon"},{"key":"product_market_fit","display":"Product Market Fit","type":"jargon"},{"key":"activation_rate","display":"Activation Rate","type":"jargon"},{"key":"quarterly_planning_cycle","display":"Quarterly Planning Cycle","type":"environment"},{"key":"own_the_launch_checklist","display":"Own the Launch Checklist","type":"role_task"},{"key":"distributed_product_team","display":"Distributed Product Team","type":"environment"}]','2026-11-26T01:46:19.788Z');
INSERT INTO calls VALUES('4505a9e4-acbd-49cc-a2bf-adf67174cb91','20261126-014618-cche','935878ec-0e04-53b7-95e5-2d238e8c7deb','step2','builtin/random','2711896f0438672a5c0324928d00714e','answered',1,1,0,0,0.0,0.0,'stop',NULL,'[{"key":"review_capital_requests","display":"Review Capital Requests","type":"role_task"},{"key":"build_a_financial_model","display":"Build a Financial Model","type":"role_task"},{"key":"close_the_month","display":"Close the Month","type":"role_task"},{"key":"listed_manufacturer","display":"Listed Manufacturer","type":"environment"},{"key":"intercompany_balance_mismatch","display":"Intercompany Balance Mismatch","type":"situation"},{"key":"group_consolidation","display":"Group Consolidation","type":"environment"},{"key":"matrix_reporting_lines","display":"Matrix Reporting Lines","type":"environment"},{"key":"allocate_overheads","display":"Allocate Overheads","type":"role_task"},{"key":"supplier_price_shock","display":"Supplier Price Shock","type":"situation"},{"key":"maintain_dashboards","display":"Maintain Dashboards","type":"role_task"},{"key":"reconcile_ledgers","display":"Reconcile Ledgers","type":"role_task"},{"key":"spreadsheet_error_found","display":"Spreadsheet Error Found","type":"situation"},{"key":"cost_centre","display":"Cost Centre","type":"jargon"},{"key":"run_rate","display":"Run Rate","type":"jargon"},{"key":"working_capital","display":"Working Capital","type":"jargon"}]','2026-11-26T01:46:19.788Z');
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
INSERT INTO changes VALUES('call','175231e4-b661-4998-9e10-58efbf146353',10,1795657579781,NULL,NULL,0);
INSERT INTO changes VALUES('call','4505a9e4-acbd-49cc-a2bf-adf67174cb91',12,1795657579797,NULL,NULL,0);
INSERT INTO changes VALUES('call','68ce17c1-5656-4d31-bc79-4062c3d72d9c',3,1795657579752,NULL,NULL,0);
INSERT INTO changes VALUES('call','860239c2-1c60-41e3-a932-64adecad0496',6,1795657579754,NULL,NULL,0);
INSERT INTO changes VALUES('call','91f443ee-0b81-4170-92f0-2dfd7bc8767a',5,1795657579753,NULL,NULL,0);
INSERT INTO changes VALUES('call','9340b57f-1eba-490e-9965-43e4378fc750',9,1795657579780,NULL,NULL,0);
INSERT INTO changes VALUES('call','e33b1179-6033-4a81-b5f2-08fd367d1120',4,1795657579752,NULL,NULL,0);
INSERT INTO changes VALUES('call','f62c3057-51a5-4720-a99f-4e82af4d5eb6',11,1795657579796,NULL,NULL,0);
INSERT INTO changes VALUES('note','4602a0d5-d86a-5076-9cc8-cd2f3d24eec0',17,1795657590244,NULL,NULL,0);
INSERT INTO changes VALUES('rating','30e9fe66-397f-544a-be6a-6e950e410b27',18,1795657593574,NULL,NULL,0);
INSERT INTO changes VALUES('rating','88df20e5-62be-53a6-8e62-04381ba6bb2d',19,1795657595989,NULL,NULL,0);
INSERT INTO changes VALUES('rating','b2a35aec-156a-5396-ab6e-0c7962c05187',16,1795657590219,NULL,NULL,0);
INSERT INTO changes VALUES('result','03adfe5a-6b87-5a5a-9dd1-6233bea14f5d',7,1795657579759,NULL,NULL,0);
INSERT INTO changes VALUES('result','935878ec-0e04-53b7-95e5-2d238e8c7deb',14,1795657579800,NULL,NULL,0);
INSERT INTO changes VALUES('result','a1dacd11-928d-5398-8115-032f08008075',13,1795657579797,NULL,NULL,0);
INSERT INTO changes VALUES('result','ca0d4a79-4934-56d2-bd46-2fec6144d086',8,1795657579760,NULL,NULL,0);
INSERT INTO changes VALUES('run','20261126-014618-cche',15,1795657579807,NULL,NULL,0);
CREATE TABLE meta (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  db_id TEXT NOT NULL
);
INSERT INTO meta VALUES(1,'a6b3bbd6585458787fa2ca8c20557450');
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
PRAGMA user_version = 3;
