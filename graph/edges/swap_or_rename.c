/* What the job fills takes another name or another shape.
 *
 * It breaks when the job fills the copy that becomes the original: it writes one side of the exchange and reads the
 * other. Rows that it inserts are of whatever shape there is. A plain rename takes the name away from under the job, which then fails. Everybody who works with the original
 * only keeps working with whatever bears its name. */
#include "graph/walk.h"

static void need_swap(struct walk *walk, const struct target *target, const struct fact *fact, const char *why_benign)
{
	struct need need = {
		.job = fact->job,
		.relation = RELATION_SWAP_OR_RENAME,
		.table = target->effect.table,
		.column = target->effect.object == OBJECT_COLUMN ? fact->column : NULL,
		.fact = fact,
		.why_benign = why_benign,
	};
	bool fills = fact->kind == FACT_WRITE || fact->kind == FACT_INSERT;

	if (fills && !fact->renamed && fact_is_own_work(fact))
		walk_need(walk, &need);
}

static const char *const not_the_copy = "the job does not fill the copy that becomes the original";

/* Does the job fill a column from the one whose name it gets? */
static bool fills_copy(const struct fact *fact, const char *table, const char *other)
{
	return fact->kind != FACT_INSERT && job_has_fact(fact->job, FACT_READ, table, other);
}

static void swap_column(struct walk *walk, const struct target *target, const char *column, const char *other)
{
	const char *sides[2] = {column, other};

	for (size_t side = 0; side < 2; side++) {
		const struct fact_list *facts = facts_of_column(&walk->facts, target->effect.table, sides[side]);
		for (size_t i = 0; i < facts->count; i++) {
			const struct fact *fact = facts->items[i];
			bool copies = fact->kind != FACT_INSERT &&
				      job_has_fact(fact->job, FACT_READ, target->effect.table, sides[1 - side]);
			need_swap(walk, target, facts->items[i], copies ? NULL : not_the_copy);
		}
	}
}

static void swap_table(struct walk *walk, const struct target *target, const char *table, const char *other)
{
	const char *sides[2] = {table, other};

	for (size_t side = 0; side < 2; side++) {
		const struct fact_list *facts = facts_of_table(&walk->facts, sides[side]);
		for (size_t i = 0; i < facts->count; i++) {
			bool copies = job_reads_table(facts->items[i]->job, sides[1 - side]) &&
				      !job_writes_table(facts->items[i]->job, sides[1 - side]);
			need_swap(walk, target, facts->items[i], copies ? NULL : not_the_copy);
		}
	}
}

/* Is the old name there again after this migration: renamed to, created, or kept by a view? */
static bool name_is_taken_over(const struct walk *walk, const struct effect *effect)
{
	vec_each(const struct effect, other, &walk->placed->migration->effects) {
		bool names_it = other->object == OBJECT_TABLE || other->object == OBJECT_VIEW;
		if (names_it && other->verb == EFFECT_RENAME && str_equal(other->to, effect->table))
			return true;
		if (names_it && other->verb == EFFECT_CREATE &&
		    str_equal(other->table ? other->table : other->name, effect->table))
			return true;
	}
	return false;
}

static void need_table(struct walk *walk, const struct target *target, const char *why_benign)
{
	const struct fact_list *facts = facts_of_table(&walk->facts, target->effect.table);

	for (size_t i = 0; i < facts->count; i++)
		need_swap(walk, target, facts->items[i], why_benign);
}

static void need_columns(struct walk *walk, const struct target *target, const char *why_benign)
{
	const struct effect *effect = &target->effect;

	for (size_t c = 0; effect->object == OBJECT_COLUMN && c < effect->columns.count; c++) {
		const struct fact_list *facts = facts_of_column(&walk->facts, effect->table, effect->columns.items[c]);
		for (size_t i = 0; i < facts->count; i++)
			need_swap(walk, target, facts->items[i], why_benign);
	}
}

/* Does another rename of the migration give the name of the column back? Then they exchange columns. */
static bool column_comes_back(const struct walk *walk, const struct effect *effect, const char *column)
{
	vec_each(const struct effect, other, &walk->placed->migration->effects) {
		if (other->verb == EFFECT_RENAME && other->object == OBJECT_COLUMN &&
		    str_equal(other->table, effect->table) &&
		    (names_has(&other->to_columns, column) || str_equal(other->to, column)))
			return true;
	}
	return false;
}

static void rename_columns(struct walk *walk, const struct target *target)
{
	const struct effect *effect = &target->effect;

	for (size_t c = 0; effect->object == OBJECT_COLUMN && c < effect->columns.count; c++) {
		const char *column = effect->columns.items[c];
		const char *to = c < effect->to_columns.count ? effect->to_columns.items[c] : effect->to;
		const struct fact_list *facts = facts_of_column(&walk->facts, effect->table, column);
		bool comes_back = column_comes_back(walk, effect, column);
		for (size_t i = 0; i < facts->count; i++) {
			bool keeps = comes_back && !fills_copy(facts->items[i], effect->table, to);
			need_swap(walk, target, facts->items[i], keeps ? not_the_copy : NULL);
		}
	}
}

static void swap_or_rename_effect(struct walk *walk, const struct target *target)
{
	const struct effect *effect = &target->effect;

	if (effect->verb == EFFECT_SWAP && effect->object == OBJECT_TABLE && effect->to)
		swap_table(walk, target, effect->table, effect->to);
	for (size_t c = 0; effect->verb == EFFECT_SWAP && effect->object == OBJECT_COLUMN && c < effect->columns.count;
	     c++) {
		const char *other = c < effect->to_columns.count ? effect->to_columns.items[c] : effect->to;
		if (other)
			swap_column(walk, target, effect->columns.items[c], other);
	}
	if (effect->verb == EFFECT_RENAME && effect->object == OBJECT_TABLE)
		need_table(walk, target,
			   name_is_taken_over(walk, target->original)
				   ? "the name stays: the job works on what bears it now"
				   : NULL);
	if (effect->verb == EFFECT_RENAME)
		rename_columns(walk, target);
	if (effect->verb == EFFECT_ALTER_COLUMN && effect->type && effect->nullable != TRI_NO)
		need_columns(walk, target, "a new type keeps the name and the values");
	if (effect->verb == EFFECT_PARTITION && !effect->references)
		need_table(walk, target,
			   "the original stays in place, its copy is filled by triggers and a job of its own");
}

const struct edge_kind edge_kind_swap_or_rename = {
	.relation = RELATION_SWAP_OR_RENAME,
	.text = "an unfinished copy becomes the truth",
	.on_effect = swap_or_rename_effect,
};
