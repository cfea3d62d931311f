/* Answers about classes are digests of the files that may have a part in them; they are kept, because the job files do not
 * change during a run. Tables of models are asked of the table dictionaries. Of a model's file, each part has a digest of its
 * own; they are kept with its bytes, so that to compare them it is parsed once in all runs. */
#include "analyzer/cache/surroundings.h"

#include "analyzer/base/map.h"
#include "analyzer/reach/reach.h"

#include <stdlib.h>
#include <string.h>

struct answer {
	uint64_t digest;
};

struct surroundings {
	struct arena *arena;
	struct arena *scratch; /* of one answer */
	struct cache_file *file;
	struct contents *contents;
	struct inputs *inputs;
	const struct project *project;
	struct questions *questions;
	struct schema *schema;
	struct catalog plain, late, heard;
	VEC(const struct effects *) pending;
	size_t taken_in; /* of them */
	uint64_t history;
	bool history_known;
	struct ruby *ruby;
	uint64_t class_digest;
	struct ruby_listener listener;
	struct map classes, jobs; /* name -> struct answer */
	struct map tables;        /* class -> struct answer */
	struct map models;        /* relative path -> struct ruby_parts */
	struct reach *reach;
	size_t dictionaries; /* in `tables` */
};

/* `name` is what the question is about, NULL: everything. */
static struct catalog *catch_up(void *payload, const char *name)
{
	struct surroundings *around = payload;

	if (around->reach && (!name || !reach_knows(around->reach, name)))
		reach_miss(around->reach, name);
	for (; around->taken_in < around->pending.count; around->taken_in++)
		schema_learn(around->schema, around->pending.items[around->taken_in]);
	return &around->plain;
}

/* --- the catalog, late --- */

static enum tristate late_has_column(void *payload, const char *table, const char *column)
{
	const struct catalog *catalog = catch_up(payload, table ? table : "");
	return catalog->has_column(catalog->payload, table, column);
}

static enum tristate late_has_table(void *payload, const char *table)
{
	const struct catalog *catalog = catch_up(payload, table ? table : "");
	return catalog->has_table(catalog->payload, table);
}

static const struct names *late_columns(void *payload, const char *table)
{
	const struct catalog *catalog = catch_up(payload, table ? table : "");
	return catalog->columns(catalog->payload, table);
}

static const struct names *late_primary_key(void *payload, const char *table)
{
	const struct catalog *catalog = catch_up(payload, table ? table : "");
	return catalog->primary_key(catalog->payload, table);
}

static enum tristate late_is_nullable(void *payload, const char *table, const char *column)
{
	const struct catalog *catalog = catch_up(payload, table ? table : "");
	return catalog->is_nullable(catalog->payload, table, column);
}

static const char *late_index_table(void *payload, const char *index)
{
	const struct catalog *catalog = catch_up(payload, index ? index : "");
	return catalog->index_table(catalog->payload, index);
}

static const struct names *late_tables(void *payload)
{
	const struct catalog *catalog = catch_up(payload, NULL);
	return catalog->tables(catalog->payload);
}

/* --- what ruby asks --- */

static void listen(void *payload, enum ruby_question kind, const char *subject, const char *part)
{
	static const enum question_kind kinds[] = {
		[RUBY_ASKS_CLASS] = QUESTION_CLASS,
		[RUBY_ASKS_JOB] = QUESTION_JOB,
		[RUBY_ASKS_MODEL_TABLE] = QUESTION_MODEL_TABLE,
		[RUBY_ASKS_MODEL_FILE] = QUESTION_MODEL_FILE,
		[RUBY_ASKS_MODEL_PART] = QUESTION_MODEL_PART,
	};
	struct surroundings *around = payload;
	struct question question = {.kind = kinds[kind], .subject = subject, .part = part};

	question.answer = surroundings_answer(around, &question);
	questions_note(around->questions, question);
}

static void *lasting_begin(void *payload)
{
	struct surroundings *around = payload;

	return questions_lasting_begin(around->questions);
}

static void lasting_end(void *payload, void *lasting)
{
	struct surroundings *around = payload;

	questions_lasting_end(around->questions, lasting);
}

