/* What runs, in the real order, before what it needs.
 *
 * An object without an event may exist from before all migrations of the tree. Absence is claimed only when a later
 * migration makes the object and nothing makes or drops it between: making a table, column or constraint that is there
 * would fail. A unique index may be made beside another one, so for it one more thing must hold: its maker has the
 * smaller timestamp (the author meant it to run first, and milestone or directory turned the two around), or the table
 * was created by the tree, so that its whole history is known. */
#include "analyzer/rule.h"

#include <string.h>

struct need {
	struct object_event object;               /* what is needed */
	const struct placed_migration *migration; /* by whom */
	const struct effect *effect;
	const char *what; /* "the foreign key on a.b_id" */
	const struct job *job;
};

static bool table_is_from_tree(const struct object_history *history, const struct need *need)
{
	struct object_event table = {.kind = HISTORY_TABLE, .table = need->object.table, .name = ""};
	struct object_moment moment = object_history_at(history, &table, need->migration, need->effect);
	return moment.before && moment.before->appears;
}

/* What makes the needed object too late; NULL when the order is right or not known. */
static const struct object_event *late_maker(const struct object_history *history, const struct need *need)
{
	struct object_moment moment = object_history_at(history, &need->object, need->migration, need->effect);
	const struct object_event *maker = moment.after;
	if (!maker || !maker->appears || maker->effect->certainty != CERTAINTY_PROVEN ||
	    maker->migration == need->migration || (moment.before && moment.before->appears))
		return NULL;
	/* A column that came with its table has no history of its own that would say when. */
	if (need->object.kind == HISTORY_COLUMN && maker->effect->verb == EFFECT_CREATE)
		return NULL;
	bool meant_first = strcmp(maker->migration->migration->version, need->migration->migration->version) < 0;
	return meant_first || need->object.kind != HISTORY_UNIQUE || table_is_from_tree(history, need) ? maker : NULL;
}

static const char *object_words(struct rule_ctx *cx, const struct object_event *object)
{
	switch (object->kind) {
	case HISTORY_TABLE:
		return str_printf(cx->arena, "table %s", object->table);
	case HISTORY_COLUMN:
		return str_printf(cx->arena, "column %s.%s", object->table, object->name);
	case HISTORY_CONSTRAINT:
		return str_printf(cx->arena, "constraint '%s' on %s", object->name, object->table);
	case HISTORY_UNIQUE:
		break;
	}
	return str_printf(cx->arena, "unique index on %s (%s)", object->table, object->name);
}

static void check_need(struct rule_ctx *cx, const struct object_history *history, const struct need *need)
{
	if (!need->object.table || !need->object.name)
		return;
	const struct object_event *maker = late_maker(history, need);
	if (!maker)
		return;
	const struct placed_migration *migration = need->migration;
	const char *needed = object_words(cx, &need->object);
	struct finding *finding = rule_finding(
		cx, need->effect->location, "%s in migration %s (%s) runs before migration %s (%s) makes %s",
		need->what, migration->migration->version, release_words(cx->arena, migration->release),
		maker->migration->migration->version, release_words(cx->arena, maker->migration->release), needed);
	finding->job = need->job;
	finding->dependent = migration->migration->version;
	finding->subject = needed;
	finding->since = migration->release;
	finding->certainty = need->effect->certainty;
	finding_link(cx, finding, LINK_SCHEMA, maker->effect->location,
		     str_printf(cx->arena, "makes %s, but runs later", needed));
	const char *to = release_text(cx->arena, maker->migration->release);
	finding_fix(cx, finding, FIX_POSTPONE, to,
		    str_printf(cx->arena,
			       "let it run after %s: a milestone of %s and a later timestamp in the same "
			       "kind of migration",
			       maker->migration->migration->version, to ? to : "the same release"));
}

static void check_columns(struct rule_ctx *cx, const struct object_history *history, struct need need,
			  const struct names *columns)
{
	need.object.kind = HISTORY_COLUMN;
	for (size_t i = 0; i < columns->count; i++) {
		need.object.name = columns->items[i];
		check_need(cx, history, &need);
	}
}

static void check_table(struct rule_ctx *cx, const struct object_history *history, struct need need)
{
	need.object.kind = HISTORY_TABLE;
	need.object.name = "";
	check_need(cx, history, &need);
}

/* A foreign key needs its target: table, columns, and a unique key over them unless it is the primary key. */
static void check_foreign_key(struct rule_ctx *cx, const struct object_history *history, struct need need)
{
	const struct effect *effect = need.effect;
	check_columns(cx, history, need, &effect->columns);
	need.object.table = effect->references;
	check_table(cx, history, need);
	check_columns(cx, history, need, &effect->references_columns);
	if (effect->references_columns.count == 0 ||
	    (effect->references_columns.count == 1 && str_equal(effect->references_columns.items[0], "id")))
		return;
	need.object.kind = HISTORY_UNIQUE;
	need.object.name = unique_key_name(cx->arena, &effect->references_columns);
	check_need(cx, history, &need);
}

