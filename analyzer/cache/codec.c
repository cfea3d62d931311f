/* Layout: the texts (length, bytes, NUL), the paths of the sources (numbers of texts), then the struct: for every field
 * that is not zero its number and value, then 0. Numbers are in groups of seven bits, low ones first.
 *
 * Texts are numbered while the struct is written, which therefore goes to a buffer of its own. */
#include "analyzer/cache/codec.h"

#include "analyzer/base/map.h"
#include "analyzer/base/vec.h"

#include <string.h>

#define DEPTH_MAX 8u

/* What VEC and the lists of the model have in common. */
struct list {
	void *items;
	size_t count;
	size_t capacity;
};

/* Bytes are added one or a few at a time, millions of them for a dump: hence no strbuf. */
struct bytes {
	struct arena *arena; /* its own, in which it mostly grows in place */
	unsigned char *items;
	size_t count;
	size_t capacity;
};

struct writer {
	struct arena *arena;
	const struct source *own;
	struct bytes body;
	struct names texts;
	struct map numbers;        /* text -> its number + 1 */
	struct names paths;        /* of other sources */
	struct map path_numbers;   /* path -> its number + 1 */
	const struct source *last; /* of those, with its number */
	size_t last_number;
};

/* --- writing --- */

static void make_room(struct bytes *out, size_t more)
{
	if (out->count + more > out->capacity)
		vec_reserve(out->arena, out, more);
}

static void put_byte(struct bytes *out, size_t byte)
{
	make_room(out, 1);
	out->items[out->count++] = (unsigned char)byte;
}

static void put_bytes(struct bytes *out, const void *from, size_t length)
{
	make_room(out, length);
	if (length)
		memcpy(out->items + out->count, from, length);
	out->count += length;
}

static void put_number(struct bytes *out, uint64_t number)
{
	make_room(out, 10);
	for (; number > 0x7f; number >>= 7)
		out->items[out->count++] = (unsigned char)(number | 0x80);
	out->items[out->count++] = (unsigned char)number;
}

static size_t number_of_text(struct writer *writer, const char *text)
{
	size_t known = (size_t)(uintptr_t)map_get(&writer->numbers, text);

	if (known)
		return known - 1;
	names_push(writer->arena, &writer->texts, text);
	map_put(&writer->numbers, text, (void *)(uintptr_t)writer->texts.count);
	return writer->texts.count - 1;
}

/* NULL is 0. */
static void put_text(struct writer *writer, const char *text)
{
	put_number(&writer->body, text ? number_of_text(writer, text) + 1 : 0);
}

static size_t number_of_source(struct writer *writer, const struct source *source)
{
	if (source == writer->last)
		return writer->last_number;
	size_t number = (size_t)(uintptr_t)map_get(&writer->path_numbers, source->path);
	if (!number) {
		names_push(writer->arena, &writer->paths, source->path);
		number = writer->paths.count;
		map_put(&writer->path_numbers, source->path, (void *)(uintptr_t)number);
	}
	writer->last = source;
	writer->last_number = number - 1;
	return writer->last_number;
}

/* Nowhere is 0, the own source 1. */
static void put_location(struct writer *writer, const struct location *location)
{
	size_t number = location->source ? 1 : 0;

	if (location->source && location->source != writer->own)
		number = number_of_source(writer, location->source) + 2;
	put_number(&writer->body, number);
	put_number(&writer->body, location->offset);
	put_number(&writer->body, location->length);
}

static void put_struct(struct writer *writer, const struct shape *shape, const unsigned char *from);

static void put_list(struct writer *writer, const struct field *field, const unsigned char *from)
{
	struct list list;

	memcpy(&list, from, sizeof(list));
	put_number(&writer->body, list.count);
	for (size_t i = 0; i < list.count; i++) {
		if (field->kind == FIELD_POINTERS)
			put_struct(writer, field->shape, ((unsigned char **)list.items)[i]);
		else
			put_struct(writer, field->shape, (unsigned char *)list.items + i * field->shape->size);
	}
}

static void put_names(struct writer *writer, const unsigned char *from)
{
	struct names names;

	memcpy(&names, from, sizeof(names));
	put_number(&writer->body, names.count);
	for (size_t i = 0; i < names.count; i++)
		put_text(writer, names.items[i]);
}

static void put_value(struct writer *writer, const struct field *field, const unsigned char *from)
{
	uint64_t word = 0;
	const void *pointer;
	struct location location;

	switch (field->kind) {
	case FIELD_BOOL:
		return;
	case FIELD_NUMBER:
	case FIELD_SIZE:
	case FIELD_WORD:
		memcpy(&word, from, field->size);
		put_number(&writer->body, word);
		return;
	case FIELD_BYTES:
		put_bytes(&writer->body, from, field->size);
		return;
	case FIELD_TEXT:
		memcpy(&pointer, from, sizeof(pointer));
		put_text(writer, pointer);
		return;
	case FIELD_LOCATION:
		memcpy(&location, from, sizeof(location));
		put_location(writer, &location);
		return;
	case FIELD_NAMES:
		put_names(writer, from);
		return;
	case FIELD_LIST:
	case FIELD_POINTERS:
		put_list(writer, field, from);
		return;
	case FIELD_STRUCT:
		memcpy(&pointer, from, sizeof(pointer));
		put_struct(writer, field->shape, pointer);
		return;
	case FIELD_KIND_COUNT:
		return;
	}
}