static void lasting_used(void *payload, void *lasting)
{
	struct surroundings *around = payload;

	questions_lasting_used(around->questions, lasting);
}

struct surroundings *surroundings_new(struct arena *arena, struct cache_file *file, struct contents *contents,
				      const struct project *project)
{
	struct surroundings *around = ARENA_NEW(arena, struct surroundings);

	*around = (struct surroundings){
		.arena = arena,
		.scratch = arena_new(),
		.file = file,
		.contents = contents,
		.inputs = contents_inputs(contents),
		.project = project,
		.questions = questions_new(arena),
		.schema = schema_new(arena),
		.history = 1,
		.history_known = true,
		.classes = map_new(arena),
		.jobs = map_new(arena),
		.tables = map_new(arena),
		.models = map_new(arena),
	};
	arena_alloc(around->scratch, 1); /* its first block stays */
	around->listener = (struct ruby_listener){around, listen, lasting_begin, lasting_end, lasting_used};
	around->plain = schema_catalog(around->schema);
	around->late = (struct catalog){around,           late_has_column,  late_has_table,   late_columns,
					late_primary_key, late_is_nullable, late_index_table, late_tables};
	around->heard = catalog_heard(arena, &around->late, around->questions);
	return around;
}

void surroundings_limit(struct surroundings *around, struct reach *reach)
{
	around->reach = reach;
}

void surroundings_free(struct surroundings *around)
{
	if (!around)
		return;
	questions_free(around->questions);
	arena_free(around->scratch);
}

const struct catalog *surroundings_catalog(struct surroundings *around)
{
	return &around->heard;
}

struct questions *surroundings_questions(struct surroundings *around)
{
	return around->questions;
}

void surroundings_set_ruby(struct surroundings *around, struct ruby *ruby, uint64_t digest)
{
	around->ruby = ruby;
	around->class_digest = digest;
	ruby_listen(ruby, &around->listener);
}

void surroundings_learn(struct surroundings *around, const struct effects *effects, uint64_t digest)
{
	vec_push(around->arena, &around->pending, effects);
	around->history_known = around->history_known && digest;
	around->history = hash_mix(around->history, &digest, sizeof(digest));
}

uint64_t surroundings_history(const struct surroundings *around)
{
	return around->history_known ? around->history : 0;
}

uint64_t surroundings_classes(const struct surroundings *around)
{
	return around->class_digest;
}

/* --- answers --- */

static uint64_t digest_of_files(struct surroundings *around, const char *name, bool is_job)
{
	struct arena_mark mark = arena_mark(around->scratch);
	struct ruby_files files = ruby_class_files(around->ruby, around->scratch, name, is_job);
	uint64_t digest = 1;

	for (size_t i = 0; i < files.count; i++) {
		struct input *input = contents_find(around->contents, files.items[i]->path);
		if (!input || !contents_know(around->contents, input))
			continue;
		digest = hash_mix_text(digest, input->path);
		digest = hash_mix(digest, input->content.bytes, sizeof(input->content.bytes));
	}
	arena_pop(around->scratch, mark);
	return files.count ? digest : 0;
}

static uint64_t answer_of_class(struct surroundings *around, const char *name, bool is_job)
{
	struct map *known = is_job ? &around->jobs : &around->classes;
	struct answer *answer = map_get(known, name);

	if (answer)
		return answer->digest;
	answer = ARENA_NEW(around->arena, struct answer);
	answer->digest = around->ruby ? digest_of_files(around, name, is_job) : 0;
	map_put(known, str_copy(around->arena, name), answer);
	return answer->digest;
}

/* All tables that name the class, in their order. */
static void index_tables(struct surroundings *around)
{
	for (; around->dictionaries < around->project->table_dictionaries.count; around->dictionaries++) {
		const struct table_dictionary *entry = around->project->table_dictionaries.items[around->dictionaries];
		for (size_t i = 0; !entry->is_deleted && i < entry->classes.count; i++) {
			const char *name = entry->classes.items[i];
			while (str_starts_with(name, "::"))
				name += 2;
			struct answer *answer = map_get(&around->tables, name);
			if (!answer) {
				answer = ARENA_NEW(around->arena, struct answer);
				answer->digest = 1;
				map_put(&around->tables, name, answer);
			}
			answer->digest = hash_mix_text(hash_mix_text(answer->digest, entry->path), entry->table);
		}
	}
}

