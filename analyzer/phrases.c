/* One sentence part per relation and kind of statement. They are read after "job 'X' ... may be unfinished when
 * migration V ...". */
#include "analyzer/phrases.h"

#include "analyzer/rule.h"

#include <string.h>

static const char *not_null_words(const struct effect *effect)
{
	bool validates = effect && effect->verb == EFFECT_VALIDATE_CONSTRAINT;
	switch (effect ? effect->kind : CONSTRAINT_NONE) {
	case CONSTRAINT_TEXT_LIMIT:
		return validates ? "validates the length limit of" : "limits the length of";
	case CONSTRAINT_MULTI_NOT_NULL:
		return validates ? "validates the count of non-null columns of" : "requires non-null columns of";
	case CONSTRAINT_CHECK:
		return validates ? "validates the check constraint on" : "adds a check constraint on";
	default:
		return validates ? "validates NOT NULL on" : "sets NOT NULL on";
	}
}

static const char *drop_words(const struct effect *effect)
{
	switch (effect ? effect->verb : EFFECT_DROP) {
	case EFFECT_RENAME:
		return "renames";
	case EFFECT_DELETE:
		return "deletes rows of";
	case EFFECT_TRUNCATE:
		return "empties";
	case EFFECT_WRITE:
		return "overwrites";
	default:
		return "drops";
	}
}

static const char *swap_words(const struct effect *effect)
{
	switch (effect ? effect->verb : EFFECT_SWAP) {
	case EFFECT_RENAME:
		return "renames";
	case EFFECT_ALTER_COLUMN:
		return "changes the type of";
	case EFFECT_PARTITION:
		return "partitions";
	case EFFECT_SWAP:
		return "swaps in";
	default:
		return "replaces";
	}
}

static const char *gate_words(struct arena *arena, const struct edge *edge)
{
	const struct job_effect *gate = edge->dependent_effect ? edge->dependent_effect->job : NULL;
	if (gate && gate->manner == GATE_RAISES)
		return "raises unless the job is finished";
	return str_printf(arena, "finalizes the job%s",
			  gate && gate->manner == GATE_INLINE ? " (runs what is left of it in the foreground)" : "");
}

static bool job_fills(struct arena *arena, const struct edge *edge, const struct names *columns)
{
	for (size_t i = 0; edge->table && i < columns->count; i++) {
		if (names_has(&edge->job->writes, str_printf(arena, "%s.%s", edge->table, columns->items[i])))
			return true;
	}
	return false;
}

/* Is what goes away also written by the job: one of the columns, or, of a whole table, anything in it? */
static bool job_writes_lost(struct arena *arena, const struct edge *edge, const struct names *columns)
{
	size_t length = edge->table ? strlen(edge->table) : 0;

	if (columns->count || !length)
		return job_fills(arena, edge, columns);
	for (size_t i = 0; i < edge->job->writes.count; i++) {
		const char *written = edge->job->writes.items[i];
		if (strncmp(written, edge->table, length) == 0 && (written[length] == '.' || written[length] == ':'))
			return true;
	}
	return false;
}

static const char *unique_words(struct arena *arena, const struct edge *edge, const struct names *columns,
				const char *object)
{
	const char *name = edge->dependent_effect ? edge->dependent_effect->name : NULL;
	return str_printf(arena, "makes %s unique%s%s%s, %s", object, name ? " ('" : "", name ? name : "",
			  name ? "')" : "",
			  job_fills(arena, edge, columns) ? "which the job fills" : "whose duplicates the job removes");
}

const char *phrase_dependent(struct arena *arena, const struct edge *edge, const struct names *columns)
{
	const char *object = table_columns_words(arena, edge->table, columns);
	const struct effect *effect = edge->dependent_effect;
	switch (edge->relation) {
	case RELATION_NOT_NULL:
		return str_printf(arena, "%s %s, %s", not_null_words(effect), object,
				  job_fills(arena, edge, columns) ? "which the job fills"
								  : "whose bad rows the job removes");
	case RELATION_UNIQUE:
		return unique_words(arena, edge, columns, object);
	case RELATION_FK:
		return str_printf(arena, "%s the foreign key on %s, whose violations the job removes",
				  effect && effect->verb == EFFECT_VALIDATE_FOREIGN_KEY ? "validates" : "adds", object);
	case RELATION_REJECTS_WRITE:
		return str_printf(arena, "adds a constraint on %s that rejects what the job still writes", object);
	case RELATION_DROP_SOURCE:
		return str_printf(arena, "%s %s, which the job reads%s", drop_words(effect), object,
				  job_writes_lost(arena, edge, columns) ? " and writes" : "");
	case RELATION_DROP_TARGET:
		return str_printf(arena, "%s %s, which the job writes", drop_words(effect), object);
	case RELATION_SWAP_OR_RENAME:
		return str_printf(arena, "%s %s, which the job fills", swap_words(effect), object);
	case RELATION_READS_RESULT:
		if (edge->dependent_job)
			return str_printf(arena, "queues job '%s', which reads %s that the first job writes",
					  edge->dependent_job->class_name, object);
		return str_printf(arena, "reads %s, which the job writes", object);
	case RELATION_FINALIZES:
		return gate_words(arena, edge);
	case RELATION_DROP_SUPPORT:
		return str_printf(arena, "drops what makes the job fast on %s", object);
	case RELATION_DELETE_JOB:
		return "no longer has the class of the job";
	case RELATION_DECLARED:
		return "declares that it depends on the job";
	case RELATION_COUNT:
		break;
	}
	return "depends on the job";
}