/* A list that was emptied still points somewhere: its count decides. */
static bool is_zero(const struct field *field, const unsigned char *from)
{
	static const unsigned char zeros[64];
	_Static_assert(sizeof(struct location) <= sizeof(zeros) && HASH_BLOB_SIZE <= sizeof(zeros), "every field");
	struct list list;

	if (field->size == sizeof(uint64_t) || field->size == 1) /* texts, numbers, bools: nearly all */
		return memcmp(from, zeros, field->size == 1 ? 1 : sizeof(uint64_t)) == 0;

	if (field->kind == FIELD_LIST || field->kind == FIELD_POINTERS || field->kind == FIELD_NAMES) {
		memcpy(&list, from, sizeof(list));
		return list.count == 0;
	}
	return memcmp(from, zeros, field->size) == 0;
}

static void put_struct(struct writer *writer, const struct shape *shape, const unsigned char *from)
{
	for (size_t i = 0; i < shape->count; i++) {
		const struct field *field = &shape->fields[i];
		if (is_zero(field, from + field->offset))
			continue;
		put_byte(&writer->body, i + 1);
		put_value(writer, field, from + field->offset);
	}
	put_byte(&writer->body, 0);
}

struct cache_value codec_write(struct arena *arena, const struct shape *shape, const void *from,
			       const struct source *own, struct names *paths_out)
{
	struct arena *scratch = arena_new();
	struct writer writer = {.arena = scratch,
				.own = own,
				.body = {.arena = arena_new()},
				.numbers = map_new(scratch),
				.path_numbers = map_new(scratch)};
	struct bytes out = {.arena = arena};

	put_struct(&writer, shape, from);
	for (size_t i = 0; paths_out && i < writer.paths.count; i++)
		names_push(arena, paths_out, writer.paths.items[i]);
	for (size_t i = 0; i < writer.paths.count; i++)
		number_of_text(&writer, writer.paths.items[i]);
	size_t room = writer.body.count + 10 * (writer.paths.count + 2);
	for (size_t i = 0; i < writer.texts.count; i++)
		room += strlen(writer.texts.items[i]) + 11;
	out.items = arena_alloc(arena, room);
	out.capacity = room;
	put_number(&out, writer.texts.count);
	for (size_t i = 0; i < writer.texts.count; i++) {
		size_t length = strlen(writer.texts.items[i]);
		put_number(&out, length);
		put_bytes(&out, writer.texts.items[i], length + 1);
	}
	put_number(&out, writer.paths.count);
	for (size_t i = 0; i < writer.paths.count; i++)
		put_number(&out, number_of_text(&writer, writer.paths.items[i]));
	put_bytes(&out, writer.body.items, writer.body.count);
	arena_free(writer.body.arena);
	arena_free(scratch);
	return (struct cache_value){out.items, out.count};
}

/* --- reading --- */

struct reading {
	const struct codec_reader *reader;
	const unsigned char *at, *end;
	const char **texts;
	size_t text_count;
	const struct source **sources;
	size_t source_count;
	unsigned depth;
	bool failed;
};

static size_t left(const struct reading *reading)
{
	return (size_t)(reading->end - reading->at);
}

static uint64_t get_number(struct reading *reading)
{
	uint64_t number = 0;

	if (reading->at < reading->end && *reading->at < 0x80) /* nearly all */
		return *reading->at++;
	for (unsigned shift = 0; shift < 64 && reading->at < reading->end; shift += 7) {
		unsigned char byte = *reading->at++;
		number |= (uint64_t)(byte & 0x7f) << shift;
		if (!(byte & 0x80))
			return number;
	}
	reading->failed = true;
	return 0;
}

/* Every item takes a byte at least. */
static size_t get_count(struct reading *reading)
{
	uint64_t count = get_number(reading);

	if (count > left(reading)) {
		reading->failed = true;
		return 0;
	}
	return (size_t)count;
}

static const char *text_of(struct reading *reading, uint64_t number)
{
	if (number < reading->text_count)
		return reading->texts[number];
	reading->failed = true;
	return NULL;
}

static const char *get_text(struct reading *reading)
{
	uint64_t number = get_number(reading);

	return number ? text_of(reading, number - 1) : NULL;
}

static struct location get_location(struct reading *reading)
{
	uint64_t number = get_number(reading);
	struct location location = {.source = number == 1 ? reading->reader->own : NULL};

