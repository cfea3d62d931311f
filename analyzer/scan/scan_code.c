/* Dumps of the schema, job files and migrations: what is expensive to read, and so kept from run to run.
 *
 * What a migration means depends on what earlier ones made known about tables, on classes and on models; whether a kept
 * reading still holds is found out by asking again (analyzer/cache). Job files are parsed when something that is not
 * kept needs one of their classes. */
#include "analyzer/scan/scan_parts.h"

#include "analyzer/scan/profile.h"

#include "parser/sql/sql.h"

#include <stdlib.h>
#include <string.h>

/* --- one file --- */

bool scan_open(struct scanner *scanner, struct input *input, const char *kind, struct scanned *out)
{
	*out = (struct scanned){.input = input, .diags = scanner->diags->count};
	if (!scanner->readings) {
		out->source = scan_read(scanner, input);
		return out->source;
	}
	if (!input->has_content) {
		out->source = scan_read(scanner, input);
		if (!out->source)
			return false;
	}
	readings_open(scanner->readings,
		      &(struct reading_request){.kind = kind, .path = input->path, .content = &input->content},
		      &out->reading);
	if (!out->source && out->reading.is_known && !out->reading.needs_reading)
		out->source = contents_source(scanner->contents, input, out->reading.length);
	if (!out->source)
		out->source = scan_read(scanner, input);
	return out->source;
}

bool scan_recall(struct scanner *scanner, struct scanned *scanned, const struct shape *shape, void *into)
{
	if (!scanner->readings)
		return false;
	if (readings_recall(scanner->readings, &scanned->reading, shape, scanned->source, into))
		return true;
	source_load(scanned->source);
	readings_begin(scanner->readings);
	return false;
}

void scan_keep(struct scanner *scanner, struct scanned *scanned, const struct shape *shape, const void *from)
{
	if (!scanner->readings)
		return;
	/* what has to be complained of is read by every run */
	if (scanner->diags->count > scanned->diags)
		return;
	readings_mark(&scanned->reading, scanned->source);
	readings_keep(scanner->readings, &scanned->reading, shape, scanned->source, from);
}

void scan_learn(struct scanner *scanner, const struct effects *effects, uint64_t digest)
{
	if (scanner->around)
		surroundings_learn(scanner->around, effects, digest);
	else
		schema_learn(scanner->schema, effects);
}

/* --- dumps --- */

static void read_dump(struct scanner *scanner, struct source *source, struct kept_dump *out)
{
	struct sql_input in = {
		.text = source->bytes,
		.length = source->length,
		.location = {source, 0, (uint32_t)source->length},
		.text_is_source = true,
		.certainty = CERTAINTY_PROVEN,
		.memo = scanner->memo,
	};
	struct sql_output sql = {.effects = &out->effects, .unresolved = &out->unresolved};

	/* a dump has about one effect in two lines; growing by doubling would leave twice the list behind in the arena */
	out->effects.capacity = (size_t)source->line_count * 7 / 10 + 1;
	out->effects.items = ARENA_ARRAY(scanner->arena, struct effect, out->effects.capacity);
	sql_read(scanner->arena, &in, &sql);
}

/* The first of several dumps gives its list away. */
static void append(struct arena *arena, struct effects *to, const struct effects *from)
{
	if (!to->count) {
		*to = *from;
		return;
	}
	for (size_t i = 0; i < from->count; i++)
		vec_push(arena, to, from->items[i]);
}

static void take_dump(struct scanner *scanner, struct input *input)
{
	struct project *project = scanner->project;
	bool is_initial = input->role == INPUT_INITIAL_STRUCTURE;
	struct kept_dump *dump = ARENA_NEW(scanner->arena, struct kept_dump); /* the memo borrows its list */
	struct scanned scanned;

	if (!scan_open(scanner, input, "dump", &scanned))
		return;
	if (!scan_recall(scanner, &scanned, &shape_dump, dump)) {
		read_dump(scanner, scanned.source, dump);
		scan_keep(scanner, &scanned, &shape_dump, dump);
	}
	uint64_t *digest = &scanner->dump_digests[is_initial ? 0 : 1];
	*digest = scanned.reading.digest && *digest ? hash_mix(*digest, &scanned.reading.digest, sizeof(*digest)) : 0;
	append(scanner->arena, is_initial ? &project->initial_structure : &project->structure, &dump->effects);
	vec_each(struct unresolved, item, &dump->unresolved)
		vec_push(scanner->arena, &project->unresolved, *item);
}