const char *phrase_who(struct arena *arena, const struct edge *edge)
{
	if (edge->dependent)
		return str_printf(arena, "migration %s", edge->dependent->migration->version);
	return edge->dependent_path ? edge->dependent_path : "the release";
}

const char *phrase_consequence(const struct edge *edge)
{
	switch (edge->relation) {
	case RELATION_DROP_SOURCE:
	case RELATION_DROP_TARGET:
	case RELATION_DELETE_JOB:
	case RELATION_REJECTS_WRITE:
		return "make the job fail and lose its work";
	case RELATION_SWAP_OR_RENAME:
		return "keep wrong data";
	case RELATION_READS_RESULT:
		return "fail or keep wrong data";
	case RELATION_FINALIZES:
		if (edge->dependent_effect && edge->dependent_effect->job &&
		    edge->dependent_effect->job->manner == GATE_RAISES)
			return "abort";
		return "run the whole job in the foreground of the upgrade";
	default:
		return "fail";
	}
}

struct location edge_location(struct arena *arena, const struct edge *edge)
{
	if (edge->dependent_effect && edge->dependent_effect->location.source)
		return edge->dependent_effect->location;
	if (edge->dependent && edge->relation == RELATION_DECLARED &&
	    edge->dependent->migration->dependent_jobs_location.source)
		return edge->dependent->migration->dependent_jobs_location;
	if (edge->dependent && edge->dependent->migration->class_location.source)
		return edge->dependent->migration->class_location;
	return path_location(arena, edge->dependent_path ? edge->dependent_path
				    : edge->dependent    ? edge->dependent->migration->path
							 : "");
}

/* JSON as Ruby writes the same: nil, and arrows behind the keys. */
static const char *ruby_of_json(struct arena *arena, const char *json)
{
	struct strbuf out = strbuf_new(arena);
	bool in_text = false;

	for (const char *at = json ? json : "[]"; *at; at++) {
		if (!in_text && str_starts_with(at, "null")) {
			strbuf_puts(&out, "nil");
			at += strlen("null") - 1;
		} else if (!in_text && *at == ':') {
			strbuf_puts(&out, " => ");
		} else {
			strbuf_putc(&out, *at);
			if (in_text && *at == '\\' && at[1])
				strbuf_putc(&out, *++at);
			else if (*at == '"')
				in_text = !in_text;
		}
	}
	return strbuf_finish(&out);
}

const char *phrase_gate_call(struct arena *arena, const struct job *job)
{
	if (job->era == JOB_SCRIPT)
		return str_printf(arena, "complete the job before it, and say so there: -- stopgraph: finalize %s",
				  job->class_name);
	if (job->era == JOB_OUT_OF_BAND)
		return "refuse to go on while the out-of-band migration is not finished (deprecate it)";
	if (job->era == JOB_ONLINE_SCHEMA)
		return str_printf(arena, "ensure_background_schema_migration_succeeded('%s')", job->class_name);
	if (job->era == JOB_ONLINE)
		return str_printf(arena, "ensure_background_data_migration_succeeded('%s', arguments: %s)",
				  job->class_name, ruby_of_json(arena, job->arguments));
	if (job->era == JOB_SIDEKIQ)
		return str_printf(arena, "Gitlab::BackgroundMigration.steal('%s')", job->class_name);
	return str_printf(arena,
			  "ensure_batched_background_migration_is_finished(job_class_name: '%s', table_name: :%s, "
			  "column_name: :%s, job_arguments: %s)",
			  job->class_name, job->table ? job->table : "table",
			  job->batch_column ? job->batch_column : "id", ruby_of_json(arena, job->arguments));
}
