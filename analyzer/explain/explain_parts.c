/* What there is to say about each kind of thing. Lines come in a reader's order: what it is, what it does, who needs
 * it, what the rules say. */
#include "analyzer/explain/explain_parts.h"

#include "analyzer/phrases.h"
#include "analyzer/rule.h"

#include <string.h>

static const struct location nowhere = {0};

void explain_say(struct explainer *e, const char *label, struct location location, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	const char *text = str_vprintf(e->arena, format, args);
	va_end(args);
	vec_push(e->arena, &e->out->lines, (struct explain_line){.location = location, .label = label, .text = text});
}

void explain_rule(struct explainer *e, const struct rule *rule)
{
	e->out->title = str_printf(e->arena, "rule %s (%s): %s", rule->id, level_name(rule->level), rule->summary);
	explain_say(e, "what", nowhere, "%s", rule->explain.what);
	explain_say(e, "why", nowhere, "%s", rule->explain.why);
	explain_say(e, "bad", nowhere, "%s", rule->explain.bad);
	explain_say(e, "good", nowhere, "%s", rule->explain.good);
	vec_each(const struct finding, finding, &e->result->findings) {
		if (strcmp(finding->rule, rule->id) == 0)
			explain_say(e, "finding", finding->location, "%s: %s", finding->fingerprint, finding->message);
	}
}

static const char *protection_words(struct explainer *e, const struct edge *edge)
{
	const char *gate = edge->gate_position == GATE_NONE || !edge->gate || !edge->gate->migration
				   ? "no gate"
				   : str_printf(e->arena, "gate %s %s it", edge->gate->migration->migration->version,
						gate_position_name(edge->gate_position));
	const char *stop = edge->stop ? str_printf(e->arena, "%s stop %s",
						   edge->stop->kind == STOP_REQUIRED ? "required" : "conditional",
						   edge->stop->release)
				      : "no stop between";
	const char *rule = verdict_rule(edge->verdict);
	return str_printf(e->arena, "%s, %s; %s", gate, stop,
			  rule                      ? rule
			  : edge->why_benign        ? edge->why_benign
			  : guard_name(edge->guard) ? str_printf(e->arena, "only on %s", guard_name(edge->guard))
						    : "fine");
}

static void say_edge(struct explainer *e, const struct edge *edge)
{
	const char *version = edge->dependent ? edge->dependent->migration->version : "the tree";
	const char *queued = edge->run && edge->run->version ? edge->run->version : "a migration that is gone";

	vec_push(e->arena, &e->out->edges, edge);
	explain_say(e, "edge", edge_location(e->arena, edge), "%s (%s, %s): %s (%s) %s; job '%s' queued by %s (%s); %s",
		    relation_name(edge->relation), severity_name(edge->severity), certainty_name(edge->certainty),
		    version, release_words(e->arena, edge->dependent_release),
		    phrase_dependent(e->arena, edge, &edge->columns), edge->job->class_name, queued,
		    release_words(e->arena, edge->interval_from), protection_words(e, edge));
	if (edge->why_likely)
		explain_say(e, "likely", nowhere, "not proven: %s", edge->why_likely);
	vec_each(const struct link, link, &edge->evidence) {
		explain_say(e, link_role_name(link->role), link->location, "%s", link->text);
	}
}

void explain_finding(struct explainer *e, const struct finding *finding)
{
	e->out->title = str_printf(e->arena, "finding %s: %s [%s]", finding->fingerprint, level_name(finding->level),
				   finding->rule);
	explain_say(e, "message", finding->location, "%s", finding->message);
	explain_say(e, "certainty", nowhere, "%s", certainty_name(finding->certainty));
	if (finding->edge)
		vec_push(e->arena, &e->out->edges, finding->edge);
	if (finding->job)
		explain_say(e, "job", nowhere, "%s", finding->job->id);
	vec_each(const struct link, link, &finding->evidence) {
		explain_say(e, link_role_name(link->role), link->location, "%s", link->text);
	}
	if (finding->fails_from || finding->fails_to)
		explain_say(e, "fails", nowhere, "upgrades from %s or earlier to %s or later",
			    finding->fails_from ? finding->fails_from : "before the queue",
			    finding->fails_to ? finding->fails_to : "this release");
	vec_each(const struct fix, fix, &finding->fixes) {
		explain_say(e, "help", nowhere, "%s", fix->text);
	}
	const struct rule *rule = rule_find(finding->rule);
	if (rule)
		explain_say(e, "why", nowhere, "%s", rule->explain.why);
}

static const char *effect_words(struct explainer *e, const struct effect *effect)
{
	const char *guard = guard_name(effect->guard);
	return str_printf(
		e->arena, "%s %s %s%s%s%s%s%s%s", effect_verb_name(effect->verb), effect_object_name(effect->object),
		table_columns_words(e->arena, effect->table, &effect->columns), effect->name ? " '" : "",
		effect->name ? effect->name : "", effect->name ? "'" : "",
		effect->validated == TRI_NO ? ", not validated" : "", guard ? ", only on " : "", guard ? guard : "");
}

static void say_runs(struct explainer *e, const struct job *job)
{
	vec_each(const struct job_run, run, &job->runs) {
		explain_say(e, "queued", run->location, "by %s in %s%s%s",
			    run->version ? run->version : "an unknown migration", release_words(e->arena, run->release),
			    run->migration ? "" : " (the migration is not in the tree)",
			    run->live ? "" : "; does nothing: an equal job was queued before");
	}
	vec_each(const struct job_event, gate, &job->gates) {
		if (gate->migration && gate->effect)
			explain_say(e, "gate", gate->effect->location, "in %s (%s)%s",
				    gate->migration->migration->version,
				    release_words(e->arena, gate->migration->release),
				    gate->matches ? "" : "; protects nothing: no live queue before it");
	}
	vec_each(const struct job_event, cancel, &job->cancels) {
		if (cancel->migration && cancel->effect)
			explain_say(e, "cancelled", cancel->effect->location, "by %s (%s)",
				    cancel->migration->migration->version,
				    release_words(e->arena, cancel->migration->release));
	}
}

