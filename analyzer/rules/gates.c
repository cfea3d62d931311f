/* Gates that do not do what they look like: a batched gate that equals no queue only logs a warning at run time, a
 * helper of the other era finds nothing to do.
 *
 * A gate without an equal queue is normal when its queue was squashed away, also when the same class was queued again
 * for another table since (generic copy jobs). So a mismatch is only claimed against a queue of the tree that runs
 * before the gate and has no equal gate of its own: then the two were meant for each other. Unknown parts are never
 * compared.
 *
 * The gates of the gem online_migrations raise when they find nothing, which fails the upgrade. A data migration is found
 * by class and arguments, a schema migration by a part of its name; the queue of the latter may be squashed away, too. */
#include "analyzer/phrases.h"
#include "analyzer/rule.h"

#include <string.h>

static bool call_is_before(const struct job_call *a, const struct job_call *b)
{
	if (a->migration != b->migration)
		return a->migration->order < b->migration->order;
	return a->position < b->position;
}

static const char *call_column(const struct job_call *call)
{
	return call->effect->columns.count ? call->effect->columns.items[0] : NULL;
}

static const char *call_arguments(const struct job_call *call)
{
	return call->effect->job ? call->effect->job->arguments : NULL;
}

static enum job_era call_era(const struct job_call *call)
{
	return call->effect->job ? call->effect->job->era : JOB_BATCHED;
}

/* Is everything that identifies a job known? */
static bool call_is_known(const struct job_call *call)
{
	return call_arguments(call) && (call_era(call) == JOB_ONLINE || (call->effect->table && call_column(call)));
}

static bool calls_match(const struct job_call *a, const struct job_call *b)
{
	if (call_era(a) == JOB_ONLINE)
		return call_era(b) == JOB_ONLINE && str_equal(call_arguments(a), call_arguments(b));
	return str_equal(a->effect->table, b->effect->table) && str_equal(call_column(a), call_column(b)) &&
	       str_equal(call_arguments(a), call_arguments(b));
}

static bool has_match(const struct job_calls *calls, const struct job_call *call)
{
	vec_each(const struct job_call, other, calls) {
		if (!call_is_known(other) || calls_match(other, call))
			return true;
	}
	return false;
}

/* Does a dictionary say that exactly this migration queued the class? Then the class is queued once only. */
static bool is_only_queue(const struct rule_ctx *cx, const struct job_call *queue)
{
	size_t count;
	const struct job *const *jobs = index_jobs(cx->index, queue->class_name, &count);
	for (size_t i = 0; i < count; i++) {
		if (jobs[i]->dictionary &&
		    str_equal(jobs[i]->dictionary->queued_version, queue->migration->migration->version))
			return true;
	}
	return false;
}

/* The first of the arguments, as JSON: for a class of online_migrations that is for any table, the table or its model. */
static size_t first_argument_length(const char *arguments)
{
	size_t depth = 0;
	bool in_text = false;

	for (size_t i = 0; arguments[i]; i++) {
		char c = arguments[i];
		if (in_text && c == '\\' && arguments[i + 1])
			i++;
		else if (c == '"')
			in_text = !in_text;
		else if (!in_text && (c == '[' || c == '{'))
			depth++;
		else if (!in_text && (c == ']' || c == '}'))
			depth--;
		else if (!in_text && c == ',' && depth == 1)
			return i;
		if (depth == 0)
			return i;
	}
	return 0;
}

/* Is a class queued with one list of arguments only, or did both name the same thing first? */
static bool online_meant_for(const struct rule_ctx *cx, const struct job_call *gate, const struct job_call *queue)
{
	struct job_calls queues = job_calls_of(&cx->index->queues, queue->class_name);
	size_t length = first_argument_length(call_arguments(queue));
	bool once = true;

	vec_each(const struct job_call, other, &queues)
		once = once && call_is_known(other) && calls_match(other, queue);
	return once || (length && length == first_argument_length(call_arguments(gate)) &&
			strncmp(call_arguments(gate), call_arguments(queue), length) == 0);
}

/* Were queue and gate meant for each other although a part differs? Another table is another job of a generic class,
 * unless the class is known to be queued once or takes no arguments. */
static bool meant_for(const struct rule_ctx *cx, const struct job_call *gate, const struct job_call *queue)
{
	if (call_era(gate) == JOB_ONLINE)
		return online_meant_for(cx, gate, queue);
	if (str_equal(gate->effect->table, queue->effect->table))
		return true;
	return str_equal(call_arguments(gate), call_arguments(queue)) &&
	       (is_only_queue(cx, queue) || str_equal(call_arguments(queue), "[]"));
}

