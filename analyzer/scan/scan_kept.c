/* The dumps of the schema are kept whole, for those who read the whole tree, and in parts: one for each table, and one
 * without a name for the functions of triggers. Sequences and the like are in none: nobody asks for them. */
#include "analyzer/scan/scan_parts.h"

#include "analyzer/base/str.h"

#include <string.h>

/* The dumps that a part comes from, as a word of its key. */
static const char *const dump_words[] = {"initial", "present"};

static uint64_t asked(struct scan *scan, const struct reading_request *request, uint64_t digest, struct arena *arena,
		      struct kept_questions *out)
{
	struct reading reading;

	readings_open(scan->scanner->readings, request, &reading);
	return reading_asked(&reading, digest, arena, out) ? digest : 0;
}

uint64_t scan_asked_of_migration(struct scan *scan, struct arena *arena, const char *path, struct kept_questions *out)
{
	const struct input *input = input_find(&scan->inputs, path);
	const uint64_t *digest = map_get(&scan->scanner->digests, path);

	if (!input || !digest || !input->has_content)
		return 0;
	return asked(scan, &(struct reading_request){.kind = "migration", .path = path, .content = &input->content},
		     *digest, arena, out);
}

uint64_t scan_asked_of_job(struct scan *scan, struct arena *arena, const struct job_answer *answer,
			   struct kept_questions *out)
{
	const char *const *texts = answer->texts;

	return asked(scan, &(struct reading_request){.kind = "job", .texts = {texts[0], texts[1], texts[2], texts[3]}},
		     answer->digest, arena, out);
}

const struct job_answers *scan_job_answers(const struct scan *scan)
{
	return &scan->scanner->job_answers;
}

static bool is_code(const struct input *input)
{
	return input &&
	       (input->role == INPUT_MIGRATION || input->role == INPUT_POST_MIGRATION || input->role == INPUT_JOB);
}

bool scan_declares_silently(const struct scan *scan)
{
	static const char comment[] = "stopgraph:disable";

	/* what was not read holds none, as is known from the time when it was */
	vec_each(const struct source *const, item, &scan->sources) {
		const struct source *source = *item;
		if (!source->reader && memmem(source->bytes, source->length, comment, strlen(comment)) &&
		    !is_code(input_find(&scan->inputs, source->path)))
			return false;
	}
	return scan->scanner->declaration_diags == 0;
}

/* --- parts of dumps --- */

static bool is_dump(const struct input *input)
{
	return input->role == INPUT_INITIAL_STRUCTURE || input->role == INPUT_STRUCTURE || input->role == INPUT_SCHEMA;
}

/* Which dumps there are, with their contents; false when that of one is not known. */
static bool name_dumps(struct arena *arena, const struct inputs *inputs, struct object_id *out)
{
	VEC(struct hash_part) parts = {0};

	vec_each(const struct input, input, inputs) {
		if (!is_dump(input))
			continue;
		if (!input->has_content)
			return false;
		vec_push(arena, &parts, (struct hash_part){input->path, strlen(input->path)});
		vec_push(arena, &parts, (struct hash_part){input->content.bytes, sizeof(input->content.bytes)});
	}
	*out = (struct object_id){{0}};
	hash_parts(parts.items, parts.count, out->bytes);
	return true;
}

static void open_part(struct scanner *scanner, const struct object_id *dumps, const char *table, size_t which,
		      struct reading *out)
{
	struct reading_request request = {
		.kind = "part of dump", .content = dumps, .texts = {table, dump_words[which]}};

	readings_open(scanner->readings, &request, out);
}

/* The effects about one table, in their order. */
struct dump_part {
	VEC(const struct effect *) effects;
};

static void add_to_part(struct arena *arena, struct map *parts, const char *table, const struct effect *effect)
{
	struct dump_part *part = map_get(parts, table);

	if (!part) {
		part = ARENA_NEW(arena, struct dump_part);
		map_put(parts, table, part);
	}
	vec_push(arena, &part->effects, effect);
}

static struct map divide(struct arena *arena, const struct effects *effects)
{
	struct map parts = map_new(arena);

