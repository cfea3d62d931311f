/* What a rule is, and what a rule's check may use. Included by analyzer/rules.c and analyzer/rules/<family>.c.
 *
 *     static void check_thing(struct rule_ctx *cx)
 *     {
 *             struct finding *f = rule_finding(cx, location, "thing of '%s' is wrong", name);
 *             f->job = job;
 *     }
 *     static const struct rule rules[] = {{.id = "thing", .level = LEVEL_ERROR, ..., .check = check_thing}};
 *     const struct rule_family rule_family_things = {rules, RULE_COUNT(rules)};
 *
 * A check reads the graph and the project, keeps no state and returns nothing: what it has to say are findings. */
#ifndef STOPGRAPH_RULE_H
#define STOPGRAPH_RULE_H

#include "analyzer/rule_index.h"
#include "analyzer/rules.h"
#include "graph/guards.h"

/* What must be known for a rule to say anything. Without it the rule is silent. */
enum rule_requirement {
	RULE_NEEDS_STOPS = 1u << 0,     /* a declaration of stops */
	RULE_NEEDS_RELEASE = 1u << 1,   /* the release of the tree */
	RULE_NEEDS_DATABASES = 1u << 2, /* which schema lies in which database */
	RULE_NEEDS_SCHEDULE = 1u << 3,  /* a schedule of stops */
	RULE_RUNS_LAST = 1u << 4        /* all findings of the others, after suppressions were applied */
};

struct rule_explanation {
	const char *what; /* when it fires */
	const char *why;  /* what happens to users otherwise */
	const char *bad;  /* an example that fires, a few lines of code */
	const char *good; /* its neighbour that does not */
};

struct rule_ctx;

struct rule {
	const char *id;      /* kebab-case, for ever */
	enum level level;    /* the highest it gives */
	const char *summary; /* one line, lower case, no full stop */
	struct rule_explanation explain;
	unsigned requires; /* enum rule_requirement */
	const char *after; /* id of a rule that runs before and may make this one superfluous (rule_fired()); NULL */
	void (*check)(struct rule_ctx *cx);
};

struct rule_family {
	const struct rule *rules;
	size_t count;
};

#define RULE_COUNT(table) (sizeof(table) / sizeof((table)[0]))

struct rule_findings;

struct rule_ctx {
	struct arena *arena; /* findings and their texts */
	const struct project *project;
	const struct graph *graph;
	const struct rule_options *options;
	const struct rule_index *index;
	struct stop_calendar calendar;
	const struct rule *rule; /* the one that runs */
	struct rule_findings *findings;
};

/* A new finding of the running rule with its level, certainty proven and an empty subject; the caller fills in the
 * rest. The pointer is good until the next call. */
struct finding *rule_finding(struct rule_ctx *cx, struct location location, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Adds a link to the evidence of a finding, a fix to its fixes. Texts are borrowed. */
void finding_link(struct rule_ctx *cx, struct finding *finding, enum link_role role, struct location location,
		  const char *text);
void finding_fix(struct rule_ctx *cx, struct finding *finding, enum fix_kind kind, const char *release,
		 const char *text);

/* A fix that puts `value` in the place of a scalar of a YAML file; nothing when the place has no bytes. */
void finding_edit(struct rule_ctx *cx, struct finding *finding, struct location place, const char *value,
		  const char *text);

/* Did `rule` already say something about `job`? Only for rules named in `after`. */
bool rule_fired(const struct rule_ctx *cx, const char *rule, const struct job *job);

/* The last queue of a job that took effect and was not cancelled; NULL when the job is not live. */
const struct job_run *job_live_run(const struct job *job);
/* Is there a gate that counts (unguarded, matching) after `run`, or a migration named by the dictionary as
 * finalizing? */
bool job_is_finalized(const struct rule_ctx *cx, const struct job *job, const struct job_run *run);
/* The queue of a job that is live, not finalized, and concerns self-managed instances; NULL otherwise. */
const struct job_run *job_open_run(const struct rule_ctx *cx, const struct job *job);
/* A finding at a job's queue, as certain as the queue. */
struct finding *job_finding(struct rule_ctx *cx, const struct job *job, const struct job_run *run, const char *message);
/* Does a statement of the job do it itself? What a trigger does follows the change that fires it in the same statement,
 * and happens only while the trigger is there. Of a statement with several changes the first counts. */
bool job_effect_is_own(const struct effects *effects, const struct effect *effect);
/* Does an event (gate, cancellation) run after a queue, or before? Same migration: by statement. */
bool event_is_after(const struct job_event *event, const struct job_run *run);

/* "18.5", or "an unknown release". */
const char *release_words(struct arena *arena, struct release release);
/* "notes", "notes.id", "notes (a, b)". */
const char *table_columns_words(struct arena *arena, const char *table, const struct names *columns);
/* "notes.a,b": the subject of a fingerprint. */
const char *table_columns_subject(struct arena *arena, const char *table, const struct names *columns);
/* A place without bytes: the path alone. */
struct location path_location(struct arena *arena, const char *path);

#endif
