// Written by `npm run docs:api` from docs/reference/openapi.json.

export interface paths {
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the server and its database answer
         * @description Needs no token. The database is asked, and has three seconds to answer.
         */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Runs, newest first
         * @description Each with how many of its cases were completed and how many failed.
         */
        get: operations["listRuns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/runs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One run with its configuration
         * @description The configuration holds what was asked, with a snapshot of prices, suite and tool version.
         */
        get: operations["getRun"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/results": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Results, newest first
         * @description Filters narrow each other down. With X-User-Id each result tells what that user gave it.
         */
        get: operations["listResults"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/results/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One result with its chips
         * @description The chips of every step, errors (null when there are none), latency, tokens and cost.
         */
        get: operations["getResult"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/results/{id}/ratings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rate a result
         * @description A new rating by the same user replaces the old one and keeps its id. Note, flag, tags and bad chips that are left out stay as they were. With a tag that the suite does not have, or a chip that is not in the answer, nothing is stored.
         */
        post: operations["rateResult"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ratings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ratings, newest first
         * @description Filters narrow each other down.
         */
        get: operations["listRatings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/judgements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Scores of judges, newest first
         * @description What language models say of results (bench judge). They are in no mean of people. Filters narrow each other down.
         */
        get: operations["listJudgements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Leaderboard
         * @description Best first by avg_rating, unrated groups last. The figures of `bench stats`, whose order is `rank`, by adjusted_rating.
         */
        get: operations["getStats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/compare": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Pairs of levels
         * @description Every pair of levels of a factor, as `bench compare --all --json`.
         */
        get: operations["getComparison"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/effects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What each factor does
         * @description The effects of every factor on rating, cost_usd, latency_ms, output_tokens, as `bench effects --json`.
         */
        get: operations["getEffects"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/prompts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Versions of prompts, personas, systems and rubrics
         * @description By kind and name, the newest first, as `bench prompts` lists them.
         */
        get: operations["listPrompts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/prompts/{hash}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One version with its definition
         * @description The texts of a style, the paragraph of a persona, or the parameters of a system.
         */
        get: operations["getPrompt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/decide": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Which system and prompt to ship
         * @description The answer of `bench decide`: decided when nothing else is better by more than the margin for these raters.
         */
        get: operations["getDecision"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Levels of all factors of the suite
         * @description Models with their prices, personas, and the levels of the other factors.
         */
        get: operations["getOptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/generate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * One case on demand
         * @description Made once, then kept: the same factors give the same result. Off unless the server was started with --enable-generate.
         */
        post: operations["generate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Error: {
            detail: string;
        };
        RunListItem: {
            id: string;
            /** @description ISO 8601, UTC */
            started_at: string;
            /** @description ISO 8601, UTC */
            completed_at: string | null;
            /** @enum {string} */
            status: "running" | "completed" | "failed" | "interrupted" | "dry_run";
            /** @description completed results, each once */
            result_count: number;
            failed_count: number;
        };
        ValidationError: {
            detail: components["schemas"]["Problem"][];
        };
        Problem: {
            /** @description stable name, such as missing, int_parsing, greater_than_equal, enum */
            type: string;
            /** @description part of the request, then the way to the value: ["query", "limit"] */
            loc: (string | number)[];
            msg: string;
        };
        Run: {
            id: string;
            /** @description ISO 8601, UTC */
            started_at: string;
            /** @description ISO 8601, UTC */
            completed_at: string | null;
            /** @enum {string} */
            status: "running" | "completed" | "failed" | "interrupted" | "dry_run";
            /** @description what was asked of the run, with a snapshot of prices, suite and tool version */
            config?: unknown;
        };
        ResultListItem: {
            model: string;
            persona_id: string;
            style: string;
            /** @enum {string} */
            input_type: "basic" | "enriched";
            /** @enum {string} */
            constraint_type: "with_constraint" | "no_constraint";
            /** @description chips asked for */
            chip_count: number;
            /** @description 1 for the first time a case is run, 2 for the second … */
            trial: number;
            id: string;
            run_id: string;
            sector: string;
            desired_role: string;
            /** @enum {string} */
            status: "completed" | "failed";
            /** @description milliseconds of the tested model's own calls, waits left out; null: unknown */
            latency_ms: number | null;
            /** @description null: nobody reported it */
            input_tokens: number | null;
            /** @description null: nobody reported it */
            output_tokens: number | null;
            /** @description US dollars of the tested model's own calls; null: unknown */
            cost_usd: number | null;
            /** @description ISO 8601, UTC */
            created_at: string;
            /** @description mean of the ratings; null: nobody rated it */
            avg_rating: number | null;
            rating_count: number;
            /** @description what the user of X-User-Id gave it; only with that header */
            my_rating?: number | null;
        };
        Result: {
            model: string;
            persona_id: string;
            style: string;
            /** @enum {string} */
            input_type: "basic" | "enriched";
            /** @enum {string} */
            constraint_type: "with_constraint" | "no_constraint";
            /** @description chips asked for */
            chip_count: number;
            /** @description 1 for the first time a case is run, 2 for the second … */
            trial: number;
            id: string;
            run_id: string;
            sector: string;
            desired_role: string;
            /** @enum {string} */
            status: "completed" | "failed";
            /** @description milliseconds of the tested model's own calls, waits left out; null: unknown */
            latency_ms: number | null;
            /** @description null: nobody reported it */
            input_tokens: number | null;
            /** @description null: nobody reported it */
            output_tokens: number | null;
            /** @description US dollars of the tested model's own calls; null: unknown */
            cost_usd: number | null;
            /** @description ISO 8601, UTC */
            created_at: string;
            final_chips: components["schemas"]["Chip"][];
            /** @description null: the step was not taken */
            step1_chips: components["schemas"]["Chip"][] | null;
            /** @description null: the step was not taken */
            selected_chips: components["schemas"]["Chip"][] | null;
            /** @description null: the step was not taken */
            step2_chips: components["schemas"]["Chip"][] | null;
            /** @description null: the step was not taken */
            fill_chips: components["schemas"]["Chip"][] | null;
            /** @description what was wrong with the answers, or why none came */
            errors: string[] | null;
            style_version: string | null;
            persona_version: string | null;
            system_version: string | null;
            /** @description null: nobody reported it */
            reasoning_tokens: number | null;
            /** @description null: nobody reported it */
            cached_tokens: number | null;
            /** @description mean of the ratings; null: nobody rated it */
            avg_rating: number | null;
            rating_count: number;
            /** @description what the user of X-User-Id gave it; only with that header */
            my_rating?: number | null;
            /** @description what all raters said besides scores; with X-User-Id or a token of a user, as `my_rating` */
            notes?: components["schemas"]["Note"][];
        };
        /** @description A structured tag that personalises a training. */
        Chip: {
            /** @description identifier, in snake_case when the model does as it is told */
            key: string;
            /** @description what a person reads */
            display: string;
            /** @enum {string} */
            type: "situation" | "jargon" | "role_task" | "environment";
        };
        Note: {
            user_id: string;
            note: string;
            flagged: boolean;
            created_at: string;
            tags: string[];
            bad_chips: string[];
        };
        Rating: {
            /** @description follows from result and user: a new rating keeps it */
            id: string;
            result_id: string;
            user_id: string;
            /** @description 1 unusable, 2 poor, 3 fair, 4 good, 5 excellent */
            rating: number;
            /** @description ISO 8601, UTC */
            created_at: string;
            /** @description whether the rater could not see whose the result is; null: nobody knows */
            blind: boolean | null;
        };
        NewRating: {
            rating: number;
            /** @description a remark on the result */
            note?: string;
            /** @description another person should look at the result */
            flagged?: boolean;
            /** @description why, in tags of the suite; these replace those before */
            tags?: string[];
            /** @description keys of the chips that are bad; these replace those before */
            bad_chips?: string[];
        };
        Judgement: {
            id: string;
            run_id: string;
            result_id: string;
            judge_version: string;
            rubric_version: string;
            repeat: number;
            /** @enum {string} */
            status: "sent" | "answered" | "failed";
            score: number | null;
            reasons: string | null;
            bad_chips: string[];
            request_hash: string;
            attempts: number;
            latency_ms: number | null;
            input_tokens: number | null;
            output_tokens: number | null;
            cost_usd: number | null;
            charged_usd: number | null;
            finish_reason: string | null;
            error: string | null;
            answer: string | null;
            created_at: string;
        };
        /** @description One group, under the name of the factor that makes the groups, with its figures. */
        StatsRow: {
            model?: string;
            persona_id?: string;
            style?: string;
            input_type?: string;
            constraint_type?: string;
            chip_count?: number;
            run_id?: string;
            /** @description the day the results were made, in UTC */
            day?: string;
            /** @description the level without its version */
            style_name?: string;
            /** @description id of the definition; null: several, or not known */
            style_version?: string | null;
            /** @description the level without its version */
            persona_name?: string;
            /** @description id of the definition; null: several, or not known */
            persona_version?: string | null;
            /** @description the level without its version */
            system_name?: string;
            /** @description id of the definition; null: several, or not known */
            system_version?: string | null;
            /** @description completed results; ratings never multiply it */
            result_count: number;
            /** @description completed results with at least one chip */
            usable_count: number;
            /** @description cases that got no answer; in no mean */
            failed_count: number;
            /** @description results with at least one rating */
            rated_results: number;
            /** @description ratings */
            rated_count: number;
            /** @description mean over all ratings, to 2 digits; the order of the list */
            avg_rating: number | null;
            /** @description known costs; each result once, failed cases included */
            total_cost_usd: number | null;
            /** @description completed results whose cost is known */
            known_cost_count: number;
            /** @description mean known cost of a completed result, with its part of what failed cases cost */
            cost_per_result_usd: number | null;
            /** @description all that was paid, for each usable answer */
            cost_per_usable_usd: number | null;
            /** @description whole milliseconds */
            avg_latency_ms: number | null;
            /** @description to 2 digits */
            avg_tokens: {
                input: number | null;
                output: number | null;
            };
            /** @description least-squares mean over equal configurations and raters; `rank` goes by it */
            adjusted_rating: number | null;
            /** @description false: nothing links the group to the others, so it is a plain mean */
            is_adjusted: boolean;
            /** @description 95 % interval of adjusted_rating; null below 5 configurations */
            interval: {
                low: number;
                high: number;
            } | null;
            rated_configurations: number;
            /** @description how often 1, 2, 3, 4, 5 was given */
            histogram: number[];
            raters: number;
            rank: number | null;
            /** @description ranks that the data leave open, by all pairs at once (Holm) */
            rank_set: {
                low: number;
                high: number;
            } | null;
            p50_latency_ms: number | null;
            p95_latency_ms: number | null;
            /** @description a group that is surely rated higher, no dearer and no slower on equal configurations */
            dominated_by: {
                [key: string]: string | number;
            } | null;
            /** @description the rounded figures as they were computed */
            exact: {
                avg_rating: number | null;
                avg_latency_ms: number | null;
                avg_tokens: {
                    input: number | null;
                    output: number | null;
                };
            };
        };
        /** @description An older version that figures leave out. */
        LeftOutVersion: {
            /** @enum {string} */
            kind: "style" | "persona_id" | "model";
            name: string;
            version: string;
            label: string;
            first_used: string;
            last_used: string;
            runs: number;
            results: number;
            ratings: number;
        };
        /** @description A system that nobody can ask any more: out of all figures. */
        RetiredSystem: {
            model: string;
            /** @enum {string} */
            reason: "not found" | "not in the suite";
            since: string | null;
        };
        /** @description A system that answers the same questions differently under one name. */
        Drift: {
            model: string;
            /** @description the first day of the new answers, in UTC */
            since: string;
            answered_by: {
                before: string;
                after: string;
            } | null;
            ratings: {
                before: number;
                after: number;
                configurations: number;
            } | null;
        };
        Pair: {
            a: string;
            b: string;
            rating: components["schemas"]["RatingDifference"];
            measures: components["schemas"]["MeasureDifference"][];
            /** @description what is missing to tell the two apart */
            advice: {
                /** @enum {string} */
                kind: "link" | "rate" | "again" | "run" | "alike";
                configurations?: number;
                ratings?: number;
                have?: number;
            } | null;
        };
        RatingDifference: {
            /** @enum {string} */
            metric: "rating";
            /** @description a - b, in rating points */
            difference: number | null;
            mean_a: number | null;
            mean_b: number | null;
            standard_error: number | null;
            df: number | null;
            /** @description 95 % of this pair alone */
            interval: {
                low: number;
                high: number;
            } | null;
            /** @description of this pair alone */
            p: number | null;
            /** @description among all pairs */
            p_holm: number | null;
            /** @description 95 % for all pairs at once */
            simultaneous: {
                low: number;
                high: number;
            } | null;
            /** @description pairs that can be tested */
            family: number;
            /** @description that tell the two apart */
            configurations: number;
            /** @description why nothing is said */
            withheld: {
                /** @enum {string} */
                kind: "not_rated" | "nobody_rated_both" | "no_common_configuration" | "hangs" | "few_configurations" | "few_degrees";
                /** @description the one configuration that all of it hangs on */
                on?: string;
                configurations?: number;
                df?: number;
            } | null;
            /** @description for people at large; null in a list of pairs */
            at_large: {
                standard_error: number;
                df: number;
                p: number;
                interval: {
                    low: number;
                    high: number;
                };
            } | null;
        };
        MeasureDifference: {
            /** @enum {string} */
            metric: "cost_usd" | "latency_ms";
            difference: number | null;
            mean_a: number | null;
            mean_b: number | null;
            interval: {
                low: number;
                high: number;
            } | null;
            p: number | null;
            /** @description that both have */
            configurations: number;
        };
        Effect: {
            metric: string;
            /** @enum {string} */
            factor: "model" | "persona_id" | "style" | "input_type" | "constraint_type" | "chip_count";
            levels: {
                level: string;
                /** @description least-squares mean */
                mean: number;
                /** @description distance from the mean of all levels */
                effect: number | null;
                interval: {
                    low: number;
                    high: number;
                } | null;
                /** @description why nothing is said */
                withheld: {
                    /** @enum {string} */
                    kind: "not_rated" | "nobody_rated_both" | "no_common_configuration" | "hangs" | "few_configurations" | "few_degrees";
                    /** @description the one configuration that all of it hangs on */
                    on?: string;
                    configurations?: number;
                    df?: number;
                } | null;
            }[];
            /** @description share of the variance that the factor explains; descriptive */
            omega_squared: number | null;
            configurations: number;
        };
        /** @description One version of a style, persona, system or rubric. */
        Version: {
            /** @enum {string} */
            kind: "style" | "persona" | "system" | "rubric" | "judge";
            name: string;
            /** @description 16 hex digits; p- and digits where the text was not kept; unknown where a run says nothing */
            version: string;
            /** @description guided@3f2a: unambiguous in this database */
            label: string;
            /** @description null: kept, but no result has it */
            first_used: string | null;
            last_used: string | null;
            runs: number;
            results: number;
            ratings: number;
            /** @description the suite of this server has it as it stands */
            now: boolean;
            /** @description whether the text is here */
            has_text: boolean;
        };
        /** @description One version of a style, persona, system or rubric. */
        DefinedVersion: components["schemas"]["Version"] & {
            /** @description what was asked */
            definition: {
                [key: string]: unknown;
            };
        };
        Decision: {
            /** @description what to do, in words */
            sentence: string;
            /** @enum {string} */
            state: "decided" | "open" | "everything_rated" | "nothing_rated" | "one_candidate" | "limits_not_kept" | "cost_unknown" | "latency_unknown" | "not_linked" | "no_candidates";
            decision: components["schemas"]["DecidedCandidate"];
            leader: components["schemas"]["DecidedCandidate"] & unknown;
            candidates: (components["schemas"]["DecisionCandidate"] & unknown)[];
            missing: {
                /** @description about so many; null: more than anybody makes */
                ratings: number | null;
                /** @description at the raters' own pace; null: not measured */
                minutes: number | null;
                /** @description to run besides */
                configurations: number;
                cost_usd: number | null;
                /** @description the command that runs them */
                run: string | null;
            } | null;
            by: ("model" | "persona_id" | "style" | "input_type" | "constraint_type" | "chip_count")[];
            margin: number;
            /** @enum {string} */
            prefer: "rating" | "cost" | "latency";
            limits: {
                max_cost_usd: number | null;
                max_p95_s: number | null;
                min_rating: number | null;
            };
            /** @description candidates that keep the limits on cost and latency */
            in_question: number;
            raters: number;
            ratings: number;
            configurations: {
                complete: number;
                all: number;
            };
            /** @description what these configurations can decide among candidates that are alike */
            decidable_margin: number | null;
            cheaper: {
                ratings: number | null;
                configurations: number;
            } | null;
            judge: components["schemas"]["DecisionJudge"];
            styles: string[];
            /** @description baselines, which are no candidates */
            not_asked: string[];
            /** @description levels that `leave_out` names and results have */
            excluded: string[];
            /** @description SHA-256 of question, costs, latencies and ratings */
            digest: string;
            left_out: components["schemas"]["LeftOutVersion"][];
            retired: components["schemas"]["RetiredSystem"][];
            drift: components["schemas"]["Drift"][];
            /** @description ratings behind the figures: those whose rater knew the system, and those of which nobody knows */
            blindness: {
                ratings: number;
                not_blind: number;
                unknown: number;
            };
        };
        /** @description what to ship; null: open */
        DecidedCandidate: {
            /** @description level of each compared factor */
            candidate: {
                [key: string]: string | number;
            };
            name: string;
            style_version: string | null;
            cost_usd: number | null;
            p95_ms: number | null;
            nearest: components["schemas"]["DecisionCandidate"];
        } | null;
        /** @description the settled candidate that may be better by most */
        DecisionCandidate: {
            /** @description level of each compared factor */
            candidate: {
                [key: string]: string | number;
            };
            /** @description as sentences call it: openai/gpt-5-mini with guided@9c01 */
            name: string;
            /** @description id of the style's definition; null: several, or not known */
            style_version: string | null;
            /**
             * @description settled: not better than the leader by more than the margin; may be worse
             * @enum {string}
             */
            state: "leader" | "open" | "settled" | "out";
            /** @description why it is out */
            reasons: ("worse" | "rating" | "cost" | "p95" | "no usable answer")[];
            /** @description than the leader, in rating points; null: nothing can be said yet */
            better_by_at_most: number | null;
            /** @description mean difference to the leader on common configurations */
            difference: number | null;
            common_configurations: number;
            /** @description plain mean of its ratings by configuration */
            mean_rating: number | null;
            /** @description US dollars per usable answer, failed cases paid for; null: unknown */
            cost_usd: number | null;
            known_cost_count: number;
            result_count: number;
            /** @description milliseconds, over the configurations that all candidates answered */
            p95_ms: number | null;
        } | null;
        /** @description what sharpens people's ratings; null: nothing does */
        DecisionJudge: {
            judge: string;
            judge_version: string;
            /** @description the judge with its version, where its name has several */
            label: string;
            rubric: string;
            /** @description results of the candidates in question */
            judged: number;
            /** @description correlation of the paired differences of people and judge */
            r: number | null;
            /** @description ratings of people that it saves */
            worth_ratings: number | null;
            /** @description candidates whose difference to the leader it sharpens */
            sharpened: number;
            /** @description candidates that are compared with the leader */
            compared: number;
            /** @description why it does not sharpen the others */
            unsharpened: {
                /** @enum {string} */
                reason: "few_rated" | "few_judged" | "same_everywhere" | "one_configuration" | "no_interval";
                pairs: number;
            }[];
        } | null;
        Options: {
            suite: string;
            /** @description with US dollars per one million tokens; offline baselines last */
            models: {
                id: string;
                name: string;
                input_price: number | null;
                output_price: number | null;
                /** @description Of input tokens that the provider had cached. Without it, they cost as others. */
                cached_input_price?: number;
            }[];
            personas: {
                id: string;
                sector: string;
                desired_role: string;
                persona: string;
            }[];
            styles: string[];
            input_types: string[];
            constraint_types: string[];
            chip_counts: number[];
        };
        Generated: {
            model: string;
            persona_id: string;
            style: string;
            /** @enum {string} */
            input_type: "basic" | "enriched";
            /** @enum {string} */
            constraint_type: "with_constraint" | "no_constraint";
            /** @description chips asked for */
            chip_count: number;
            /** @description 1 for the first time a case is run, 2 for the second … */
            trial: number;
            run_id: string;
            sector: string;
            desired_role: string;
            /** @enum {string} */
            status: "completed" | "failed";
            /** @description milliseconds of the tested model's own calls, waits left out; null: unknown */
            latency_ms: number | null;
            /** @description null: nobody reported it */
            input_tokens: number | null;
            /** @description null: nobody reported it */
            output_tokens: number | null;
            /** @description US dollars of the tested model's own calls; null: unknown */
            cost_usd: number | null;
            /** @description ISO 8601, UTC */
            created_at: string;
            final_chips: components["schemas"]["Chip"][];
            /** @description null: the step was not taken */
            step1_chips: components["schemas"]["Chip"][] | null;
            /** @description null: the step was not taken */
            selected_chips: components["schemas"]["Chip"][] | null;
            /** @description null: the step was not taken */
            step2_chips: components["schemas"]["Chip"][] | null;
            /** @description null: the step was not taken */
            fill_chips: components["schemas"]["Chip"][] | null;
            /** @description what was wrong with the answers, or why none came */
            errors: string[] | null;
            style_version: string | null;
            persona_version: string | null;
            system_version: string | null;
            /** @description null: nobody reported it */
            reasoning_tokens: number | null;
            /** @description null: nobody reported it */
            cached_tokens: number | null;
            /** @description whether it was there already */
            cached: boolean;
            result_id: string;
        };
        GenerateRequest: {
            /** @enum {string} */
            model: "anthropic/claude-haiku-4.5" | "openai/gpt-5-mini" | "meta-llama/llama-scout-4-12b" | "google/gemini-3-flash-preview" | "google/gemini-2.5-flash-lite" | "qwen/qwen3-next-80b-a3b-instruct" | "minimax/minimax-m2.1" | "deepseek/deepseek-v3.2" | "x-ai/grok-4.1-fast" | "mistralai/mistral-nemo";
            /** @enum {string} */
            persona_id: "tech_pm" | "tech_swe" | "healthcare_nurse" | "finance_analyst" | "retail_manager" | "creative_ux";
            /** @enum {string} */
            style: "terse" | "guided";
            /** @enum {string} */
            input_type: "basic" | "enriched";
            /** @enum {string} */
            constraint_type: "with_constraint" | "no_constraint";
            /** @enum {number} */
            chip_count: 15;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Both answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ok";
                        version: string;
                        /** @enum {string} */
                        database: "connected";
                    };
                };
            };
            /** @description The host or the origin does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The database does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        /** @enum {string} */
                        database: "unreachable";
                    };
                };
            };
        };
    };
    listRuns: {
        parameters: {
            query?: {
                /** @description at most so many */
                limit?: number;
                /** @description leave out so many */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of runs */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        runs: components["schemas"]["RunListItem"][];
                        /** @description all runs */
                        total: number;
                    };
                };
            };
            /** @description The answer whose ETag stands in If-None-Match still holds */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server wants a token, and none or a wrong one came */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token, the host or the origin does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request is not as it should be */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ValidationError"];
                };
            };
            /** @description The database does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description id of the run */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The run */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            /** @description The answer whose ETag stands in If-None-Match still holds */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server wants a token, and none or a wrong one came */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token, the host or the origin does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Run not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request is not as it should be */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ValidationError"];
                };
            };
            /** @description The database does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listResults: {
        parameters: {
            query?: {
                run_id?: string;
                model?: string;
                persona_id?: string;
                style?: string;
                input_type?: string;
                constraint_type?: string;
                /** @description chips asked for */
                chip_count?: number;
                /** @description only those this user has rated */
                rated_by?: string;
                /** @description only those this user has not rated */
                unrated_by?: string;
                /** @description made at this moment or later */
                since?: string;
                /** @description made before this moment */
                until?: string;
                /** @description failed ones got no answer and cannot be rated, so they are listed only when asked for */
                status?: "completed" | "failed" | "any";
                /** @description at most so many */
                limit?: number;
                /** @description leave out so many */
                offset?: number;
            };
            header?: {
                /** @description who rates; may be left out where a token is bound to a user, and must agree with it otherwise */
                "x-user-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of results */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        results: components["schemas"]["ResultListItem"][];
                        /** @description results within the filters */
                        total: number;
                    };
                };
            };
            /** @description The answer whose ETag stands in If-None-Match still holds */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server wants a token, and none or a wrong one came */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token, the host or the origin does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request is not as it should be */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ValidationError"];
                };
            };
            /** @description The database does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getResult: {
        parameters: {
            query?: never;
            header?: {
                /** @description who rates; may be left out where a token is bound to a user, and must agree with it otherwise */
                "x-user-id"?: string;
            };
            path: {
                /** @description id of the result */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The result */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Result"];
                };
            };
            /** @description The answer whose ETag stands in If-None-Match still holds */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server wants a token, and none or a wrong one came */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token, the host or the origin does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Result not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request is not as it should be */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ValidationError"];
                };
            };
            /** @description The database does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    rateResult: {
        parameters: {
            query?: never;
            header: {
                /** @description who rates; may be left out where a token is bound to a user, and must agree with it otherwise */
                "x-user-id": string;
            };
            path: {
                /** @description id of the result */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRating"];
            };
        };
        responses: {
            /** @description The rating as it is stored */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rating"];
                };
            };
            /** @description The server wants a token, and none or a wrong one came */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token, the host or the origin does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Result not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The result failed: there is nothing to rate */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request is not as it should be */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ValidationError"];
                };
            };
            /** @description The database does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listRatings: {
        parameters: {
            query?: {
                result_id?: string;
                user_id?: string;
                /** @description at most so many */
                limit?: number;
                /** @description leave out so many */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of ratings */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ratings: components["schemas"]["Rating"][];
                    };
                };
            };
            /** @description The answer whose ETag stands in If-None-Match still holds */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server wants a token, and none or a wrong one came */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token, the host or the origin does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request is not as it should be */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ValidationError"];
                };
            };
            /** @description The database does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listJudgements: {
        parameters: {
            query?: {
                result_id?: string;
                judge_version?: string;
                /** @description at most so many */
                limit?: number;
                /** @description leave out so many */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of judgements */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        judgements: components["schemas"]["Judgement"][];
                        total: number;
                    };
                };
            };
            /** @description The answer whose ETag stands in If-None-Match still holds */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server wants a token, and none or a wrong one came */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token, the host or the origin does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request is not as it should be */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ValidationError"];
                };
            };
            /** @description The database does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getStats: {
        parameters: {
            query?: {
                /** @description factor, run or day that makes the groups */
                group_by?: "model" | "persona_id" | "style" | "input_type" | "constraint_type" | "chip_count" | "run_id" | "day";
                run_id?: string;
                /** @description made at this moment or later */
                since?: string;
                /** @description made before this moment */
                until?: string;
                /** @description systems or styles that are not to be there, with commas */
                leave_out?: string;
                /** @description older versions too, each a level of its own (guided@3f2a) */
                all_versions?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A row for each group */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        stats: components["schemas"]["StatsRow"][];
                        /** @description pairs of rated groups, and those that cannot be told for want of common ground */
                        pairs: {
                            all: number;
                            withheld: number;
                        };
                        raters: {
                            raters: number;
                            /** @description raters they are worth */
                            effective: number;
                        };
                        /** @description that all groups have, where some have others too; null: all have the same */
                        common_configurations: number | null;
                        left_out: components["schemas"]["LeftOutVersion"][];
                        retired: components["schemas"]["RetiredSystem"][];
                        drift: components["schemas"]["Drift"][];
                        /** @description ratings behind the figures: those whose rater knew the system, and those of which nobody knows */
                        blindness: {
                            ratings: number;
                            not_blind: number;
                            unknown: number;
                        };
                        seed: number;
                    };
                };
            };
            /** @description The answer whose ETag stands in If-None-Match still holds */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server wants a token, and none or a wrong one came */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token, the host or the origin does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request is not as it should be */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ValidationError"];
                };
            };
            /** @description The database does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getComparison: {
        parameters: {
            query?: {
                /** @description what is compared */
                by?: "model" | "persona_id" | "style" | "input_type" | "constraint_type" | "chip_count" | "run_id" | "day";
                run_id?: string;
                /** @description made at this moment or later */
                since?: string;
                /** @description made before this moment */
                until?: string;
                /** @description older versions too, each a level of its own (guided@3f2a) */
                all_versions?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All pairs */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        by: "model" | "persona_id" | "style" | "input_type" | "constraint_type" | "chip_count" | "run_id" | "day";
                        across: ("model" | "persona_id" | "style" | "input_type" | "constraint_type" | "chip_count")[];
                        raters: {
                            raters: number;
                            /** @description raters they are worth */
                            effective: number;
                        };
                        pairs: components["schemas"]["Pair"][];
                        left_out: components["schemas"]["LeftOutVersion"][];
                        retired: components["schemas"]["RetiredSystem"][];
                        drift: components["schemas"]["Drift"][];
                        /** @description ratings behind the figures: those whose rater knew the system, and those of which nobody knows */
                        blindness: {
                            ratings: number;
                            not_blind: number;
                            unknown: number;
                        };
                    };
                };
            };
            /** @description The answer whose ETag stands in If-None-Match still holds */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server wants a token, and none or a wrong one came */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token, the host or the origin does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request is not as it should be */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ValidationError"];
                };
            };
            /** @description The database does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getEffects: {
        parameters: {
            query?: {
                run_id?: string;
                /** @description made at this moment or later */
                since?: string;
                /** @description made before this moment */
                until?: string;
                /** @description older versions too, each a level of its own (guided@3f2a) */
                all_versions?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The strongest factor first within a metric */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        effects: components["schemas"]["Effect"][];
                        left_out: components["schemas"]["LeftOutVersion"][];
                        retired: components["schemas"]["RetiredSystem"][];
                        drift: components["schemas"]["Drift"][];
                        /** @description ratings behind the figures: those whose rater knew the system, and those of which nobody knows */
                        blindness: {
                            ratings: number;
                            not_blind: number;
                            unknown: number;
                        };
                    };
                };
            };
            /** @description The answer whose ETag stands in If-None-Match still holds */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server wants a token, and none or a wrong one came */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token, the host or the origin does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request is not as it should be */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ValidationError"];
                };
            };
            /** @description The database does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listPrompts: {
        parameters: {
            query?: {
                /** @description versions of this kind alone */
                kind?: "style" | "persona" | "system" | "rubric" | "judge";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All versions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        prompts: components["schemas"]["Version"][];
                    };
                };
            };
            /** @description The answer whose ETag stands in If-None-Match still holds */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server wants a token, and none or a wrong one came */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token, the host or the origin does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request is not as it should be */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ValidationError"];
                };
            };
            /** @description The database does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getPrompt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the version, or its first digits: at least 4, and unambiguous */
                hash: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The version */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DefinedVersion"];
                };
            };
            /** @description The answer whose ETag stands in If-None-Match still holds */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server wants a token, and none or a wrong one came */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token, the host or the origin does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Version not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request is not as it should be */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ValidationError"];
                };
            };
            /** @description The database does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getDecision: {
        parameters: {
            query?: {
                /** @description factors whose levels are compared, with commas: model, persona_id, style, input_type, constraint_type, chip_count. Without it model,style, or model where one style is in scope */
                by?: string;
                /** @description rating points that do not matter; 0.25 by default */
                margin?: number;
                /** @description US dollars per usable answer */
                max_cost?: number;
                /** @description seconds of a whole case */
                max_p95?: number;
                /** @description out is what is surely rated lower */
                min_rating?: number;
                /** @description what the choice goes by */
                prefer?: "rating" | "cost" | "latency";
                /** @description systems or styles that are no candidates, with commas */
                leave_out?: string;
                /** @description a judge that sharpens people's differences */
                judge?: string;
                run_id?: string;
                /** @description made at this moment or later */
                since?: string;
                /** @description made before this moment */
                until?: string;
                /** @description older versions too, each a level of its own (guided@3f2a) */
                all_versions?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is decided, or what is missing */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Decision"];
                };
            };
            /** @description The answer whose ETag stands in If-None-Match still holds */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server wants a token, and none or a wrong one came */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token, the host or the origin does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request is not as it should be */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ValidationError"];
                };
            };
            /** @description The database does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getOptions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What can be asked */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Options"];
                };
            };
            /** @description The server wants a token, and none or a wrong one came */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token, the host or the origin does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request is not as it should be */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ValidationError"];
                };
            };
            /** @description The database does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    generate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GenerateRequest"];
            };
        };
        responses: {
            /** @description The result */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Generated"];
                };
            };
            /** @description The suite has no such model or persona, or the model may not be asked */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The server wants a token, and none or a wrong one came */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The budget for generation is used up */
            402: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token, the host or the origin does not allow this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request is not as it should be */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ValidationError"];
                };
            };
            /** @description The model gave no answer; ask again to try again */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The database does not answer */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
}