/* The last queue before the gate that the gate was meant for; NULL when the gate is right or cannot be judged. */
static const struct job_call *mismatched_queue(const struct rule_ctx *cx, const struct job_call *gate)
{
	struct job_calls queues = job_calls_of(&cx->index->queues, gate->class_name);
	struct job_calls gates = job_calls_of(&cx->index->gates, gate->class_name);
	struct job_calls cancels = job_calls_of(&cx->index->cancels, gate->class_name);
	if (!call_is_known(gate) || has_match(&queues, gate))
		return NULL;
	const struct job_call *found = NULL;
	vec_each(const struct job_call, queue, &queues) {
		if (call_era(queue) == call_era(gate) && call_is_before(queue, gate) && call_is_known(queue) &&
		    !has_match(&gates, queue) && !has_match(&cancels, queue) && meant_for(cx, gate, queue))
			found = queue;
	}
	return found;
}

static const char *differences(struct rule_ctx *cx, const struct job_call *gate, const struct job_call *queue)
{
	struct strbuf text = strbuf_new(cx->arena);
	const char *const parts[][3] = {
		{"table", gate->effect->table, queue->effect->table},
		{"column", call_column(gate), call_column(queue)},
		{"arguments", call_arguments(gate), call_arguments(queue)},
	};
	const char *separator = "";
	for (size_t i = call_era(gate) == JOB_ONLINE ? 2 : 0; i < 3; i++) {
		if (str_equal(parts[i][1], parts[i][2]))
			continue;
		strbuf_printf(&text, "%s%s %s instead of %s", separator, parts[i][0], parts[i][1], parts[i][2]);
		separator = ", ";
	}
	return strbuf_finish(&text);
}

/* The job that a queue call became, for the finding. */
static const struct job *job_of(const struct rule_ctx *cx, const struct job_call *queue)
{
	size_t count;
	const struct job *const *jobs = index_jobs(cx->index, queue->class_name, &count);
	for (size_t i = 0; i < count; i++) {
		vec_each(const struct job_run, run, &jobs[i]->runs) {
			if (run->effect == queue->effect)
				return jobs[i];
		}
	}
	return count ? jobs[0] : NULL;
}

static struct finding *gate_finding(struct rule_ctx *cx, const struct job_call *gate, const struct job_call *queue,
				    const char *message)
{
	struct finding *finding = rule_finding(cx, gate->effect->location, "%s", message);
	finding->job = queue ? job_of(cx, queue) : NULL;
	finding->dependent = gate->migration->migration->version;
	finding->subject = str_printf(cx->arena, "%s %s", gate->class_name,
				      table_columns_subject(cx->arena, gate->effect->table, &gate->effect->columns));
	finding->since = gate->migration->release;
	finding->certainty = gate->effect->certainty;
	if (queue)
		finding_link(cx, finding, LINK_QUEUE, queue->effect->location,
			     str_printf(cx->arena, "queued here by %s (%s)", queue->migration->migration->version,
					release_words(cx->arena, queue->migration->release)));
	return finding;
}

/* Does a name that something is done under in the background hold what the gate says, in letters of any size? */
static bool schema_gate_finds(const struct rule_ctx *cx, const struct job_call *gate)
{
	vec_each(const struct job_call, queue, &cx->index->queues) {
		if (call_era(queue) == JOB_ONLINE_SCHEMA && call_is_before(queue, gate) &&
		    (!queue->class_name || strcasestr(queue->class_name, gate->class_name)))
			return true;
	}
	return false;
}

static void check_schema_gate(struct rule_ctx *cx, const struct job_call *gate)
{
	if (!gate->class_name || schema_gate_finds(cx, gate))
		return;
	struct finding *finding = gate_finding(
		cx, gate, NULL,
		str_printf(cx->arena,
			   "no migration before it does anything in the background under a name with '%s': "
			   "unless an older one did that is gone, the gate raises, and the upgrade fails",
			   gate->class_name));
	if (finding->certainty > CERTAINTY_LIKELY)
		finding->certainty = CERTAINTY_LIKELY;
}

/* A name that nothing queues is misspelt, unless the migration that did is gone. */
static void check_script_gate(struct rule_ctx *cx, const struct job_call *gate)
{
	struct job_calls queues = job_calls_of(&cx->index->queues, gate->class_name);
	vec_each(const struct job_call, queue, &queues) {
		if (call_is_before(queue, gate))
			return;
	}
	VEC(const char *) names = {0};
	vec_each(const struct job_call, queue, &cx->index->queues)
		vec_push(cx->arena, &names, queue->class_name ? queue->class_name : "");
	vec_push(cx->arena, &names, NULL);
	struct finding *finding =
		gate_finding(cx, gate, NULL,
			     str_printf(cx->arena, "no migration before it queues a job '%s': it completes nothing%s",
					gate->class_name, str_proposal(cx->arena, gate->class_name, names.items)));
	if (finding->certainty > CERTAINTY_LIKELY)
		finding->certainty = CERTAINTY_LIKELY;
}

