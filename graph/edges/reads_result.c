/* A data migration, or another job, reads what this job writes: rows that are not done yet are skipped or written
 * wrongly, and nobody looks at them again.
 *
 * Not every common column is a dependency. Keys and batch columns are read by everybody. Two jobs that fill the same
 * columns do the same work in any order, unless the later one walks over the rows that the earlier one inserts. A later
 * one that selects by the column it fills itself asks for what is left. A row that is inserted complete needs no second
 * job. A timestamp of the last change decides nothing. */
#include "graph/orphans.h"
#include "graph/rows.h"
#include "graph/walk.h"

#define LOADED_BEFORE 1000u /* effects */

static const char *const same_work = "both fill the same columns, in any order";

static const char *const other_kind = "whether the rows that the job changes are those that are read is not known";
static const char *const swapped_in = "the swap before it already needs what the job fills";

/* Is it about a copy that took the place of the original? Whoever reads that reads what everybody reads. */
static bool is_swapped_in(const struct fact *fact)
{
	return fact->renamed && fact->renamed->verb == EFFECT_SWAP;
}

/* Does the job change only some kind of rows? Statements for several kinds are there to change every kind. */
static bool may_change_others(const struct fact *fact, const struct effect *reader)
{
	if (fact->kind != FACT_WRITE || !fact->effect || !reader ||
	    !rows_may_differ(fact->effect, fact->effect, reader))
		return false;
	for (size_t i = 0; i < fact->job->facts.count; i++) {
		const struct fact *other = fact->job->facts.items[i];
		if (other->kind == FACT_WRITE && other->effect != fact->effect && !other->through_trigger &&
		    other->effect && str_equal(other->effect->table, fact->effect->table) &&
		    !rows_may_differ(fact->effect, other->effect, reader))
			return false;
	}
	return true;
}

/* Does the job fill in the same rows every column that the migration fills, too? Whether it would do so by itself for
 * the rows that the migration does not find yet is not said by names. */
static bool fills_the_same(const struct fact *fact, const struct effect *effect)
{
	if (effect->verb != EFFECT_WRITE || effect->writes_null || fact->kind != FACT_WRITE ||
	    !str_equal(effect->table, fact->table) || !effect->columns.count)
		return false;
	for (size_t i = 0; i < effect->columns.count; i++) {
		const char *column = effect->columns.items[i];
		if (!str_equal(column, "updated_at") && !job_has_fact(fact->job, FACT_WRITE, fact->table, column))
			return false;
	}
	return true;
}

static bool says_nothing(const struct walk *walk, const char *table, const char *column)
{
	const struct names *key = schema_primary_key(walk->schema, table);

	return !column || str_equal(column, "id") || str_equal(column, "updated_at") ||
	       (key && key->count == 1 && names_has(key, column));
}

/* Own work that somebody may wait for: the time of the last change tells nothing. */
static bool is_result(const struct fact *fact)
{
	return fact_is_own_work(fact) && !str_equal(fact->column, "updated_at");
}

/* A data migration that chooses by the column which it fills itself does the job's work, only earlier. Rows that the
 * job has still to insert matter when their values are copied, or when the rows of another table die because they are
 * missing; a choice that merely does not meet them is made without them. */
static const char *why_migration_is_benign(const struct walk *walk, const struct effect *effect,
					   const struct fact *fact, enum read_role role)
{
	bool elsewhere = !str_equal(effect->table, fact->table);

	if (is_swapped_in(fact))
		return swapped_in;
	if (fact->effect && rows_are_disjoint(effect, fact->effect))
		return "the migration and the job choose different rows";
	if (fact->kind == FACT_INSERT && !(elsewhere && (role == READ_VALUE || effect->verb == EFFECT_DELETE)))
		return "the rows that the job inserts are not those that the migration looks for";
	if (str_equal(effect->table, fact->table) && names_has(&effect->columns, fact->column))
		return same_work;
	return orphans_why_benign(walk, effect, fact);
}

