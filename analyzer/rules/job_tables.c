/* Does a job find the tables and columns that it needs when it is queued?
 *
 * Two proofs: a migration that runs before the queue took the object away, and nothing made it again; or the schema
 * (structure.sql, all migrations, table dictionaries) has no such object at all. What is taken away after the queue is
 * an edge of the graph and not said again. Of a job that was not read exactly nothing is claimed. */
#include "analyzer/known_objects.h"
#include "analyzer/rule.h"

#include <string.h>

/* "table.column" -> its parts; "table:insert" -> the table alone. */
static void split_access(struct rule_ctx *cx, const char *access, struct object_event *out)
{
	const char *mark = strpbrk(access, ".:");
	out->table = mark ? str_copy_n(cx->arena, access, (size_t)(mark - access)) : access;
	out->kind = mark && *mark == '.' && strcmp(mark, ".*") != 0 ? HISTORY_COLUMN : HISTORY_TABLE;
	out->name = out->kind == HISTORY_COLUMN ? mark + 1 : "";
}

/* The migration that took the object (or its whole table) away before the queue; NULL when it is there or not known. */
static const struct object_event *taken_by(const struct object_history *history, const struct object_event *object,
					   const struct job_run *run)
{
	struct object_event table = {.kind = HISTORY_TABLE, .table = object->table, .name = ""};
	struct object_moment moment = object_history_at(history, &table, run->migration, run->effect);
	if (moment.before && !moment.before->appears)
		return moment.before;
	if (object->kind != HISTORY_COLUMN)
		return NULL;
	const struct object_event *created = moment.before;
	moment = object_history_at(history, object, run->migration, run->effect);
	if (!moment.before || moment.before->appears)
		return NULL;
	/* The table was made anew after the column had gone: its columns are those of the new one. */
	return created && created->migration->order > moment.before->migration->order ? NULL : moment.before;
}

/* What a check of one job's tables and columns looks at. */
struct access_check {
	const struct object_history *history;
	const struct known_objects *known; /* NULL: no structure.sql to compare with */
	const struct job *job;
	const struct job_run *run;
	enum certainty certainty; /* that the job touches the object of the moment */
};

static struct finding *access_finding(struct rule_ctx *cx, const struct access_check *check, const char *what,
				      const char *why)
{
	struct finding *finding =
		job_finding(cx, check->job, check->run,
			    str_printf(cx->arena, "job '%s' (queued in %s) needs %s, which %s", check->job->class_name,
				       release_words(cx->arena, check->run->release), what, why));
	finding->subject = what;
	if (check->certainty < finding->certainty)
		finding->certainty = check->certainty;
	return finding;
}

static void report_taken(struct rule_ctx *cx, const struct access_check *check, const struct object_event *object,
			 const struct object_event *taker)
{
	const char *what = object->kind == HISTORY_COLUMN && taker->kind == HISTORY_COLUMN
				   ? str_printf(cx->arena, "column %s.%s", object->table, object->name)
				   : str_printf(cx->arena, "table %s", object->table);
	struct finding *finding = access_finding(cx, check, what,
						 str_printf(cx->arena, "migration %s (%s) has removed before",
							    taker->migration->migration->version,
							    release_words(cx->arena, taker->migration->release)));
	if (taker->effect->certainty < finding->certainty)
		finding->certainty = taker->effect->certainty;
	finding_link(cx, finding, LINK_SCHEMA, taker->effect->location, str_printf(cx->arena, "removes %s", what));
}

/* Does something after the queue take the object away? Then it was there, and an edge says so. */
static bool is_taken_later(const struct access_check *check, const struct object_event *object)
{
	struct object_event table = {.kind = HISTORY_TABLE, .table = object->table, .name = ""};
	struct object_moment moment =
		object_history_at(check->history, &table, check->run->migration, check->run->effect);
	if (moment.after && !moment.after->appears)
		return true;
	moment = object_history_at(check->history, object, check->run->migration, check->run->effect);
	return moment.after && !moment.after->appears;
}

/* Of a query over several tables an unqualified column may be taken for a column of each. */
static bool is_about_one_table(struct rule_ctx *cx, const struct job *job)
{
	const struct names *const lists[] = {&job->reads, &job->writes};
	const char *table = NULL;
	for (size_t i = 0; i < 2; i++) {
		for (size_t j = 0; j < lists[i]->count; j++) {
			struct object_event object;
			split_access(cx, lists[i]->items[j], &object);
			if (table && !str_equal(table, object.table))
				return false;
			table = object.table;
		}
	}
	return true;
}