static void check_gate_mismatch(struct rule_ctx *cx)
{
	vec_each(const struct job_call, gate, &cx->index->gates) {
		bool is_online = call_era(gate) == JOB_ONLINE;
		if (call_era(gate) == JOB_ONLINE_SCHEMA && guard_is_self_managed(gate->effect->guard))
			check_schema_gate(cx, gate);
		if (call_era(gate) == JOB_SCRIPT && gate->class_name)
			check_script_gate(cx, gate);
		if ((call_era(gate) != JOB_BATCHED && !is_online) || !guard_is_self_managed(gate->effect->guard))
			continue;
		const struct job_call *queue = mismatched_queue(cx, gate);
		if (!queue || !guard_is_self_managed(queue->effect->guard))
			continue;
		const char *message = str_printf(cx->arena, "gate for job '%s' names %s: it matches no queue, so it %s",
						 gate->class_name, differences(cx, gate, queue),
						 is_online ? "raises, and the upgrade fails" : "waits for nothing");
		struct finding *finding = gate_finding(cx, gate, queue, message);
		if (queue->effect->certainty < finding->certainty)
			finding->certainty = queue->effect->certainty;
		if (finding->job)
			finding_fix(cx, finding, FIX_GATE, NULL,
				    str_printf(cx->arena, "use the parts of the queue: %s",
					       phrase_gate_call(cx->arena, finding->job)));
	}
}

/* The last queue of the class before the gate, when every queue of the class is of the other era. */
static const struct job_call *queue_of_other_era(const struct rule_ctx *cx, const struct job_call *gate)
{
	struct job_calls queues = job_calls_of(&cx->index->queues, gate->class_name);
	const struct job_call *found = NULL;
	vec_each(const struct job_call, queue, &queues) {
		if (call_era(queue) == call_era(gate))
			return NULL;
		if (call_is_before(queue, gate))
			found = queue;
	}
	return found;
}

static const char *era_words(enum job_era era)
{
	static const char *const words[] = {
		[JOB_BATCHED] = "batched",
		[JOB_SIDEKIQ] = "Sidekiq",
		[JOB_SCRIPT] = "SQL",
		[JOB_ONLINE] = "data migration",
		[JOB_ONLINE_SCHEMA] = "schema migration",
		[JOB_OUT_OF_BAND] = "out-of-band",
	};

	return words[era];
}

static void check_wrong_gate_helper(struct rule_ctx *cx)
{
	vec_each(const struct job_call, gate, &cx->index->gates) {
		const struct job_effect *how = gate->effect->job;
		if (!how || how->manner == GATE_PERFORM || !guard_is_self_managed(gate->effect->guard))
			continue;
		const struct job_call *queue = queue_of_other_era(cx, gate);
		if (!queue || !guard_is_self_managed(queue->effect->guard))
			continue;
		const char *message = str_printf(
			cx->arena,
			"'%s' waits for %s jobs, but job '%s' is queued as a %s one: the gate finds nothing to do",
			how->queue_helper ? how->queue_helper : "the gate", era_words(how->era), gate->class_name,
			era_words(call_era(queue)));
		struct finding *finding = gate_finding(cx, gate, queue, message);
		if (finding->job)
			finding_fix(cx, finding, FIX_GATE, NULL,
				    str_printf(cx->arena, "use %s", phrase_gate_call(cx->arena, finding->job)));
	}
}

/* Databases on which a migration that names a schema runs; all when it names none. */
static struct names databases_of(struct rule_ctx *cx, const char *schema)
{
	struct names databases = {0};
	vec_each(struct database_connection *, database, &cx->project->databases) {
		if (!schema || names_has(&(*database)->gitlab_schemas, schema))
			names_add(cx->arena, &databases, (*database)->name);
	}
	return databases;
}

/* Where a queue or gate runs: the schema that its migration is restricted to, else the one that the call names. */
static const char *call_schema(const struct job_call *call)
{
	if (call->migration->migration->gitlab_schema)
		return call->migration->migration->gitlab_schema;
	return call->effect->job ? call->effect->job->gitlab_schema : NULL;
}

static bool share_database(const struct names *a, const struct names *b)
{
	for (size_t i = 0; i < a->count; i++) {
		if (names_has(b, a->items[i]))
			return true;
	}
	return a->count == 0 || b->count == 0; /* a schema that no connection names: not known, no claim */
}