static void need_of_migration(struct walk *walk, const struct effect *effect, const struct column_ref *ref,
			      const char *why_likely)
{
	const struct fact_list *facts = facts_filling(&walk->facts, ref->table, ref->column);

	if (says_nothing(walk, ref->table, ref->column))
		return;
	for (size_t i = 0; i < facts->count; i++) {
		const struct fact *fact = facts->items[i];
		struct need need = {
			.job = fact->job,
			.relation = RELATION_READS_RESULT,
			.table = fact->table,
			.column = fact->column,
			.fact = fact,
			.why_benign = why_migration_is_benign(walk, effect, fact, ref->role),
			.why_likely = why_likely,
		};
		if (may_change_others(fact, effect))
			need.why_likely = other_kind;
		if (!need.why_benign && fills_the_same(fact, effect))
			need.why_likely = "the job itself fills the columns that the migration fills";
		if (fact->kind == FACT_INSERT)
			need.why_likely = "whether the rows that are inserted are those that are read is not known";
		if (is_result(fact))
			walk_need(walk, &need);
	}
}

/* Rows that the migration loads and goes through, one by one, to write those of another table: it skips those that have
 * no value yet. */
static void need_of_loaded_rows(struct walk *walk, const struct effect *effect, const struct effect *original)
{
	static const char *const why_likely = "what is written is taken to depend on the rows that were loaded before";

	/* what was loaded lies near: looking farther would take quadratic time where there are very many effects */
	size_t before = (size_t)(original - walk->placed->migration->effects.items);
	size_t looked_at = before < LOADED_BEFORE ? before : LOADED_BEFORE;

	for (const struct effect *read = original - looked_at; read < original; read++) {
		if (read->verb != EFFECT_READ || read->object != OBJECT_ROWS || str_equal(read->table, effect->table))
			continue;
		vec_each(const struct column_ref, ref, &read->filters) {
			if (ref->test == TEST_NOT_NULL)
				need_of_migration(walk, effect, ref, why_likely);
		}
	}
}

static void reads_result_effect(struct walk *walk, const struct target *target)
{
	const struct effect *effect = &target->effect;

	if (effect->object != OBJECT_ROWS ||
	    (effect->verb != EFFECT_WRITE && effect->verb != EFFECT_INSERT && effect->verb != EFFECT_DELETE))
		return;
	vec_each(const struct column_ref, ref, &effect->filters)
		need_of_migration(walk, effect, ref, NULL);
	vec_each(const struct column_ref, ref, &effect->sources)
		need_of_migration(walk, effect, ref, NULL);
	need_of_loaded_rows(walk, effect, target->original);
}

static bool writes_nothing(const struct tracked_job *job)
{
	for (size_t i = 0; i < job->facts.count; i++) {
		if (job->facts.items[i]->kind != FACT_READ)
			return false;
	}
	return true;
}

/* Does `job` write nothing that `other` does not write, too? */
static bool writes_subset(const struct tracked_job *job, const struct tracked_job *other)
{
	for (size_t i = 0; i < job->facts.count; i++) {
		const struct fact *fact = job->facts.items[i];
		if (fact->kind == FACT_READ || fact->renamed || !is_result(fact))
			continue;
		if (!job_has_fact(other, fact->kind, fact->table, fact->column))
			return false;
	}
	return true;
}

/* Does `job` write nothing but columns that it chooses its rows by? It then fills, or corrects, what it finds
 * undone. */
static bool fills_what_it_asks_for(const struct tracked_job *job)
{
	for (size_t i = 0; i < job->facts.count; i++) {
		const struct fact *fact = job->facts.items[i];
		if (fact->kind == FACT_READ || fact->renamed || !is_result(fact))
			continue;
		if (fact->kind != FACT_WRITE || !job_reads_as(job, fact->table, fact->column, READ_FILTER))
			return false;
	}
	return true;
}

/* Rows that are inserted with a column that the job fills need no job; those that it only looks up by their key have
 * nothing yet that refers to them. */
static const char *why_insert_is_benign(const struct tracked_job *queued, const struct fact *fact)
{
	if (!str_equal(queued->job.table, fact->table) && (job_reads_as(queued, fact->table, "id", READ_JOIN) ||
							   job_reads_as(queued, fact->table, "id", READ_FILTER)))
		return "rows that do not exist yet are referred to by none";
	for (size_t i = 0; i < queued->facts.count; i++) {
		const struct fact *filled = queued->facts.items[i];
		if (filled->kind == FACT_WRITE && is_result(filled) && str_equal(filled->table, fact->table) &&
		    job_has_fact(fact->job, FACT_INSERT, fact->table, filled->column))
			return "the rows are inserted complete";
	}
	return NULL;
}