static bool touches(const struct effect *effect, const struct object_event *object)
{
	bool same_table = str_equal(effect->table, object->table);

	return (same_table && (object->kind == HISTORY_TABLE || names_has(&effect->columns, object->name))) ||
	       column_refs_has(&effect->filters, object->table, object->name) ||
	       column_refs_has(&effect->sources, object->table, object->name);
}

/* Tables that the job makes for itself, and columns that only a trigger touches, are not needed from anywhere. The
 * certainty is that of the surest statement that touches the object. */
static bool is_needed(const struct job *job, const struct object_event *object, enum certainty *certainty)
{
	bool is_touched = false;

	*certainty = CERTAINTY_UNKNOWN;
	vec_each(const struct effect, effect, &job->reading->effects) {
		if (effect->verb == EFFECT_CREATE && str_equal(effect->table, object->table))
			return false;
		/* whose work it is takes long to tell: only of what would add something */
		if ((is_touched && effect->certainty <= *certainty) || !touches(effect, object) ||
		    !job_effect_is_own(&job->reading->effects, effect))
			continue;
		is_touched = true;
		*certainty = effect->certainty;
	}
	return is_touched;
}

/* A table that one job makes for another one is in no dump of the schema. */
static bool is_made_by_a_job(struct rule_ctx *cx, const char *table)
{
	vec_each(struct job *, job, &cx->graph->jobs) {
		size_t count = (*job)->reading ? (*job)->reading->effects.count : 0;
		for (size_t i = 0; i < count; i++) {
			const struct effect *effect = &(*job)->reading->effects.items[i];
			if (effect->verb == EFFECT_CREATE && str_equal(effect->table, table))
				return true;
		}
	}
	return false;
}

static void check_known(struct rule_ctx *cx, const struct access_check *check, const struct object_event *object,
			const char *access)
{
	if (!check->known || is_taken_later(check, object) || is_made_by_a_job(cx, object->table))
		return;
	if (!known_objects_may_have_table(check->known, object->table))
		access_finding(cx, check, str_printf(cx->arena, "table %s", object->table), "the schema does not have");
	else if (object->kind == HISTORY_COLUMN && is_about_one_table(cx, check->job) &&
		 !known_objects_may_have_column(check->known, object->table, object->name))
		access_finding(cx, check, str_printf(cx->arena, "column %s", access), "the schema does not have");
}

static void check_accesses(struct rule_ctx *cx, struct access_check *check, const struct names *accesses)
{
	for (size_t i = 0; i < accesses->count; i++) {
		struct object_event object;
		split_access(cx, accesses->items[i], &object);
		if (!is_needed(check->job, &object, &check->certainty))
			continue;
		const struct object_event *taker = taken_by(check->history, &object, check->run);
		if (taker)
			report_taken(cx, check, &object, taker);
		else
			check_known(cx, check, &object, accesses->items[i]);
	}
}

/* structure.sql is that of the main pair of directories; other databases' schemas are not compared. */
static void check_missing_tables(struct rule_ctx *cx)
{
	struct known_objects known = known_objects_new(cx->arena, cx->graph);
	vec_each(struct job *, job, &cx->graph->jobs) {
		const struct job_run *run = job_open_run(cx, *job);
		if (!run || !run->migration || !run->effect || !(*job)->reading || !(*job)->resolved)
			continue;
		const char *database = run->migration->migration->database;
		bool comparable = cx->project->structure.count && (!database || strcmp(database, "main") == 0);
		struct access_check check = {&cx->index->history, comparable ? &known : NULL, *job, run,
					     CERTAINTY_PROVEN};
		check_accesses(cx, &check, &(*job)->reads);
		check_accesses(cx, &check, &(*job)->writes);
	}
}

static const struct rule rules[] = {
	{
		.id = "job-reads-missing-table",
		.level = LEVEL_ERROR,
		.summary = "a job needs a table or column that is gone when it is queued",
		.explain =
			{
				.what = "A live job reads or writes a table or column that an earlier migration has "
					"removed. (What is "
					"removed after the queue is a dependency of its own.)",
				.why = "The job fails on every run.",
				.bad = "# 18.3: remove_column :notes, :state\n# 18.4: queue 'BackfillNotes', which "
				       "reads notes.state",
				.good = "# the job does not name the column",
			},
		.after = "job-code-missing",
		.check = check_missing_tables,
	},
};

const struct rule_family rule_family_job_tables = {rules, RULE_COUNT(rules)};