void explain_job(struct explainer *e, const struct job *job)
{
	e->out->title = str_printf(e->arena, "job %s", job->id);
	if (job->job_class)
		explain_say(e, "class", job->job_class->location, "%s%s%s", job->class_name,
			    job->job_class->overlay_path ? ", merged with " : "",
			    job->job_class->overlay_path ? job->job_class->overlay_path : "");
	else
		explain_say(e, "class", nowhere, "%s is not in the tree", job->class_name ? job->class_name : "?");
	if (job->dictionary)
		explain_say(e, "dictionary", job->dictionary->location, "milestone %s, queued by %s, finalized by %s",
			    job->dictionary->milestone ? job->dictionary->milestone : "?",
			    job->dictionary->queued_version ? job->dictionary->queued_version : "?",
			    job->dictionary->finalized_by ? job->dictionary->finalized_by : "none");
	say_runs(e, job);
	const struct effects *effects = job->reading ? &job->reading->effects : &(struct effects){0};
	vec_each(const struct effect, effect, effects) {
		explain_say(e, "does", effect->location, "%s", effect_words(e, effect));
	}
	explain_say(e, "reads", nowhere, "%s", names_join(e->arena, &job->reads, ", "));
	explain_say(e, "writes", nowhere, "%s%s", names_join(e->arena, &job->writes, ", "),
		    job->resolved ? "" : " (not complete)");
	vec_each(const struct edge, edge, &e->result->graph->edges) {
		if (edge->job == job || edge->dependent_job == job)
			say_edge(e, edge);
	}
	vec_each(const struct finding, finding, &e->result->findings) {
		if (finding->job == job)
			explain_say(e, "finding", finding->location, "%s [%s] %s", finding->fingerprint, finding->rule,
				    finding->message);
	}
}

void explain_migration(struct explainer *e, const struct placed_migration *placed)
{
	const struct migration *migration = placed->migration;
	const char *source = release_source_name(placed->release_source);
	e->out->title = str_printf(e->arena, "migration %s %s", migration->version,
				   migration->class_name ? migration->class_name : "");
	explain_say(
		e, "file", migration->class_location, "%s migration of database '%s'%s%s%s",
		migration->kind == MIGRATION_POST ? "post" : "regular",
		migration->database ? migration->database : "main", migration->gitlab_schema ? ", restricted to " : "",
		migration->gitlab_schema ? migration->gitlab_schema : "", migration->is_noop ? "; does nothing" : "");
	explain_say(e, "release", migration->milestone_location, "%s (from %s), number %zu in the order of execution",
		    release_words(e->arena, placed->release), source ? source : "nothing", placed->order + 1);
	vec_each(const struct effect, effect, &migration->effects) {
		explain_say(e, "does", effect->location, "%s", effect_words(e, effect));
	}
	vec_each(const struct statement, statement, &migration->statements) {
		if (!statement->resolved)
			explain_say(e, "unresolved", statement->location, "'%s': %s", statement->what,
				    statement->why ? statement->why : "not understood");
	}
	vec_each(const struct edge, edge, &e->result->graph->edges) {
		if (edge->dependent == placed || (edge->run && edge->run->migration == placed))
			say_edge(e, edge);
	}
	vec_each(const struct finding, finding, &e->result->findings) {
		if (str_equal(finding->dependent, migration->version))
			explain_say(e, "finding", finding->location, "%s [%s] %s", finding->fingerprint, finding->rule,
				    finding->message);
	}
}

bool explain_effect_touches(const struct effect *effect, const char *table, const char *column)
{
	if (str_equal(effect->table, table) &&
	    (names_has(&effect->columns, column) || names_has(&effect->to_columns, column) ||
	     (effect->columns.count == 0 && effect->object == OBJECT_TABLE)))
		return true;
	return column_refs_has(&effect->filters, table, column) || column_refs_has(&effect->sources, table, column) ||
	       column_refs_has(&effect->predicate_columns, table, column) ||
	       (str_equal(effect->references, table) && names_has(&effect->references_columns, column));
}

static void say_touching(struct explainer *e, const char *who, const struct effects *effects, const char *table,
			 const char *column)
{
	vec_each(const struct effect, effect, effects) {
		if (explain_effect_touches(effect, table, column))
			explain_say(e, "touched", effect->location, "%s: %s", who, effect_words(e, effect));
	}
}

void explain_column(struct explainer *e, const char *table_column)
{
	const char *column = strchr(table_column, '.') + 1;
	const char *table = str_copy_n(e->arena, table_column, (size_t)(column - 1 - table_column));
	const struct graph *graph = e->result->graph;
	e->out->title = str_printf(e->arena, "column %s", table_column);
	say_touching(e, "structure", &graph->project->structure, table, column);
	vec_each(const struct placed_migration, placed, &graph->migrations) {
		const char *who = str_printf(e->arena, "%s (%s)", placed->migration->version,
					     release_words(e->arena, placed->release));
		say_touching(e, who, &placed->migration->effects, table, column);
	}
	vec_each(struct job *, job, &graph->jobs) {
		if ((*job)->reading)
			say_touching(e, str_printf(e->arena, "job '%s'", (*job)->class_name), &(*job)->reading->effects,
				     table, column);
	}
	vec_each(const struct edge, edge, &graph->edges) {
		if (str_equal(edge->table, table) && names_has(&edge->columns, column))
			say_edge(e, edge);
	}
}
