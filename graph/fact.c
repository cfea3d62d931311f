/* The facts of a job come from the reading of its class, of the classes it delegates to, and from the triggers that its
 * writes fire. They are registered when the job is queued, so the triggers are those of that moment; what a reading
 * says about triggers (of any time) is left aside.
 *
 * A trigger that fills a column is the job's own work only if the job is there to fire it: when it looks at that
 * column, or writes nothing itself but the timestamp of the last change. Otherwise the write is a side effect. */
#include "graph/fact.h"

static const struct fact_list no_facts = {0};

struct fact_index fact_index_new(struct arena *arena)
{
	return (struct fact_index){arena, map_new(arena), map_new(arena), map_new(arena)};
}

const struct fact_list *facts_of_table(const struct fact_index *index, const char *table)
{
	const struct fact_list *list = map_get(&index->by_table, table);

	return list ? list : &no_facts;
}

static const struct fact_list *look_up(const struct fact_index *index, const struct map *map, const char *table,
				       const char *column)
{
	if (!table || !column)
		return &no_facts;
	struct arena_mark mark = arena_mark(index->arena);
	const struct fact_list *list = map_get(map, str_concat(index->arena, table, ".", column));
	arena_pop(index->arena, mark);
	return list ? list : &no_facts;
}

const struct fact_list *facts_of_column(const struct fact_index *index, const char *table, const char *column)
{
	return look_up(index, &index->by_column, table, column);
}

const struct fact_list *facts_filling(const struct fact_index *index, const char *table, const char *column)
{
	return look_up(index, &index->by_filled, table, column);
}

static void put(struct fact_index *index, struct map *map, const char *key, struct fact *fact)
{
	struct fact_list *list = map_get(map, key);

	if (!list) {
		list = ARENA_NEW(index->arena, struct fact_list);
		map_put(map, key, list);
	}
	vec_push(index->arena, list, fact);
}

static bool has_test(const struct column_refs *refs, const struct column_ref *wanted)
{
	vec_each(const struct column_ref, ref, refs) {
		if (column_ref_equal(ref, wanted))
			return true;
	}
	return false;
}

/* Does `b` demand of the rows of `table` (NULL: of all rows) whatever `a` demands? */
static bool demands(const struct effect *a, const struct effect *b, const char *table)
{
	vec_each(const struct column_ref, ref, &a->filters) {
		if (ref->test != TEST_NONE && (!table || str_equal(ref->table, table)) && !has_test(&b->filters, ref))
			return false;
	}
	return true;
}

/* Do both come from statements that choose their rows alike? What is read elsewhere does not matter to a read. */
static bool same_choice(const struct fact *a, const struct fact *b)
{
	const char *table = a->kind == FACT_READ ? a->table : NULL;

	if (a->effect == b->effect)
		return true;
	return a->effect && b->effect && demands(a->effect, b->effect, table) && demands(b->effect, a->effect, table) &&
	       (table || (a->effect->verb == b->effect->verb && column_refs_equal(a->effect->given, b->effect->given)));
}

static bool same_fact(const struct fact *a, const struct fact *b)
{
	return a->kind == b->kind && a->role == b->role && a->chooses_deleted == b->chooses_deleted &&
	       a->writes_null == b->writes_null && a->through_trigger == b->through_trigger &&
	       str_equal(a->column, b->column) && str_equal(a->table, b->table) && same_choice(a, b);
}

static void add(struct fact_index *index, struct fact fact)
{
	if (!fact.table)
		return;
	for (size_t i = 0; i < fact.job->facts.count; i++) {
		struct fact *known = fact.job->facts.items[i];
		if (!same_fact(known, &fact))
			continue;
		if (known->test != fact.test)
			known->test = fact.test = TEST_NONE;
		if (known->certainty < fact.certainty)
			*known = fact;
		return;
	}
	struct fact *kept = ARENA_NEW(index->arena, struct fact);
	*kept = fact;
	vec_push(index->arena, &fact.job->facts, kept);
	put(index, &index->by_table, fact.table, kept);
	if (!fact.column)
		return;
	const char *key = str_concat(index->arena, fact.table, ".", fact.column);
	put(index, &index->by_column, key, kept);
	if (fact.kind == FACT_WRITE || fact.kind == FACT_INSERT)
		put(index, &index->by_filled, key, kept);
}

/* A fact about a view is one about the table behind it, too. */
static void add_named(struct fact_index *index, const struct schema *schema, struct fact fact)
{
	add(index, fact);
	const char *base = schema_view_base(schema, fact.table);
	if (base) {
		fact.table = base;
		add(index, fact);
	}
}

/* A query names its filter columns among what it reads; only the others are read for their value. */
static void add_selected(struct fact_index *index, const struct schema *schema, struct fact fact,
			 const struct effect *read)
{
	for (size_t i = 0; i < read->columns.count; i++) {
		fact.column = read->columns.items[i];
		if (!column_refs_has(&read->filters, read->table, fact.column))
			add_named(index, schema, fact);
	}
}