/* --- jobs --- */

static void take_job(struct scanner *scanner, struct input *input)
{
	struct ruby_outline *outline = scanner->readings ? ARENA_NEW(scanner->arena, struct ruby_outline) : NULL;
	struct scanned scanned;

	if (!scan_open(scanner, input, "outline", &scanned))
		return;
	if (scan_recall(scanner, &scanned, &shape_outline, outline)) {
		ruby_add_job_outline(scanner->ruby, scanned.source, outline);
		return;
	}
	ruby_add_job_source(scanner->ruby, scanned.source, outline);
	scan_keep(scanner, &scanned, &shape_outline, outline);
}

/* Which job files there are, with their contents. All of those that can be read have ids by now. */
static struct object_id name_of_jobs(struct scanner *scanner)
{
	struct object_id id = {{0}};
	VEC(struct hash_part) parts = {0};

	vec_each(struct input, input, &scanner->scan->inputs) {
		if (input->role != INPUT_JOB || !input->has_content)
			continue;
		vec_push(scanner->arena, &parts, (struct hash_part){input->path, strlen(input->path)});
		vec_push(scanner->arena, &parts,
			 (struct hash_part){input->content.bytes, sizeof(input->content.bytes)});
	}
	hash_parts(parts.items, parts.count, id.bytes);
	return id;
}

static void list_classes(struct scanner *scanner, const struct object_id *jobs)
{
	struct kept_classes classes = {0};
	struct reading reading = {.is_known = false};
	struct job_class **items;
	bool is_kept = false;

	if (scanner->readings) {
		readings_open(scanner->readings, &(struct reading_request){.kind = "classes", .content = jobs},
			      &reading);
		is_kept = readings_recall(scanner->readings, &reading, &shape_classes, NULL, &classes);
	}
	if (!is_kept) {
		if (scanner->readings)
			readings_begin(scanner->readings);
		size_t count = ruby_job_classes(scanner->ruby, &items);
		for (size_t i = 0; i < count; i++)
			vec_push(scanner->arena, &classes.list, items[i]);
		if (scanner->readings)
			readings_keep(scanner->readings, &reading, &shape_classes, NULL, &classes);
	}
	vec_each(struct job_class *, item, &classes.list)
		vec_push(scanner->arena, &scanner->project->job_classes, *item);
}

static const struct job_reading *evaluate_job(struct scanner *scanner, const char *const *question,
					      struct job_answer *answer)
{
	struct reading_request request = {.kind = "job", .texts = {question[0], question[1], question[2], question[3]}};
	struct job_reading *kept = ARENA_NEW(scanner->arena, struct job_reading);
	struct reading reading;
	size_t diags = scanner->diags->count;

	readings_open(scanner->readings, &request, &reading);
	if (scanner->options->reach)
		reading.trusted = reach_job_digest(scanner->options->reach, answer->key);
	if (readings_recall(scanner->readings, &reading, &shape_job_reading, NULL, kept)) {
		answer->digest = reading.digest;
		return kept;
	}
	readings_begin(scanner->readings);
	const struct job_reading *made =
		ruby_read_job(scanner->ruby, question[0], question[1], question[2], question[3]);
	/* the code of the product's library is no file that places of a kept reading could lead to */
	if (made && !made->of_product && scanner->diags->count == diags) {
		readings_keep(scanner->readings, &reading, &shape_job_reading, NULL, made);
		answer->digest = reading.digest;
	}
	return made;
}

static struct job_answer *answer_job(struct scanner *scanner, const char *key, const char *const *question)
{
	static const struct job_reading outside = {.exact = true};
	struct job_answer *answer = ARENA_NEW(scanner->arena, struct job_answer);

	answer->key = key;
	for (size_t i = 0; i < 4; i++)
		answer->texts[i] = str_copy(scanner->arena, question[i]);
	map_put(&scanner->job_readings, key, answer);
	vec_push(scanner->arena, &scanner->job_answers.list, answer);
	if (scanner->options->reach && !reach_has_job(scanner->options->reach, question[0]))
		answer->reading = reach_job_digest(scanner->options->reach, key) ? &outside : NULL;
	else
		answer->reading = evaluate_job(scanner, question, answer);
	return answer;
}

