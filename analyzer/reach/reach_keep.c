/* What touches what, found out from a finished analysis. What a reading asked of the schema counts as touched: another answer
 * would make another reading. Jobs that call or queue one another share what they touch. */
#include "analyzer/reach/reach.h"

#include "analyzer/analysis.h"
#include "analyzer/cache/kept.h"
#include "analyzer/reach/touches.h"
#include "analyzer/scan/scan_kept.h"
#include "graph/job.h"

#include <stdlib.h>
#include <string.h>

/* A class of jobs and the one that stands for all that it is linked with: a forest of disjoint sets. */
struct class_node {
	struct kept_job_class kept;
	struct class_node *leader; /* itself, or one that is nearer to it */
};

struct keeping {
	struct arena *arena;
	struct arena *scratch; /* of one migration or job */
	const struct analysis *analysis;
	struct map touched;  /* name -> struct kept_touched */
	struct map classes;  /* name -> struct class_node */
	struct map releases; /* path -> text */
	struct kept_reach reach;
};

static struct kept_touched *touched_of(struct keeping *k, const char *name)
{
	struct kept_touched *touched = map_get(&k->touched, name);

	if (!touched) {
		touched = ARENA_NEW(k->arena, struct kept_touched);
		touched->name = str_copy(k->arena, name);
		map_put(&k->touched, touched->name, touched);
	}
	return touched;
}

static struct class_node *class_of(struct keeping *k, const char *name)
{
	struct class_node *class = map_get(&k->classes, name);

	if (!class) {
		class = ARENA_NEW(k->arena, struct class_node);
		class->kept.name = name;
		class->leader = class;
		map_put(&k->classes, name, class);
	}
	return class;
}

static struct class_node *leader_of(struct class_node *class)
{
	while (class->leader != class)
		class = class->leader = class->leader->leader;
	return class;
}

static void add_asked(struct keeping *k, const struct kept_questions *asked, struct names *out)
{
	vec_each(const struct question, question, &asked->list) {
		if (question->kind == QUESTION_TABLES)
			k->reach.wants_all_tables = true;
		else if (QUESTION_IS_OF_CATALOG(question->kind) && question->subject)
			names_push(k->scratch, out, question->subject);
	}
}

/* --- migrations --- */

static void add_alias(struct keeping *k, const char *name, const char *other)
{
	if (!name || !other || strcmp(name, other) == 0)
		return;
	vec_push(k->arena, &k->reach.aliases, (struct kept_alias){name, other});
	vec_push(k->arena, &k->reach.aliases, (struct kept_alias){other, name});
}

static void find_aliases(struct keeping *k, const struct effects *effects)
{
	vec_each(const struct effect, effect, effects) {
		if ((effect->verb == EFFECT_RENAME || effect->verb == EFFECT_SWAP) && effect->object == OBJECT_TABLE)
			add_alias(k, effect->table, effect->to);
		else if (effect->verb == EFFECT_PARTITION)
			add_alias(k, effect->table, effect->references);
		else if (effect->object == OBJECT_VIEW)
			add_alias(k, effect->table ? effect->table : effect->name, effect->references);
	}
}

static struct effects effects_on_jobs(struct arena *arena, const struct effects *effects)
{
	struct effects out = {0};

	vec_each(const struct effect, effect, effects) {
		if (effect->object == OBJECT_JOB)
			vec_push(arena, &out, *effect);
	}
	return out;
}

/* What is needed to place it, and what it does to jobs. */
static const struct migration *rest_of(struct arena *arena, const struct migration *migration)
{
	struct migration *rest = ARENA_NEW(arena, struct migration);

	*rest = *migration;
	rest->effects = effects_on_jobs(arena, &migration->effects);
	rest->down_effects = effects_on_jobs(arena, &migration->down_effects);
	rest->statements = (struct statements){0};
	rest->unresolved = (struct unresolved_list){0};
	return rest;
}

static size_t count_resolved(const struct statements *statements)
{
	size_t resolved = 0;

	vec_each(const struct statement, statement, statements)
		resolved += statement->resolved;
	return resolved;
}

