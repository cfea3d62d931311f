/* Stamps are kept as one list for each folder, by path; the inputs are in the same order, so that both are walked through
 * together. Every input is looked at once, which is what a warm run of an unchanged tree consists of. */
#include "analyzer/cache/contents.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <sources_digest.h> /* made by the build */

/* Clocks of file systems may stand still for as long as that. */
#define RACY_NANOSECONDS 2000000000u

/* What is longer may be refused: that is found out by reading it. */
#define LENGTH_MAX (1u << 20)

struct stamped {
	struct tree_stamp stamp;
	bool is_stamped;
	bool is_plain;
	bool is_kept; /* in the list of the last run, and still true */
};

struct contents {
	struct arena *arena;
	struct cache_file *file;
	const struct tree *tree;
	struct inputs *inputs;
	struct stamped *stamps; /* one for each input; NULL when the tree has none */
	uint64_t started;
	struct source **sources; /* of inputs that are read late; NULL until then */
	size_t kept;             /* entries of the last run */
	bool moved;
	struct source_reader reader;
};

const char *program_digest(void)
{
	return STOPGRAPH_SOURCES_DIGEST;
}

uint64_t contents_now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_REALTIME, &time);
	return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static struct cache_key key_of(const struct contents *contents)
{
	static const char kind[] = "stamps";
	const char *place = contents->tree->place;
	struct hash_part parts[] = {
		{kind, sizeof(kind)}, {program_digest(), strlen(program_digest())}, {place, strlen(place)}};
	struct cache_key key;

	hash_parts(parts, 3, key.bytes);
	return key;
}

static bool is_same(const struct kept_stamp *kept, const struct tree_stamp *stamp)
{
	struct tree_stamp before = {kept->size, kept->inode, kept->written, kept->changed};

	return tree_stamp_equal(&before, stamp);
}

/* Both lists are by path. */
static void recall(struct contents *contents, const struct kept_stamps *kept)
{
	size_t at = 0;

	for (size_t i = 0; i < contents->inputs->count; i++) {
		struct input *input = &contents->inputs->items[i];
		struct stamped *stamped = &contents->stamps[i];
		while (at < kept->list.count && strcmp(kept->list.items[at].path, input->path) < 0)
			at++;
		if (at == kept->list.count)
			break;
		const struct kept_stamp *item = &kept->list.items[at];
		if (strcmp(item->path, input->path) != 0 || !stamped->is_stamped || !is_same(item, &stamped->stamp))
			continue;
		input->content = item->content;
		input->has_content = stamped->is_kept = true;
		stamped->is_plain = item->is_plain;
	}
}

static void read_stamps(struct contents *contents)
{
	struct arena *scratch = arena_new();
	struct cache_key key = key_of(contents);
	struct codec_reader reader = {.arena = scratch};
	struct kept_stamps kept = {0};
	struct cache_value value;

	if (cache_file_get(contents->file, &key, &value) && codec_read(&reader, &shape_stamps, value, &kept)) {
		contents->kept = kept.list.count;
		recall(contents, &kept);
	}
	arena_free(scratch);
}

static const char *read_late(void *payload, struct arena *arena, const struct source *source)
{
	struct contents *contents = payload;
	struct diags ignored = diags_new(arena);
	struct input *input = contents_find(contents, source->path);
	struct input again = {.path = source->path, .role = input ? input->role : INPUT_MODEL};
	struct source *now_there = input_read_content(arena, contents->tree, &again, &ignored);

	if (now_there && now_there->length == source->length &&
	    (!input || memcmp(&again.content, &input->content, sizeof(again.content)) == 0))
		return now_there->bytes;
	contents->moved = true;
	char *bytes = arena_alloc(arena, source->length + 1);
	size_t length = now_there ? now_there->length : 0;
	if (length)
		memcpy(bytes, now_there->bytes, length < source->length ? length : source->length);
	return bytes;
}

struct contents *contents_new(struct arena *arena, struct cache_file *file, const struct tree *tree,
			      struct inputs *inputs)
{
	struct contents *contents = ARENA_NEW(arena, struct contents);

	*contents = (struct contents){
		.arena = arena, .file = file, .tree = tree, .inputs = inputs, .started = contents_now()};
	contents->reader = (struct source_reader){arena, contents, read_late};
	contents->sources = ARENA_ARRAY(arena, struct source *, inputs->count);
	if (!tree->stamp)
		return contents;
	contents->stamps = ARENA_ARRAY(arena, struct stamped, inputs->count);
	for (size_t i = 0; i < inputs->count; i++) {
		struct stamped *stamped = &contents->stamps[i];
		stamped->is_stamped = tree->stamp(tree->payload, inputs->items[i].path, &stamped->stamp) == 0;
	}
	read_stamps(contents);
	return contents;
}