/* A job_reading_fn. What is no class of the tree is asked for again and again, too. */
static const struct job_reading *read_job(void *payload, const char *class_name, const char *table, const char *column,
					  const char *arguments)
{
	struct scanner *scanner = payload;
	const char *question[] = {class_name, table, column, arguments};
	struct strbuf key = strbuf_new(scanner->arena);

	const struct script_job *script = script_job_find(&scanner->script_jobs, class_name);
	if (script)
		return &script->reading;
	if (!scanner->readings)
		return ruby_read_job(scanner->ruby, class_name, table, column, arguments);
	for (size_t i = 0; i < 4; i++)
		strbuf_printf(&key, "%s%c", question[i] ? question[i] : "", question[i] ? '\1' : '\2');
	const char *text = strbuf_finish(&key);
	struct job_answer *answer = map_get(&scanner->job_readings, text);
	if (!answer)
		answer = answer_job(scanner, text, question);
	return answer->reading;
}

/* --- migrations --- */

void scan_note_digest(struct scanner *scanner, const struct scanned *scanned)
{
	uint64_t *digest = ARENA_NEW(scanner->arena, uint64_t);

	*digest = scanned->reading.digest;
	map_put(&scanner->digests, scanned->input->path, digest);
}

/* False when there is none in the file. */
static bool read_migration(struct scanner *scanner, struct scanned *scanned, struct migration *migration)
{
	if (scan_recall(scanner, scanned, &shape_migration, migration))
		return true;
	if (!ruby_read_migration(scanner->ruby, scanned->source, migration))
		return false;
	scan_keep(scanner, scanned, &shape_migration, migration);
	return true;
}

static void identify(struct scanner *scanner, const struct input *input, struct source *source,
		     struct migration *migration)
{
	migration->source = source;
	migration->path = source->path;
	migration->version = input_version(scanner->arena, input->path);
	migration->kind = input->role == INPUT_POST_MIGRATION ? MIGRATION_POST : MIGRATION_REGULAR;
	migration->database = input->database;
}

/* What is kept of it stands for one that a change does not reach. */
static bool leave_outside(struct scanner *scanner, const struct input *input)
{
	struct reach *reach = scanner->options->reach;
	const struct kept_migration *kept = reach ? reach_outside(reach, input->path) : NULL;

	if (!kept)
		return false;
	struct migration *migration = ARENA_NEW(scanner->arena, struct migration);
	*migration = *kept->rest;
	identify(scanner, input, contents_source(scanner->contents, input, kept->length), migration);
	vec_push(scanner->arena, &scanner->project->migrations, migration);
	return true;
}

static void take_migration(struct scanner *scanner, struct input *input)
{
	struct migration *migration = ARENA_NEW(scanner->arena, struct migration);
	struct scanned scanned;

	if (leave_outside(scanner, input) || !scan_open(scanner, input, "migration", &scanned))
		return;
	if (scanner->options->reach)
		scanned.reading.trusted = reach_digest(scanner->options->reach, input->path);
	identify(scanner, input, scanned.source, migration);
	if (!read_migration(scanner, &scanned, migration)) {
		struct unresolved none = {
			{scanned.source, 0, 0}, "migration", "no migration class is defined in this file"};
		vec_push(scanner->arena, &scanner->project->unresolved, none);
		return;
	}
	scan_learn(scanner, &migration->effects, scanned.reading.digest);
	scan_learn(scanner, &migration->down_effects, scanned.reading.digest);
	if (scanner->readings)
		scan_note_digest(scanner, &scanned);
	vec_push(scanner->arena, &scanner->project->migrations, migration);
}

static int by_version(const void *left, const void *right)
{
	const struct input *const *a = left;
	const struct input *const *b = right;
	const char *a_name = strrchr((*a)->path, '/');
	const char *b_name = strrchr((*b)->path, '/');
	int order = str_compare(a_name, b_name);

	return order ? order : str_compare((*a)->path, (*b)->path);
}

/* Old before new, whatever folder they lie in: a later migration may need what an earlier one creates. */
struct input_list scan_migrations(const struct scanner *scanner)
{
	struct input_list inputs = {0};

