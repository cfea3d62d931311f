/* A record: one byte that says whether the file must be read, its length, the number of variants; then each variant:
 * history, digest of the job files, length of the questions, length of the reading, questions, reading. */
#include "analyzer/cache/readings.h"

#include <string.h>

#define VARIANTS_MAX 16u
#define PARTS_MAX 8u

static const char comment[] = "stopgraph:disable";

struct readings {
	struct arena *arena;
	struct arena *scratch; /* of one reading */
	struct cache_file *file;
	struct contents *contents;
	struct surroundings *around;
	unsigned char program[HASH_KEY_SIZE]; /* stands for it in keys */
};

struct variant {
	uint64_t history;
	uint64_t classes;
	struct cache_value questions;
	struct cache_value reading;
};

struct record_reader {
	const unsigned char *at, *end;
	bool failed;
};

static struct hash_part part_of(const char *text)
{
	return (struct hash_part){text, text ? strlen(text) + 1 : 0};
}

struct readings *readings_new(struct arena *arena, struct cache_file *file, struct contents *contents,
			      struct surroundings *around)
{
	struct readings *readings = ARENA_NEW(arena, struct readings);

	*readings = (struct readings){arena, arena_new(), file, contents, around, {0}};
	struct hash_part program = part_of(program_digest());
	hash_parts(&program, 1, readings->program);
	return readings;
}

void readings_free(struct readings *readings)
{
	if (readings)
		arena_free(readings->scratch);
}

bool readings_are_kept(struct readings *readings)
{
	return !contents_moved(readings->contents) && cache_file_writable(readings->file);
}

/* Of nothing, too, which has no bytes. */
static struct record_reader reader_of(struct cache_value kept)
{
	static const unsigned char none;
	const unsigned char *bytes = kept.bytes ? kept.bytes : &none;

	return (struct record_reader){bytes, bytes + kept.length, false};
}

static uint64_t take(struct record_reader *reader, size_t size)
{
	uint64_t number = 0;

	if ((size_t)(reader->end - reader->at) < size) {
		reader->failed = true;
		return 0;
	}
	memcpy(&number, reader->at, size);
	reader->at += size;
	return number;
}

void readings_open(struct readings *readings, const struct reading_request *request, struct reading *out)
{
	struct hash_part parts[PARTS_MAX] = {
		{readings->program, sizeof(readings->program)}, part_of(request->kind), part_of(request->path)};
	size_t count = 3;
	struct cache_value record;

	if (request->content)
		parts[count] = (struct hash_part){request->content->bytes, sizeof(request->content->bytes)};
	count++;
	for (size_t i = 0; i < 4 && request->texts[0]; i++)
		parts[count++] = part_of(request->texts[i]);
	*out = (struct reading){.is_known = false};
	hash_parts(parts, count, out->key.bytes);
	arena_clear(readings->scratch);
	if (!cache_file_get(readings->file, &out->key, &record))
		return;
	out->kept = (struct cache_value){
		(unsigned char *)str_copy_n(readings->scratch, (const char *)record.bytes, record.length),
		record.length};
	struct record_reader reader = reader_of(out->kept);
	out->needs_reading = take(&reader, 1);
	out->length = take(&reader, 8);
	out->is_known = !reader.failed;
}

static void skip_head(struct record_reader *reader)
{
	take(reader, 1);
	take(reader, 8);
}

static struct cache_value take_bytes(struct record_reader *reader, uint64_t length)
{
	struct cache_value value = {reader->at, (size_t)length};

	if ((uint64_t)(reader->end - reader->at) < length) {
		reader->failed = true;
		return (struct cache_value){0};
	}
	reader->at += length;
	return value;
}

static bool take_variant(struct record_reader *reader, struct variant *out)
{
	out->history = take(reader, 8);
	out->classes = take(reader, 8);
	uint64_t questions = take(reader, 8);
	uint64_t reading = take(reader, 8);
	out->questions = take_bytes(reader, questions);
	out->reading = take_bytes(reader, reading);
	return !reader->failed;
}

/* A model's file that is still there: of one with the same bytes, all parts are the same. */
static bool file_holds(struct readings *readings, const struct question *question, struct names *same)
{
	uint64_t answer = surroundings_answer(readings->around, question);

	if (answer == question->answer)
		names_push(readings->scratch, same, question->subject);
	return !answer == !question->answer;
}

static uint64_t digest_of(struct cache_value value)
{
	return hash_mix(1, value.bytes, value.length) | 1;
}

/* Do the questions get the same answers? With the same history those about the schema do, with the same job files those
 * about classes. */
static bool holds(struct readings *readings, const struct reading *reading, const struct variant *variant)
{
	struct kept_questions asked = {0};
	struct codec_reader reader = {.arena = readings->scratch};
	struct names same_models = {0};

	if (variant->questions.length == 0)
		return true;
	bool same_history = variant->history && variant->history == surroundings_history(readings->around);
	bool same_classes = variant->classes && variant->classes == surroundings_classes(readings->around);
	bool is_trusted = reading->trusted && reading->trusted == digest_of(variant->reading);
	if (!codec_read(&reader, &shape_questions, variant->questions, &asked))
		return false;
	vec_each(const struct question, question, &asked.list) {
		if (same_history && QUESTION_IS_OF_CATALOG(question->kind))
			continue;
		if (same_classes && QUESTION_IS_OF_CLASSES(question->kind))
			continue;
		if (is_trusted && !surroundings_can_answer(readings->around, question))
			continue;
		if (question->kind == QUESTION_MODEL_PART && names_has(&same_models, question->subject))
			continue;
		if (question->kind == QUESTION_MODEL_FILE) {
			if (!file_holds(readings, question, &same_models))
				return false;
		} else if (surroundings_answer(readings->around, question) != question->answer) {
			return false;
		}
	}
	return true;
}