static bool is_never_null(const struct schema *schema, const char *table, const char *name)
{
	const struct schema_column *column = schema_column(schema, table, name);

	return column && column->nullable == TRI_NO;
}

static void add_columns(struct fact_index *index, const struct schema *schema, struct fact fact,
			const struct names *columns)
{
	for (size_t i = 0; i < columns->count; i++) {
		fact.column = columns->items[i];
		fact.writes_null = fact.effect->writes_null || names_has(&fact.effect->nulled, fact.column);
		fact.over_value = is_never_null(schema, fact.table, fact.column);
		add_named(index, schema, fact);
	}
}

static void add_reads(struct fact_index *index, const struct schema *schema, struct fact fact,
		      const struct column_refs *refs)
{
	fact.kind = FACT_READ;
	fact.writes_null = false;
	vec_each(const struct column_ref, ref, refs) {
		fact.table = ref->table;
		fact.column = ref->column;
		fact.role = ref->role;
		fact.test = ref->reach == REACH_ALL ? ref->test : TEST_NONE;
		add_named(index, schema, fact);
	}
}

/* That rows are inserted is certain even where it is not known into which columns. */
static void add_rows(struct fact_index *index, const struct schema *schema, struct fact fact)
{
	if (fact.certainty == CERTAINTY_LIKELY && names_has(&fact.effect->columns, "*"))
		fact.certainty = CERTAINTY_PROVEN;
	add_named(index, schema, fact);
	if (!fact.effect->columns.count) {
		fact.column = "*";
		add_named(index, schema, fact);
	}
}

static void add_effect(struct fact_index *index, const struct schema *schema, struct fact fact)
{
	const struct effect *effect = fact.effect;

	fact.table = effect->table;
	fact.writes_null = effect->writes_null;
	fact.chooses_deleted = effect->verb == EFFECT_DELETE;
	add_reads(index, schema, fact, &effect->filters);
	add_reads(index, schema, fact, &effect->sources);
	fact.chooses_deleted = false;
	switch (effect->verb) {
	case EFFECT_READ:
		fact.kind = FACT_READ;
		fact.role = READ_VALUE;
		add_selected(index, schema, fact, effect);
		break;
	case EFFECT_WRITE:
		fact.kind = FACT_WRITE;
		add_columns(index, schema, fact, &effect->columns);
		if (!effect->columns.count && effect->certainty != CERTAINTY_UNKNOWN)
			add_named(index, schema, fact); /* columns that are not known, of this table */
		break;
	case EFFECT_INSERT:
		fact.kind = FACT_INSERT;
		add_columns(index, schema, fact, &effect->columns);
		add_rows(index, schema, fact);
		fact.kind = FACT_WRITE;
		if (effect->upsert)
			add_columns(index, schema, fact, &effect->to_columns);
		break;
	case EFFECT_DELETE:
	case EFFECT_TRUNCATE:
		fact.kind = effect->verb == EFFECT_DELETE ? FACT_DELETE : FACT_TRUNCATE;
		add_named(index, schema, fact);
		break;
	default:
		break;
	}
}

/* Does the job look for rows that lack the column, without writing it itself? Then firing the trigger that does is what it
 * is for; one that inserts rows fills none of those. Rows that are known to have a value wait for nothing. */
static bool asks_for(const struct tracked_job *job, const char *table, const char *column)
{
	bool reads = false;

	for (size_t i = 0; i < job->facts.count; i++) {
		const struct fact *fact = job->facts.items[i];
		if (fact->through_trigger || !str_equal(fact->table, table) || !str_equal(fact->column, column))
			continue;
		if (fact->kind == FACT_WRITE)
			return false;
		reads |= fact->kind == FACT_READ && fact->role == READ_FILTER &&
			 (fact->test == TEST_NONE || fact->test == TEST_IS_NULL);
	}
	return reads;
}

/* Touching a row changes nothing but the timestamp of its last change. */
static bool only_touches(const struct effect *effect)
{
	for (size_t i = 0; i < effect->columns.count; i++) {
		if (!str_equal(effect->columns.items[i], "updated_at"))
			return false;
	}
	return effect->verb == EFFECT_WRITE;
}

static bool writes_rows(const struct effect *effect)
{
	return effect->verb == EFFECT_WRITE || effect->verb == EFFECT_INSERT || effect->verb == EFFECT_DELETE;
}

/* Triggers may fire triggers; what is further away than this is not followed. */
#define TRIGGER_DEPTH 3u