/* Does the statement look only for rows with a value in a column that the rows which are inserted do not get? */
static bool wants_what_is_not_inserted(const struct walk *walk, const struct effect *effect, const struct fact *fact)
{
	if (fact->kind != FACT_INSERT)
		return false;
	vec_each(const struct column_ref, ref, &effect->filters) {
		bool wants = ref->reach == REACH_ALL && ref->test != TEST_NONE && ref->test != TEST_IS_NULL;
		if (wants && str_equal(ref->table, fact->table) &&
		    fact_inserts_without(walk->schema, fact, ref->column))
			return true;
	}
	return false;
}

/* Does the statement that reads the column choose only rows that the other job leaves alone? A table that is joined may be
 * there twice, and what is asked of one row says nothing of the other. */
static bool looks_at_other_rows(const struct fact *read, const struct fact *fact)
{
	if (fact->kind != FACT_WRITE || !fact->effect || !read->effect)
		return false;
	vec_each(const struct column_ref, ref, &read->effect->filters) {
		if (ref->role == READ_JOIN && str_equal(ref->table, fact->table))
			return false;
	}
	return rows_are_disjoint(read->effect, fact->effect);
}

/* Does the job change, insert or delete rows only where `fact` does not? */
static bool works_on_other_rows(const struct walk *walk, const struct tracked_job *job, const struct fact *fact)
{
	bool found = false;

	for (size_t i = 0; fact->effect && i < job->facts.count; i++) {
		const struct fact *own = job->facts.items[i];
		if (own->kind == FACT_READ || own->renamed || !is_result(own))
			continue;
		if (!own->effect || (!rows_are_disjoint(own->effect, fact->effect) &&
				     !wants_what_is_not_inserted(walk, own->effect, fact)))
			return false;
		found = true;
	}
	return found;
}

/* Does the one job queue the other by itself, when it has done its work? */
static bool follows(const struct walk *walk, const struct tracked_job *queued, const struct tracked_job *first)
{
	vec_each(const struct job_step, step, &walk->set->steps) {
		if (step->kind == STEP_QUEUE && step->job == queued && step->parent == first)
			return true;
	}
	return false;
}

static const char *why_job_is_benign(const struct walk *walk, const struct tracked_job *queued, const struct fact *read,
				     const struct fact *fact)
{
	bool walks_inserted = fact->kind == FACT_INSERT && str_equal(queued->job.table, fact->table);

	if (is_swapped_in(fact))
		return swapped_in;
	if (follows(walk, queued, fact->job))
		return "the first job queues the other one itself for what it has done";
	if (writes_nothing(queued))
		return queued->job.resolved ? "the later job writes nothing" : NULL;
	if (works_on_other_rows(walk, queued, fact))
		return "the two jobs choose different rows";
	if (!walks_inserted && writes_subset(queued, fact->job))
		return same_work;
	if (str_equal(read->column, "*"))
		return "the later job copies whole rows as they are";
	if (looks_at_other_rows(read, fact))
		return "the later job looks at other rows";
	if (fact->kind == FACT_WRITE && fact->effect && read->effect &&
	    rows_stay_chosen(read->effect, fact->effect, fact->table, fact->column))
		return "the later job looks for the rows before and after they are changed";
	if (job_has_fact(queued, FACT_WRITE, read->table, read->column) && fills_what_it_asks_for(queued))
		return same_work;
	if (!walks_inserted && job_has_fact(queued, FACT_INSERT, read->table, read->column))
		return "the later job looks whether the row is there before it inserts it";
	return fact->kind == FACT_INSERT ? why_insert_is_benign(queued, fact) : NULL;
}

static void need_of_fact(struct walk *walk, const struct tracked_job *queued, const struct fact *read,
			 const struct fact *fact)
{
	struct need need = {
		.job = fact->job,
		.relation = RELATION_READS_RESULT,
		.table = fact->table,
		.column = str_equal(fact->column, "*") ? read->column : fact->column,
		.fact = fact,
		.reader = read,
		.why_benign = why_job_is_benign(walk, queued, read, fact),
	};

	if (may_change_others(fact, read->effect))
		need.why_likely = other_kind;
	if (str_equal(fact->column, "*") && !str_equal(read->column, "*"))
		need.why_likely = "into which columns the job inserts is not known";
	if (writes_nothing(queued))
		need.why_likely = "what the queued job does with what it reads is not known";
	if (read->certainty != CERTAINTY_PROVEN)
		need.why_likely = "what the queued job reads is not fully known";
	walk_need(walk, &need);
}