/* The last queue of the gate's job before it. */
static const struct job_call *queue_before(const struct rule_ctx *cx, const struct job_call *gate)
{
	struct job_calls queues = job_calls_of(&cx->index->queues, gate->class_name);
	const struct job_call *found = NULL;
	vec_each(const struct job_call, queue, &queues) {
		if (call_is_known(queue) && calls_match(queue, gate) && call_is_before(queue, gate) &&
		    guard_is_self_managed(queue->effect->guard))
			found = queue;
	}
	return found;
}

static void check_gate_database(struct rule_ctx *cx, const struct job_call *gate, const struct job_call *queue)
{
	const char *queue_schema = call_schema(queue), *gate_schema = call_schema(gate);
	struct names queue_databases = databases_of(cx, queue_schema), gate_databases = databases_of(cx, gate_schema);
	if (!queue_schema || !gate_schema || share_database(&queue_databases, &gate_databases))
		return;
	const char *message =
		str_printf(cx->arena, "gate runs on database '%s' (%s), but job '%s' is queued on '%s' (%s)",
			   names_join(cx->arena, &gate_databases, "', '"), gate_schema, gate->class_name,
			   names_join(cx->arena, &queue_databases, "', '"), queue_schema);
	struct finding *finding = gate_finding(cx, gate, queue, message);
	finding_fix(cx, finding, FIX_GATE, NULL,
		    str_printf(cx->arena, "restrict the gate's migration to gitlab_schema: :%s", queue_schema));
}

static void check_schema_mismatch(struct rule_ctx *cx)
{
	vec_each(const struct job_call, gate, &cx->index->gates) {
		if (call_era(gate) != JOB_BATCHED || !call_is_known(gate) ||
		    !guard_is_self_managed(gate->effect->guard))
			continue;
		const struct job_call *queue = queue_before(cx, gate);
		if (queue)
			check_gate_database(cx, gate, queue);
	}
}

static const struct rule rules[] = {
	{
		.id = "gate-mismatch",
		.level = LEVEL_ERROR,
		.summary = "a gate names a job with another table, column or arguments than it is queued with",
		.explain =
			{
				.what = "A gate names the class of a job of the tree, but its table, column or "
					"arguments equal no "
					"queue of it.",
				.why = "The helper looks the job up by all four parts. When it finds none it logs a "
				       "warning and goes on: the gate protects nothing. Those of the gem "
				       "online_migrations look for class and arguments, or for a part of a name, and "
				       "raise in production when they find nothing.",
				.bad = "queue_batched_background_migration 'BackfillNotes', :notes, :id, 'project'\n"
				       "ensure_batched_background_migration_is_finished(job_class_name: "
				       "'BackfillNotes',\n"
				       "  table_name: :notes, column_name: :id, job_arguments: [])",
				.good = "ensure_batched_background_migration_is_finished(job_class_name: "
					"'BackfillNotes',\n"
					"  table_name: :notes, column_name: :id, job_arguments: ['project'])",
			},
		.after = "wrong-gate-helper",
		.check = check_gate_mismatch,
	},
	{
		.id = "schema-mismatch",
		.level = LEVEL_WARNING,
		.summary = "a job is queued on one database and its gate runs on another",
		.explain =
			{
				.what = "The migrations of queue and gate are restricted to schemas that have no "
					"database in common.",
				.why = "Where databases are separate, the gate looks for the job in a database that "
				       "does not have "
				       "it, and protects nothing.",
				.bad = "restrict_gitlab_migration gitlab_schema: :gitlab_ci # queue\n"
				       "restrict_gitlab_migration gitlab_schema: :gitlab_main # gate",
				.good = "restrict_gitlab_migration gitlab_schema: :gitlab_ci # both",
			},
		.requires = RULE_NEEDS_DATABASES,
		.check = check_schema_mismatch,
	},
	{
		.id = "wrong-gate-helper",
		.level = LEVEL_ERROR,
		.summary = "a gate of the Sidekiq era for a batched job, or the reverse",
		.explain =
			{
				.what = "A job that is queued as a batched background migration is finalized with a "
					"helper that "
					"empties Sidekiq queues, or the reverse.",
				.why = "The helper finds nothing to do and returns: the gate protects nothing.",
				.bad = "queue_batched_background_migration 'BackfillNotes', :notes, :id\n"
				       "Gitlab::BackgroundMigration.steal('BackfillNotes')",
				.good = "ensure_batched_background_migration_is_finished(job_class_name: "
					"'BackfillNotes', ...)",
			},
		.check = check_wrong_gate_helper,
	},
};

const struct rule_family rule_family_gates = {rules, RULE_COUNT(rules)};