static void add_triggered(struct fact_index *index, struct schema *schema, struct fact fact, const struct effect *write,
			  unsigned depth)
{
	const struct effects *steps = schema_triggered(schema, write);
	bool own_work = depth == 1 && only_touches(write);

	if (!steps)
		return;
	vec_each(const struct effect, step, steps) {
		fact.effect = step;
		fact.through_trigger = true;
		fact.triggered_on_purpose = own_work;
		bool fills = writes_rows(step) && (step->verb != EFFECT_INSERT || step->upsert);
		for (size_t i = 0; i < step->columns.count && !own_work && fills; i++)
			fact.triggered_on_purpose |= asks_for(fact.job, step->table, step->columns.items[i]);
		add_effect(index, schema, fact);
		if (depth < TRIGGER_DEPTH && writes_rows(step) && !str_equal(step->table, write->table))
			add_triggered(index, schema, fact, step, depth + 1);
	}
}

static void add_batch_column(struct fact_index *index, const struct schema *schema, struct fact fact)
{
	const struct job *job = &fact.job->job;

	fact.kind = FACT_READ;
	fact.role = READ_FILTER;
	fact.table = job->table;
	fact.column = job->batch_column;
	fact.effect = job->runs.count ? job->runs.items[0].effect : NULL;
	fact.certainty = CERTAINTY_PROVEN;
	if (job->batch_column && job->era == JOB_BATCHED)
		add_named(index, schema, fact);
}

void facts_register(struct fact_index *index, struct schema *schema, struct tracked_job *job)
{
	if (job->has_facts)
		return;
	job->has_facts = true;
	for (size_t r = 0; r < job->readings.count; r++) {
		vec_each(const struct effect, effect, &job->readings.items[r]->effects) {
			struct fact fact = {.job = job, .effect = effect, .certainty = effect->certainty};
			if (effect->object != OBJECT_JOB && !effect->through_trigger)
				add_effect(index, schema, fact);
		}
	}
	for (size_t r = 0; r < job->readings.count; r++) {
		vec_each(const struct effect, effect, &job->readings.items[r]->effects) {
			struct fact fact = {.job = job, .effect = effect, .certainty = effect->certainty};
			if (writes_rows(effect) && !effect->through_trigger)
				add_triggered(index, schema, fact, effect, 1);
		}
	}
	add_batch_column(index, schema, (struct fact){.job = job});
}

void facts_follow(struct fact_index *index, const struct effect *rename, const char *table, const char *column,
		  const char *to)
{
	const struct fact_list *list = column ? facts_of_column(index, table, column) : facts_of_table(index, table);
	size_t count = list->count;

	for (size_t i = 0; i < count; i++) {
		struct fact fact = *list->items[i];
		fact.renamed = rename;
		if (column)
			fact.column = to;
		else
			fact.table = to;
		add(index, fact);
	}
}

/* Both sides are looked up before either gets new facts, so that nothing goes there and back. */
static void swap_facts(struct fact_index *index, const struct effect *swap, const char *column, const char *other)
{
	struct fact_list sides[2] = {
		*(column ? facts_of_column(index, swap->table, column) : facts_of_table(index, swap->table)),
		*(column ? facts_of_column(index, swap->table, other) : facts_of_table(index, other))};

	for (size_t side = 0; side < 2; side++) {
		for (size_t i = 0; i < sides[side].count; i++) {
			struct fact fact = *sides[side].items[i];
			fact.renamed = swap;
			if (column)
				fact.column = side ? column : other;
			else
				fact.table = side ? swap->table : other;
			add(index, fact);
		}
	}
}

void facts_swap(struct fact_index *index, const struct effect *swap)
{
	if (swap->object == OBJECT_TABLE && swap->table && swap->to)
		swap_facts(index, swap, NULL, swap->to);
	for (size_t i = 0; swap->object == OBJECT_COLUMN && i < swap->columns.count; i++) {
		const char *other = i < swap->to_columns.count ? swap->to_columns.items[i] : swap->to;
		if (other)
			swap_facts(index, swap, swap->columns.items[i], other);
	}
}

static void list_write(struct arena *arena, struct job *job, const struct fact *fact)
{
	static const char *const words[] = {
		[FACT_INSERT] = "insert", [FACT_DELETE] = "delete", [FACT_TRUNCATE] = "truncate"};

	if (fact->kind == FACT_WRITE && fact->column)
		names_add(arena, &job->writes, str_concat(arena, fact->table, ".", fact->column));
	else if (fact->kind != FACT_WRITE)
		names_add(arena, &job->writes, str_printf(arena, "%s:%s", fact->table, words[fact->kind]));
}

void facts_list(struct arena *arena, struct tracked_job *job)
{
	const char *last = NULL;

	for (size_t i = 0; i < job->facts.count; i++) {
		const struct fact *fact = job->facts.items[i];
		if (fact->table != last)
			names_add(arena, &job->job.touched, fact->table);
		last = fact->table;
		if (fact->renamed)
			continue;
		if (fact->kind != FACT_READ)
			list_write(arena, &job->job, fact);
		else if (fact->column)
			names_add(arena, &job->job.reads, str_concat(arena, fact->table, ".", fact->column));
	}
	names_sort(&job->job.reads);
	names_sort(&job->job.writes);
	names_sort(&job->job.touched);
}