	if (number >= 2 && number - 2 < reading->source_count)
		location.source = reading->sources[number - 2];
	else if (number >= 2)
		reading->failed = true;
	location.offset = (uint32_t)get_number(reading);
	location.length = (uint32_t)get_number(reading);
	if (location.source && (uint64_t)location.offset + location.length > location.source->length)
		reading->failed = true;
	return location;
}

static struct names get_names(struct reading *reading)
{
	size_t count = get_count(reading);
	struct names names = {ARENA_ARRAY(reading->reader->arena, const char *, count), count, count};

	for (size_t i = 0; i < count; i++)
		names.items[i] = get_text(reading);
	return names;
}

static void get_struct(struct reading *reading, const struct shape *shape, unsigned char *into);

static struct list get_list(struct reading *reading, const struct field *field)
{
	const struct shape *shape = field->shape;
	struct arena *arena = reading->reader->arena;
	size_t count = get_count(reading);
	unsigned char *items = arena_alloc(arena, count * shape->size);
	struct list list = {items, count, count};

	for (size_t i = 0; i < count && !reading->failed; i++)
		get_struct(reading, shape, items + i * shape->size);
	if (field->kind == FIELD_POINTERS) {
		unsigned char **pointers = ARENA_ARRAY(arena, unsigned char *, count);
		for (size_t i = 0; i < count; i++)
			pointers[i] = items + i * shape->size;
		list.items = pointers;
	}
	return list;
}

static void get_value(struct reading *reading, const struct field *field, unsigned char *into)
{
	switch (field->kind) {
	case FIELD_BOOL:
		*into = true;
		return;
	case FIELD_NUMBER:
	case FIELD_SIZE:
	case FIELD_WORD: {
		uint64_t word = get_number(reading);
		/* of constant size, which is no call */
		if (field->size == sizeof(word))
			memcpy(into, &word, sizeof(word));
		else if (field->size == sizeof(uint32_t))
			memcpy(into, &word, sizeof(uint32_t));
		else
			memcpy(into, &word, field->size);
		return;
	}
	case FIELD_BYTES:
		reading->failed = reading->failed || left(reading) < field->size;
		if (reading->failed)
			return;
		memcpy(into, reading->at, field->size);
		reading->at += field->size;
		return;
	case FIELD_TEXT: {
		const char *text = get_text(reading);
		memcpy(into, &text, sizeof(text));
		return;
	}
	case FIELD_LOCATION: {
		struct location location = get_location(reading);
		memcpy(into, &location, sizeof(location));
		return;
	}
	case FIELD_NAMES: {
		struct names names = get_names(reading);
		memcpy(into, &names, sizeof(names));
		return;
	}
	case FIELD_LIST:
	case FIELD_POINTERS: {
		struct list list = get_list(reading, field);
		memcpy(into, &list, sizeof(list));
		return;
	}
	case FIELD_STRUCT: {
		unsigned char *made = arena_alloc(reading->reader->arena, field->shape->size);
		get_struct(reading, field->shape, made);
		memcpy(into, &made, sizeof(made));
		return;
	}
	case FIELD_KIND_COUNT:
		return;
	}
}

static void get_struct(struct reading *reading, const struct shape *shape, unsigned char *into)
{
	if (++reading->depth > DEPTH_MAX)
		reading->failed = true;
	while (!reading->failed && reading->at < reading->end && *reading->at) {
		size_t number = *reading->at++;
		if (number > shape->count) {
			reading->failed = true;
			break;
		}
		const struct field *field = &shape->fields[number - 1];
		get_value(reading, field, into + field->offset);
	}
	if (reading->at < reading->end)
		reading->at++;
	else
		reading->failed = true;
	reading->depth--;
}

static void get_texts(struct reading *reading)
{
	reading->text_count = get_count(reading);
	reading->texts = ARENA_ARRAY(reading->reader->arena, const char *, reading->text_count);
	for (size_t i = 0; i < reading->text_count && !reading->failed; i++) {
		size_t length = get_count(reading);
		if (length >= left(reading) || reading->at[length] != '\0') {
			reading->failed = true;
			return;
		}
		reading->texts[i] = (const char *)reading->at;
		reading->at += length + 1;
	}
}

static void get_sources(struct reading *reading)
{
	const struct codec_reader *reader = reading->reader;

	reading->source_count = get_count(reading);
	reading->sources = ARENA_ARRAY(reader->arena, const struct source *, reading->source_count);
	for (size_t i = 0; i < reading->source_count && !reading->failed; i++) {
		const char *path = text_of(reading, get_number(reading));
		reading->sources[i] = path && reader->source_of ? reader->source_of(reader->payload, path) : NULL;
		reading->failed = reading->failed || !reading->sources[i];
	}
}

bool codec_read(const struct codec_reader *reader, const struct shape *shape, struct cache_value bytes, void *into)
{
	struct reading reading = {.reader = reader, .at = bytes.bytes, .end = bytes.bytes + bytes.length};

	get_texts(&reading);
	if (!reading.failed)
		get_sources(&reading);
	if (!reading.failed)
		get_struct(&reading, shape, into);
	return !reading.failed && reading.at == reading.end;
}