/* Does the migration queue the job only after it has read? Then nothing of that run can be in what was read. */
static bool queued_after(const struct walk *walk, const struct tracked_job *job, const struct effect *read)
{
	const struct effects *effects = &walk->placed->migration->effects;

	if (!read || read < effects->items || read >= effects->items + effects->count)
		return false;
	for (size_t i = 0; i < SLOT_COUNT; i++) {
		size_t run = job->slots[i].run;
		const struct job_run *pending = run == NO_RUN ? NULL : &job->job.runs.items[run];
		if (pending && (pending->migration != walk->placed || pending->effect < read))
			return false;
	}
	return true;
}

static void need_of_read(struct walk *walk, const struct tracked_job *queued, const struct fact *read,
			 const struct tracked_job *parent)
{
	const struct fact_list *lists[] = {facts_filling(&walk->facts, read->table, read->column),
					   facts_filling(&walk->facts, read->table, "*")};

	if (says_nothing(walk, read->table, read->column) ||
	    (str_equal(read->table, queued->job.table) && str_equal(read->column, queued->job.batch_column)))
		return;
	for (size_t l = 0; l < (lists[0] == lists[1] ? 1 : 2); l++) {
		for (size_t i = 0; i < lists[l]->count; i++) {
			const struct fact *fact = lists[l]->items[i];
			if (fact->job != queued && fact->job != parent && is_result(fact) &&
			    !queued_after(walk, fact->job, read->effect))
				need_of_fact(walk, queued, read, fact);
		}
	}
}

static void need_of_filters(struct walk *walk, struct tracked_job *queued, const struct tracked_job *parent,
			    const struct effect *effect)
{
	vec_each(const struct column_ref, ref, &effect->filters) {
		struct fact *read = ARENA_NEW(walk->arena, struct fact);
		*read = (struct fact){.job = queued, .kind = FACT_READ, .effect = effect};
		read->table = ref->table;
		read->column = ref->column;
		read->role = ref->role;
		read->certainty = effect->certainty;
		need_of_read(walk, queued, read, parent);
	}
}

/* Is one of the effects from `from` to `end` of that statement? */
static bool has_statement(const struct effects *effects, size_t from, size_t end, size_t statement)
{
	if (end - from > LOADED_BEFORE)
		from = end - LOADED_BEFORE;
	for (size_t i = from; i < end; i++) {
		if (effects->items[i].statement == statement)
			return true;
	}
	return false;
}

/* Sidekiq-era queues choose the rows themselves: what their relation filters by is read, too. A read in the very
 * statement that queues a job is about that job alone. Where one statement queues several times (a loop, a method that
 * is called for each table), what is read again for each queue is read for that queue. */
static void need_of_relation(struct walk *walk, struct tracked_job *queued, const struct tracked_job *parent)
{
	const struct effects *effects = &walk->placed->migration->effects;
	VEC(const struct effect *) reads = {0};
	const struct effect *queue = NULL; /* the next one, while the statement is the same */
	size_t round = 0; /* begins behind the last queue by the same statement; 0: no such queue was met */

	if (walk->effect < effects->items || walk->effect >= effects->items + effects->count)
		return;
	size_t end = (size_t)(walk->effect - effects->items);
	for (size_t i = end; i-- > 0;) {
		const struct effect *effect = &effects->items[i];
		if (effect->verb == EFFECT_QUEUE)
			queue = effect;
		if (queue == effect && !round && effect->statement == walk->effect->statement)
			round = i + 1;
		if (effect->verb == EFFECT_READ && !(queue && queue->statement == effect->statement) &&
		    !(round && has_statement(effects, round, end, effect->statement)))
			vec_push(walk->arena, &reads, effect);
		if (queue && queue->statement != effect->statement)
			queue = NULL;
	}
	for (size_t i = reads.count; i-- > 0;)
		need_of_filters(walk, queued, parent, reads.items[i]);
}

static void reads_result_queue(struct walk *walk, struct tracked_job *queued, const struct tracked_job *parent)
{
	for (size_t i = 0; i < queued->facts.count; i++) {
		const struct fact *fact = queued->facts.items[i];
		if (fact->kind == FACT_READ && !fact->renamed && fact_is_own_work(fact))
			need_of_read(walk, queued, fact, parent);
	}
	if (job_era_is_by_class(queued->job.era))
		need_of_relation(walk, queued, parent);
}

const struct edge_kind edge_kind_reads_result = {
	.relation = RELATION_READS_RESULT,
	.text = "rows that are not done yet stay wrong for ever",
	.on_effect = reads_result_effect,
	.on_queue = reads_result_queue,
};