static void keep_migration(struct keeping *k, const struct migration *migration)
{
	struct kept_questions asked = {0};
	struct names names = {0};

	arena_clear(k->scratch);
	uint64_t digest = scan_asked_of_migration(k->analysis->scan, k->scratch, migration->path, &asked);
	touches_of_migration(k->scratch, migration, &names);
	add_asked(k, &asked, &names);
	names_sort_unique(&names);
	for (size_t i = 0; i < names.count; i++)
		names_push(k->arena, &touched_of(k, names.items[i])->migrations, migration->path);
	names.count = 0;
	described_by_effects(k->scratch, &migration->effects, &names);
	described_by_effects(k->scratch, &migration->down_effects, &names);
	for (size_t i = 0; i < names.count; i++)
		touched_of(k, names.items[i])->is_described = true;
	find_aliases(k, &migration->effects);
	find_aliases(k, &migration->down_effects);
	vec_push(k->arena, &k->reach.migrations,
		 (struct kept_migration){.path = migration->path,
					 .length = migration->source->length,
					 .digest = digest,
					 .release = map_get(&k->releases, migration->path),
					 .statements = migration->statements.count,
					 .statements_resolved = count_resolved(&migration->statements),
					 .rest = rest_of(k->arena, migration)});
}

/* --- jobs --- */

static void touch(struct keeping *k, struct class_node *class, const struct names *names)
{
	for (size_t i = 0; i < names->count; i++)
		names_push(k->arena, &class->kept.touches, names->items[i]);
}

static void link_classes(struct keeping *k, struct class_node *class, const char *name)
{
	struct class_node *other = class_of(k, job_class_name(name));

	class->kept.is_linked = other->kept.is_linked = true;
	leader_of(other)->leader = leader_of(class);
}

static void link_partners(struct keeping *k, struct class_node *class, const struct job_reading *reading)
{
	for (size_t i = 0; i < reading->delegates.count; i++)
		link_classes(k, class, reading->delegates.items[i]);
	vec_each(const struct effect, effect, &reading->effects) {
		if (effect->object == OBJECT_JOB && effect->name)
			link_classes(k, class, effect->name);
	}
}

static void keep_job_answer(struct keeping *k, const struct job_answer *answer)
{
	struct kept_questions asked = {0};
	struct names names = {0};
	struct class_node *class = class_of(k, job_class_name(answer->texts[0]));

	arena_clear(k->scratch);
	uint64_t digest = scan_asked_of_job(k->analysis->scan, k->scratch, answer, &asked);
	touches_of_effects(k->scratch, &answer->reading->effects, &names);
	touch(k, class, &names);
	/* what is only asked about makes the job one to be looked at, but not one that does anything there */
	names = (struct names){0};
	add_asked(k, &asked, &names);
	for (size_t i = 0; i < names.count; i++)
		names_push(k->arena, &touched_of(k, names.items[i])->jobs, class->kept.name);
	class->kept.is_linked = class->kept.is_linked || !digest;
	link_partners(k, class, answer->reading);
	vec_push(k->arena, &k->reach.job_answers, (struct kept_job_answer){answer->key, digest});
}

static void keep_jobs(struct keeping *k)
{
	const struct job_answers *answers = scan_job_answers(k->analysis->scan);

	vec_each(struct job *, job, &k->analysis->graph.jobs) {
		vec_push(k->arena, &k->reach.jobs, (struct kept_job_state){(*job)->id, (*job)->resolved});
		if ((*job)->class_name)
			touch(k, class_of(k, job_class_name((*job)->class_name)), &(*job)->touched);
	}
	for (size_t i = 0; i < answers->list.count; i++) {
		if (answers->list.items[i]->texts[0] && answers->list.items[i]->reading)
			keep_job_answer(k, answers->list.items[i]);
	}
}

/* What one of those that are linked touches, all of them do. */
static void share_touches(struct keeping *k)
{
	for (size_t i = 0; i < k->classes.capacity; i++) {
		struct class_node *class = k->classes.slots[i].key ? k->classes.slots[i].value : NULL;
		if (class && leader_of(class) != class)
			touch(k, leader_of(class), &class->kept.touches);
	}
	for (size_t i = 0; i < k->classes.capacity; i++) {
		struct class_node *class = k->classes.slots[i].key ? k->classes.slots[i].value : NULL;
		if (class && leader_of(class) == class)
			names_sort_unique(&class->kept.touches);
	}
}