	vec_each(struct input, input, &scanner->scan->inputs) {
		if (input->role == INPUT_MIGRATION || input->role == INPUT_POST_MIGRATION)
			vec_push(scanner->arena, &inputs.list, input);
	}
	SORT(&inputs.list, by_version);
	return inputs;
}

static void read_migrations(struct scanner *scanner)
{
	struct input_list inputs = scan_migrations(scanner);

	for (size_t i = 0; i < inputs.list.count; i++) {
		take_migration(scanner, inputs.list.items[i]);
		scan_progress(scanner, "migrations", i + 1, inputs.list.count);
	}
}

static int migration_order(const void *left, const void *right)
{
	const struct migration *const *a = left;
	const struct migration *const *b = right;
	int order = str_compare((*a)->database, (*b)->database);

	order = order ? order : str_compare((*a)->path, (*b)->path);
	return order ? order : str_compare((*a)->sort_key, (*b)->sort_key);
}

static int job_class_order(const void *left, const void *right)
{
	const struct job_class *const *a = left;
	const struct job_class *const *b = right;

	return str_compare((*a)->name, (*b)->name);
}

/* A gem's job classes are known when a migration queues them. */
static void add_gem_jobs(struct scanner *scanner)
{
	struct names known = {0};

	for (size_t i = 0; i < scanner->project->migrations.count; i++) {
		vec_each(const struct effect, effect, &scanner->project->migrations.items[i]->effects) {
			if (effect->job && effect->job->era == JOB_ONLINE && effect->name &&
			    names_add(scanner->arena, &known, effect->name))
				ruby_add_builtin_job(scanner->ruby, effect->name);
		}
	}
}

/* What a dump in SQL says, a schema in Ruby says less exactly. */
static void take_schema(struct scanner *scanner, struct input *input)
{
	struct project *project = scanner->project;
	struct kept_dump *dump = ARENA_NEW(scanner->arena, struct kept_dump);
	struct scanned scanned;

	if (!scan_open(scanner, input, "schema", &scanned))
		return;
	if (!scan_recall(scanner, &scanned, &shape_dump, dump)) {
		ruby_read_schema(scanner->ruby, scanned.source, &dump->effects, &dump->unresolved);
		scan_keep(scanner, &scanned, &shape_dump, dump);
	}
	uint64_t *digest = &scanner->dump_digests[1];
	*digest = scanned.reading.digest && *digest ? hash_mix(*digest, &scanned.reading.digest, sizeof(*digest)) : 0;
	append(scanner->arena, &project->structure, &dump->effects);
	vec_each(struct unresolved, item, &dump->unresolved)
		vec_push(scanner->arena, &project->unresolved, *item);
}

/* What the dumps have in common is remembered only as long as they are read. */
static void read_dumps(struct scanner *scanner)
{
	struct arena *arena = arena_new();

	scanner->dump_digests[0] = scanner->dump_digests[1] = 1;
	scanner->memo = sql_memo_new(arena);
	scan_each(scanner, INPUT_INITIAL_STRUCTURE, take_dump);
	scan_each(scanner, INPUT_STRUCTURE, take_dump);
	scanner->memo = NULL;
	arena_free(arena);
	if (!scanner->project->structure.count)
		scan_each(scanner, INPUT_SCHEMA, take_schema);
}

void scan_code(struct scanner *scanner)
{
	struct project *project = scanner->project;

	scan_progress(scanner, "structure", 0, 1);
	if (scanner->options->reach)
		scan_recall_dump_parts(scanner);
	else
		read_dumps(scanner);
	scan_learn(scanner, &project->initial_structure, scanner->dump_digests[0]);
	scan_learn(scanner, &project->structure, scanner->dump_digests[1]);
	scan_progress(scanner, "jobs", 0, 1);
	scan_each(scanner, INPUT_JOB, take_job);
	struct object_id jobs = name_of_jobs(scanner);
	uint64_t digest;
	memcpy(&digest, jobs.bytes, sizeof(digest));
	if (scanner->around)
		surroundings_set_ruby(scanner->around, scanner->ruby, digest);
	if (profile_is_sql(scanner->scan, scanner->options->profile))
		scan_scripts(scanner);
	else
		read_migrations(scanner);
	SORT(&project->migrations, migration_order);
	list_classes(scanner, &jobs);
	SORT(&project->job_classes, job_class_order);
	add_gem_jobs(scanner);
	project->read_job = read_job;
	project->read_job_payload = scanner;
}