static const struct source *source_of(void *payload, const char *path)
{
	struct readings *readings = payload;

	return contents_source_of(readings->contents, readings->arena, path);
}

static bool decode(struct readings *readings, const struct variant *variant, const struct shape *shape,
		   const struct source *own, void *into)
{
	struct codec_reader reader = {readings->arena, own, source_of, readings};
	struct cache_value value = variant->reading;

	value.bytes = (unsigned char *)str_copy_n(readings->arena, (const char *)value.bytes, value.length);
	return codec_read(&reader, shape, value, into);
}

bool readings_recall(struct readings *readings, struct reading *reading, const struct shape *shape,
		     const struct source *own, void *into)
{
	struct record_reader reader = reader_of(reading->kept);
	struct variant variant;

	if (!reading->is_known)
		return false;
	skip_head(&reader);
	for (uint64_t count = take(&reader, 1); count > 0 && take_variant(&reader, &variant); count--) {
		if (!holds(readings, reading, &variant))
			continue;
		void *before = arena_alloc(readings->scratch, shape->size);
		memcpy(before, into, shape->size);
		if (decode(readings, &variant, shape, own, into)) {
			reading->digest = digest_of(variant.reading);
			return true;
		}
		memcpy(into, before, shape->size);
	}
	return false;
}

bool reading_asked(const struct reading *reading, uint64_t digest, struct arena *arena, struct kept_questions *out)
{
	struct record_reader reader = reader_of(reading->kept);
	struct variant variant;

	if (!reading->is_known || !digest)
		return false;
	skip_head(&reader);
	for (uint64_t count = take(&reader, 1); count > 0 && take_variant(&reader, &variant); count--) {
		struct codec_reader texts = {.arena = arena};
		struct cache_value value = variant.questions;
		if (digest_of(variant.reading) != digest)
			continue;
		value.bytes = (unsigned char *)str_copy_n(arena, (const char *)value.bytes, value.length);
		return value.length == 0 || codec_read(&texts, &shape_questions, value, out);
	}
	return false;
}

void readings_begin(struct readings *readings)
{
	if (readings->around)
		questions_begin(surroundings_questions(readings->around));
}

void readings_mark(struct reading *reading, const struct source *own)
{
	reading->length = own->length;
	reading->needs_reading = memmem(own->bytes, own->length, comment, strlen(comment)) != NULL;
}

static void add_number(struct strbuf *out, uint64_t number, size_t size)
{
	char bytes[8];

	memcpy(bytes, &number, sizeof(bytes));
	strbuf_add(out, bytes, size);
}

static void add_variant(struct strbuf *out, const struct variant *variant)
{
	add_number(out, variant->history, 8);
	add_number(out, variant->classes, 8);
	add_number(out, variant->questions.length, 8);
	add_number(out, variant->reading.length, 8);
	strbuf_add(out, (const char *)variant->questions.bytes, variant->questions.length);
	strbuf_add(out, (const char *)variant->reading.bytes, variant->reading.length);
}

/* The new variant first, then those that were there. */
static struct cache_value make_record(struct readings *readings, const struct reading *reading,
				      const struct variant *variant)
{
	struct strbuf out = strbuf_new(readings->scratch);
	struct record_reader reader = reader_of(reading->kept);
	struct variant old[VARIANTS_MAX];
	size_t count = 0;

	if (reading->is_known) {
		skip_head(&reader);
		for (uint64_t left = take(&reader, 1); left > 0 && count < VARIANTS_MAX - 1; left--) {
			if (!take_variant(&reader, &old[count]))
				break;
			count++;
		}
	}
	add_number(&out, reading->needs_reading, 1);
	add_number(&out, reading->length, 8);
	add_number(&out, count + 1, 1);
	add_variant(&out, variant);
	for (size_t i = 0; i < count; i++)
		add_variant(&out, &old[i]);
	return (struct cache_value){(const unsigned char *)out.bytes, out.length};
}

/* A place in a model's file is true of the very bytes that this has. Other files count as a whole anyway. */
static void ask_for_places(struct readings *readings, const struct names *paths)
{
	for (size_t i = 0; i < paths->count; i++) {
		const struct input *input = contents_find(readings->contents, paths->items[i]);
		if (!input || input->role != INPUT_MODEL)
			continue;
		struct question question = {.kind = QUESTION_FILE, .subject = paths->items[i]};
		question.answer = surroundings_answer(readings->around, &question);
		questions_note(surroundings_questions(readings->around), question);
	}
}

void readings_keep(struct readings *readings, struct reading *reading, const struct shape *shape,
		   const struct source *own, const void *from)
{
	const struct kept_questions *asked = NULL;
	struct variant variant = {.history = 0};
	struct names places = {0};

	if (!readings_are_kept(readings)) {
		if (readings->around)
			questions_end(surroundings_questions(readings->around));
		return;
	}
	variant.reading = codec_write(readings->scratch, shape, from, own, &places);
	if (readings->around) {
		ask_for_places(readings, &places);
		asked = questions_end(surroundings_questions(readings->around));
		variant.history = surroundings_history(readings->around);
		variant.classes = surroundings_classes(readings->around);
	}
	if (asked && asked->list.count)
		variant.questions = codec_write(readings->scratch, &shape_questions, asked, NULL, NULL);
	reading->digest = digest_of(variant.reading);
	cache_file_put(readings->file, &reading->key, make_record(readings, reading, &variant));
}