static uint64_t answer_of_model_table(struct surroundings *around, const char *name)
{
	index_tables(around);
	const struct answer *answer = map_get(&around->tables, name);

	return answer ? answer->digest : 0;
}

/* The file that ruby would read: the first one that can be read. */
static struct input *readable_model(struct surroundings *around, const char *relative_path)
{
	struct arena_mark mark = arena_mark(around->arena);
	struct input *found = NULL;

	for (size_t folder = 0; folder < MODEL_FOLDERS && !found; folder++) {
		found = model_input(around->arena, around->inputs, relative_path, folder);
		if (found && !contents_know(around->contents, found))
			found = NULL;
	}
	arena_pop(around->arena, mark);
	return found;
}

static uint64_t answer_of_model_file(struct surroundings *around, const char *relative_path)
{
	const struct input *input = readable_model(around, relative_path);

	if (!input)
		return 0;
	return hash_mix(hash_mix_text(1, input->path), input->content.bytes, sizeof(input->content.bytes));
}

/* What is in a model's file, as kept with its bytes or as found by parsing it. */
static const struct ruby_parts *read_parts(struct surroundings *around, const char *relative_path)
{
	static const char kind[] = "model parts";
	struct ruby_parts *parts = ARENA_NEW(around->arena, struct ruby_parts);
	const struct input *input = readable_model(around, relative_path);
	struct cache_key key;

	if (!input || !around->ruby)
		return parts;
	struct hash_part of[] = {{program_digest(), strlen(program_digest())},
				 {kind, sizeof(kind)},
				 {input->content.bytes, sizeof(input->content.bytes)}};
	hash_parts(of, sizeof(of) / sizeof(of[0]), key.bytes);
	if (kept_get(around->arena, around->file, &key, &shape_parts, parts))
		return parts;
	const struct ruby_parts *made = ruby_model_parts(around->ruby, relative_path);
	if (!contents_moved(around->contents))
		kept_put(around->file, &key, &shape_parts, made);
	return made;
}

static int part_order(const void *name, const void *part)
{
	return strcmp(name, ((const struct ruby_part *)part)->name);
}

static uint64_t answer_of_model_part(struct surroundings *around, const char *relative_path, const char *name)
{
	const struct ruby_parts *parts = map_get(&around->models, relative_path);

	if (!parts) {
		parts = read_parts(around, relative_path);
		map_put(&around->models, str_copy(around->arena, relative_path), (void *)parts);
	}
	const struct ruby_part *part = name && parts->list.count ? bsearch(name, parts->list.items, parts->list.count,
									   sizeof(*part), part_order)
								 : NULL;
	return part ? part->digest : 0;
}

static uint64_t answer_of_file(struct surroundings *around, const char *path)
{
	struct input *input = contents_find(around->contents, path);

	return input && contents_know(around->contents, input)
		       ? hash_mix(1, input->content.bytes, sizeof(input->content.bytes))
		       : 0;
}

bool surroundings_can_answer(const struct surroundings *around, const struct question *question)
{
	if (!around->reach || !QUESTION_IS_OF_CATALOG(question->kind))
		return true;
	return question->kind != QUESTION_TABLES && reach_knows(around->reach, question->subject);
}

uint64_t surroundings_answer(struct surroundings *around, const struct question *question)
{
	switch (question->kind) {
	case QUESTION_CLASS:
		return answer_of_class(around, question->subject, false);
	case QUESTION_JOB:
		return answer_of_class(around, question->subject, true);
	case QUESTION_MODEL_TABLE:
		return answer_of_model_table(around, question->subject);
	case QUESTION_MODEL_FILE:
		return answer_of_model_file(around, question->subject);
	case QUESTION_MODEL_PART:
		return answer_of_model_part(around, question->subject, question->part);
	case QUESTION_FILE:
		return answer_of_file(around, question->subject);
	default:
		return catalog_answer(&around->late, question);
	}
}