bool contents_were_kept(const struct contents *contents)
{
	return contents->kept > 0;
}

struct inputs *contents_inputs(struct contents *contents)
{
	return contents->inputs;
}

struct input *contents_find(struct contents *contents, const char *path)
{
	return input_find(contents->inputs, path);
}

bool contents_know(struct contents *contents, struct input *input)
{
	if (input->has_content)
		return true;
	struct arena *scratch = arena_new();
	struct diags ignored = diags_new(scratch);
	bool is_read = input_read_content(scratch, contents->tree, input, &ignored) != NULL;
	arena_free(scratch);
	return is_read;
}

bool contents_length(struct contents *contents, const struct input *input, uint64_t *out)
{
	const struct tree *tree = contents->tree;

	if (!contents->stamps && tree->size && input->has_content)
		return tree->size(tree->payload, &input->content, out) == 0 && *out <= LENGTH_MAX;
	if (!contents->stamps || !contents->stamps[input - contents->inputs->items].is_stamped)
		return false;
	*out = contents->stamps[input - contents->inputs->items].stamp.size;
	return true;
}

struct source *contents_read(struct contents *contents, struct arena *arena, struct input *input, struct diags *diags)
{
	struct object_id before = input->content;
	bool was_known = input->has_content;
	struct source *source = input_read_content(arena, contents->tree, input, diags);

	/* a file of which something was already concluded */
	if (was_known && memcmp(&before, &input->content, sizeof(before)) != 0)
		contents->stamps[input - contents->inputs->items].is_stamped = false;
	if (source)
		contents->sources[input - contents->inputs->items] = source;
	return source;
}

struct source *contents_source(struct contents *contents, const struct input *input, uint64_t length)
{
	struct source **source = &contents->sources[input - contents->inputs->items];

	if (!*source)
		*source = source_later(&contents->reader, input->path, (size_t)length);
	return *source;
}

const struct source *contents_source_of(struct contents *contents, struct arena *arena, const char *path)
{
	struct input *input = contents_find(contents, path);
	struct diags ignored = diags_new(arena);
	uint64_t length;

	if (!input)
		return NULL;
	const struct source *known = contents->sources[input - contents->inputs->items];
	if (known)
		return known;
	if (contents_length(contents, input, &length))
		return contents_source(contents, input, length);
	return contents_read(contents, arena, input, &ignored);
}

bool contents_moved(const struct contents *contents)
{
	return contents->moved;
}

void contents_set_plain(struct contents *contents, const struct input *input)
{
	if (contents->stamps)
		contents->stamps[input - contents->inputs->items].is_plain = true;
}

bool contents_is_plain(const struct contents *contents, const struct input *input)
{
	return contents->stamps && contents->stamps[input - contents->inputs->items].is_plain;
}

bool contents_is_settled(const struct tree_stamp *stamp, uint64_t started)
{
	uint64_t last = stamp->written > stamp->changed ? stamp->written : stamp->changed;

	return last + RACY_NANOSECONDS < started;
}

void contents_save(struct contents *contents)
{
	struct kept_stamps list = {0};
	size_t still_kept = 0;

	if (!contents->stamps || contents->moved)
		return;
	struct arena *scratch = arena_new();
	for (size_t i = 0; i < contents->inputs->count; i++) {
		const struct input *input = &contents->inputs->items[i];
		const struct stamped *stamped = &contents->stamps[i];
		const struct tree_stamp *stamp = &stamped->stamp;
		if (!input->has_content || !stamped->is_stamped || !contents_is_settled(stamp, contents->started))
			continue;
		still_kept += stamped->is_kept;
		vec_push(scratch, &list.list,
			 (struct kept_stamp){input->path, input->content, stamp->size, stamp->inode, stamp->written,
					     stamp->changed, stamped->is_plain});
	}
	if (list.list.count - still_kept > CONTENTS_STALE_MAX || contents->kept - still_kept > CONTENTS_STALE_MAX ||
	    (!contents->kept && list.list.count)) {
		struct cache_key key = key_of(contents);
		if (cache_file_writable(contents->file))
			cache_file_put(contents->file, &key, codec_write(scratch, &shape_stamps, &list, NULL, NULL));
	}
	arena_free(scratch);
}