/* --- all --- */

static int compare_keys(const void *left, const void *right)
{
	return str_compare(*(const char *const *)left, *(const char *const *)right);
}

#define SORT_KEYS(vec)                                                                                                 \
	do {                                                                                                           \
		if ((vec).count)                                                                                       \
			qsort((vec).items, (vec).count, sizeof(*(vec).items), compare_keys);                           \
	} while (0)

static void list_all(struct keeping *k)
{
	for (size_t i = 0; i < k->classes.capacity; i++) {
		struct class_node *class = k->classes.slots[i].key ? k->classes.slots[i].value : NULL;
		if (!class)
			continue;
		class->kept.touches = leader_of(class)->kept.touches;
		for (size_t n = 0; n < class->kept.touches.count; n++)
			names_push(k->arena, &touched_of(k, class->kept.touches.items[n])->jobs, class->kept.name);
		vec_push(k->arena, &k->reach.job_classes, class->kept);
	}
	for (size_t i = 0; i < k->touched.capacity; i++) {
		const struct kept_touched *touched = k->touched.slots[i].key ? k->touched.slots[i].value : NULL;
		if (touched)
			vec_push(k->arena, &k->reach.touched, *touched);
	}
	vec_each(struct kept_touched, touched, &k->reach.touched) {
		names_sort_unique(&touched->migrations);
		names_sort_unique(&touched->jobs);
	}
	SORT_KEYS(k->reach.aliases);
	SORT_KEYS(k->reach.migrations);
	SORT_KEYS(k->reach.touched);
	SORT_KEYS(k->reach.job_classes);
	SORT_KEYS(k->reach.job_answers);
	SORT_KEYS(k->reach.jobs);
}

static void keep_declarations(struct keeping *k)
{
	const struct project *project = &k->analysis->scan->project;
	struct kept_declared *declared = ARENA_NEW(k->arena, struct kept_declared);

	vec_each(struct job_dictionary *, entry, &project->job_dictionaries)
		vec_push(k->arena, &declared->job_dictionaries, *entry);
	vec_each(struct table_dictionary *, entry, &project->table_dictionaries)
		vec_push(k->arena, &declared->table_dictionaries, *entry);
	vec_each(const struct ignored_column, column, &project->ignored_columns)
		vec_push(k->arena, &declared->ignored_columns, *column);
	declared->loose_foreign_key_tables = project->loose_foreign_key_tables;
	if (scan_declares_silently(k->analysis->scan))
		k->reach.declared = declared;
}

/* False when the tree cannot be used so. Lives in `arena`, and borrows from the analysis. */
static bool make(struct arena *arena, struct analysis *base, struct kept_reach *out)
{
	struct keeping k = {.arena = arena, .scratch = arena_new(), .analysis = base};

	k.touched = map_new(arena);
	k.classes = map_new(arena);
	k.releases = map_new(arena);
	if (!scan_keep_dump_parts(base->scan, &k.reach.dumped)) {
		arena_free(k.scratch);
		return false;
	}
	vec_each(const struct placed_migration, placed, &base->graph.migrations)
		map_put(&k.releases, placed->migration->path, release_text(arena, placed->release));
	vec_each(struct migration *, migration, &base->scan->project.migrations)
		keep_migration(&k, *migration);
	find_aliases(&k, &base->scan->project.structure);
	find_aliases(&k, &base->scan->project.initial_structure);
	keep_jobs(&k);
	share_touches(&k);
	keep_declarations(&k);
	list_all(&k);
	arena_free(k.scratch);
	*out = k.reach;
	return true;
}

void reach_keep(struct analysis *base, struct cache_file *file, const struct cache_key *key)
{
	struct arena *arena = arena_new();
	struct kept_reach reach;

	if (cache_file_writable(file) && make(arena, base, &reach))
		kept_put(file, key, &shape_reach, &reach);
	arena_free(arena);
}

const struct kept_reach *reach_index(struct analysis *base)
{
	struct kept_reach *reach = ARENA_NEW(base->arena, struct kept_reach);

	return base->scan && make(base->arena, base, reach) ? reach : NULL;
}