static const char *on_words(struct rule_ctx *cx, const char *what, const struct effect *effect)
{
	return str_printf(cx->arena, "%s on %s", what, table_columns_words(cx->arena, effect->table, &effect->columns));
}

static void check_effect(struct rule_ctx *cx, const struct object_history *history,
			 const struct placed_migration *migration, const struct effect *effect)
{
	struct need need = {.migration = migration, .effect = effect, .object = {.table = effect->table}};
	switch (effect->verb) {
	case EFFECT_ADD_FOREIGN_KEY:
		need.what = on_words(cx, "the foreign key", effect);
		check_foreign_key(cx, history, need);
		break;
	case EFFECT_VALIDATE_CONSTRAINT:
	case EFFECT_VALIDATE_FOREIGN_KEY:
		need.what = on_words(cx, "the validation", effect);
		check_columns(cx, history, need, &effect->columns);
		need.object.kind = HISTORY_CONSTRAINT;
		need.object.name = effect->name;
		check_need(cx, history, &need);
		break;
	case EFFECT_ADD_CONSTRAINT:
	case EFFECT_ADD_INDEX:
		need.what = on_words(cx, effect->verb == EFFECT_ADD_INDEX ? "the index" : "the constraint", effect);
		check_table(cx, history, need);
		check_columns(cx, history, need, &effect->columns);
		break;
	case EFFECT_QUEUE:
		need.what = str_printf(cx->arena, "the queueing of '%s'", effect->name ? effect->name : "a job");
		check_table(cx, history, need);
		check_columns(cx, history, need, &effect->columns);
		break;
	default:
		break;
	}
}

/* Only columns of a later release: within one, the job's first batch starts after the upgrade. */
static void check_later_columns(struct rule_ctx *cx, const struct object_history *history, struct need need,
				const struct names *columns)
{
	need.object.kind = HISTORY_COLUMN;
	for (size_t i = 0; i < columns->count; i++) {
		need.object.name = columns->items[i];
		struct object_moment moment = object_history_at(history, &need.object, need.migration, need.effect);
		if (moment.after &&
		    release_compare_minor(moment.after->migration->release, need.migration->release) > 0)
			check_need(cx, history, &need);
	}
}

/* The columns that a job writes, as a need of its queue. */
static void check_job_columns(struct rule_ctx *cx, const struct object_history *history, const struct job *job,
			      const struct job_run *run)
{
	struct need need = {.migration = run->migration,
			    .effect = run->effect,
			    .job = job,
			    .what = str_printf(cx->arena, "the queueing of '%s'", job->class_name)};
	if (!job->reading || !job->resolved || !job->job_class)
		return;
	vec_each(const struct effect, effect, &job->reading->effects) {
		if (effect->verb != EFFECT_WRITE || effect->certainty != CERTAINTY_PROVEN ||
		    effect->object != OBJECT_ROWS || !job_effect_is_own(&job->reading->effects, effect))
			continue;
		need.object.table = effect->table;
		check_later_columns(cx, history, need, &effect->columns);
	}
}

static void check_order_inversion(struct rule_ctx *cx)
{
	vec_each(const struct placed_migration, placed, &cx->graph->migrations) {
		vec_each(const struct effect, effect, &placed->migration->effects) {
			if (guard_is_self_managed(effect->guard) && effect->certainty == CERTAINTY_PROVEN)
				check_effect(cx, &cx->index->history, placed, effect);
		}
	}
	vec_each(struct job *, job, &cx->graph->jobs) {
		vec_each(const struct job_run, run, &(*job)->runs) {
			if (run->migration && run->effect && guard_is_self_managed(run->guard))
				check_job_columns(cx, &cx->index->history, *job, run);
		}
	}
}

static const struct rule rules[] = {
	{
		.id = "order-inversion",
		.level = LEVEL_ERROR,
		.summary = "a migration runs before what it needs",
		.explain =
			{
				.what = "In the real order of execution (milestone, regular before post, timestamp; by "
					"timestamp alone "
					"up to 17.0) a foreign key, validation, index or queue runs before the table, "
					"column, "
					"constraint or unique index that it needs is made.",
				.why = "The order by timestamp, which the author saw, is not the order on an instance "
				       "that jumps over "
				       "a release.",
				.bad = "# db/post_migrate/20250801_add_unique_index.rb, milestone '18.4'\n"
				       "# db/migrate/20250802_add_foreign_key.rb, milestone '18.4': regular ones run "
				       "first",
				.good = "# both in db/post_migrate",
			},
		.check = check_order_inversion,
	},
};

const struct rule_family rule_family_order = {rules, RULE_COUNT(rules)};