	vec_each(const struct effect, effect, effects) {
		const char *table = effect->table;
		if (!table && effect->object == OBJECT_VIEW)
			table = effect->name;
		if (!table && effect->object != OBJECT_FUNCTION)
			continue;
		add_to_part(arena, &parts, table ? table : "", effect);
		if (effect->verb == EFFECT_PARTITION && effect->references)
			add_to_part(arena, &parts, effect->references, effect);
	}
	return parts;
}

static void keep_dump(struct scanner *scanner, struct reading *reading, const struct kept_dump *dump)
{
	readings_begin(scanner->readings);
	readings_keep(scanner->readings, reading, &shape_dump, NULL, dump);
}

static void keep_part(struct scanner *scanner, const struct object_id *dumps, size_t which, const struct map_slot *slot)
{
	struct arena *arena = arena_new();
	const struct dump_part *part = slot->value;
	struct kept_dump dump = {.effects = {0}};
	struct reading reading;

	for (size_t i = 0; i < part->effects.count; i++)
		vec_push(arena, &dump.effects, *part->effects.items[i]);
	open_part(scanner, dumps, slot->key, which, &reading);
	if (!reading.is_known)
		keep_dump(scanner, &reading, &dump);
	arena_free(arena);
}

/* One of the two kinds of dumps; only lists its tables when the parts are kept already. */
static void keep_parts(struct scan *scan, const struct object_id *dumps, size_t which, bool are_kept, struct names *out)
{
	const struct effects *effects[] = {&scan->project.initial_structure, &scan->project.structure};
	struct arena *arena = arena_new();
	struct map parts = divide(arena, effects[which]);

	for (size_t i = 0; i < parts.capacity; i++) {
		if (!parts.slots[i].key)
			continue;
		if (!are_kept)
			keep_part(scan->scanner, dumps, which, &parts.slots[i]);
		names_push(scan->scanner->arena, out, parts.slots[i].key);
	}
	arena_free(arena);
}

bool scan_keep_dump_parts(struct scan *scan, struct names *out)
{
	struct arena *arena = scan->scanner->arena;
	struct object_id id;
	struct reading all;

	vec_each(const struct input, input, &scan->inputs) {
		if (input->role == INPUT_SCRIPT || input->role == INPUT_OUT_OF_BAND)
			return false;
	}
	if (!scan->scanner->readings || !name_dumps(arena, &scan->inputs, &id))
		return false;
	/* that all of them are kept, is kept last */
	struct reading_request request = {.kind = "parts of dump", .content = &id};
	readings_open(scan->scanner->readings, &request, &all);
	bool are_kept = all.is_known;
	for (size_t which = 0; which < 2; which++)
		keep_parts(scan, &id, which, are_kept, out);
	names_sort(out);
	if (!are_kept) {
		readings_open(scan->scanner->readings, &request, &all);
		keep_dump(scan->scanner, &all, &(struct kept_dump){.effects = {0}});
	}
	return true;
}

static void append(struct arena *arena, struct effects *to, const struct effects *from)
{
	for (size_t i = 0; i < from->count; i++)
		vec_push(arena, to, from->items[i]);
}

static bool recall_part(struct scanner *scanner, const struct object_id *dumps, const char *table)
{
	struct project *project = scanner->project;
	bool any = false;

	for (size_t which = 0; which < 2; which++) {
		struct kept_dump part = {0};
		struct reading reading;
		open_part(scanner, dumps, table, which, &reading);
		if (!readings_recall(scanner->readings, &reading, &shape_dump, NULL, &part))
			continue;
		any = true;
		append(scanner->arena, which == 0 ? &project->initial_structure : &project->structure, &part.effects);
	}
	return any;
}

void scan_recall_dump_parts(struct scanner *scanner)
{
	struct reach *reach = scanner->options->reach;
	const struct names *tables = reach_tables(reach);
	struct object_id id;

	if (!name_dumps(scanner->arena, &scanner->scan->inputs, &id)) {
		reach_miss(reach, NULL);
		return;
	}
	for (size_t i = 0; i < tables->count; i++) {
		if (!recall_part(scanner, &id, tables->items[i]))
			reach_miss(reach, NULL);
	}
}
