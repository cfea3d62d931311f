/* Links are found when a file is first asked about. Outlines mirror klass_add_body(): what it does not open is not in
 * them. */
#include "parser/ruby/eval/job_files.h"

#include "parser/ruby/eval/class.h"
#include "parser/ruby/jobs/job.h"

#include "analyzer/base/vec.h"

#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define SHORTEST_WORD 2u

/* The files that define what bears a name. */
struct definers {
	const char *name;
	VEC(size_t) files;
};

struct job_files {
	struct arena *arena;
	VEC(struct job_file) items;
	VEC(struct definers) opened; /* by path */
	VEC(struct definers) named;  /* by name; both sorted when asked */
	bool is_sorted;
};

struct job_files *job_files_new(struct arena *arena)
{
	struct job_files *files = ARENA_NEW(arena, struct job_files);

	files->arena = arena;
	return files;
}

size_t job_files_count(const struct job_files *files)
{
	return files->items.count;
}

struct job_file *job_files_get(struct job_files *files, size_t number)
{
	return &files->items.items[number];
}

size_t job_files_add(struct job_files *files, const struct source *source, const struct ruby_outline *outline)
{
	vec_push(files->arena, &files->items, (struct job_file){.source = source, .outline = outline});
	files->is_sorted = false;
	for (size_t i = 0; i < files->items.count; i++)
		files->items.items[i].links_known = false;
	return files->items.count - 1;
}

/* --- who defines what --- */

static int by_name(const void *left, const void *right)
{
	return strcmp(((const struct definers *)left)->name, ((const struct definers *)right)->name);
}

static int by_name_and_file(const void *left, const void *right)
{
	const struct definers *a = left, *b = right;
	int order = strcmp(a->name, b->name);

	return order ? order : (a->files.items[0] > b->files.items[0]) - (a->files.items[0] < b->files.items[0]);
}

/* One entry for each name. */
static size_t merge(struct arena *arena, struct definers *items, size_t count)
{
	size_t kept = 0;

	if (count)
		qsort(items, count, sizeof(*items), by_name_and_file);
	for (size_t i = 0; i < count; i++) {
		if (kept && strcmp(items[kept - 1].name, items[i].name) == 0)
			vec_push(arena, &items[kept - 1].files, items[i].files.items[0]);
		else
			items[kept++] = items[i];
	}
	return kept;
}

static struct definers one(struct arena *arena, const char *name, size_t file)
{
	struct definers entry = {.name = name};

	vec_push(arena, &entry.files, file);
	return entry;
}

static void sort_out(struct job_files *files)
{
	if (files->is_sorted)
		return;
	files->opened.count = files->named.count = 0;
	for (size_t i = 0; i < files->items.count; i++) {
		const struct ruby_outline *outline = files->items.items[i].outline;
		for (size_t k = 0; k < outline->opened.count; k++)
			vec_push(files->arena, &files->opened, one(files->arena, outline->opened.items[k], i));
		for (size_t k = 0; k < outline->names.count; k++)
			vec_push(files->arena, &files->named, one(files->arena, outline->names.items[k], i));
	}
	files->opened.count = merge(files->arena, files->opened.items, files->opened.count);
	files->named.count = merge(files->arena, files->named.items, files->named.count);
	files->is_sorted = true;
}

static const struct definers *find(const struct definers *items, size_t count, const char *name)
{
	struct definers key = {.name = name};

	return count ? bsearch(&key, items, count, sizeof(key), by_name) : NULL;
}

static void link_file(struct job_files *files, struct job_file *file)
{
	const struct names *words = &file->outline->words;

	if (file->links_known)
		return;
	file->links_known = true;
	file->links.count = 0;
	for (size_t i = 0; i < words->count; i++) {
		const struct definers *found = find(files->named.items, files->named.count, words->items[i]);
		for (size_t k = 0; found && k < found->files.count; k++)
			vec_push(files->arena, &file->links, found->files.items[k]);
	}
}

/* --- the files of a class --- */

static void reach(struct job_files *files, size_t number, bool *reached)
{
	struct job_file *file = &files->items.items[number];

	if (reached[number])
		return;
	reached[number] = true;
	link_file(files, file);
	for (size_t i = 0; i < file->links.count; i++)
		reach(files, file->links.items[i], reached);
}

/* "Gitlab::BackgroundMigration::A::B" is the job "A::B". */
static bool is_path_of_job(const char *path, const char *name)
{
	return str_equal(job_relative_name(path), name);
}

void job_files_of(struct job_files *files, struct arena *arena, const char *name, bool is_job, struct file_numbers *out)
{
	sort_out(files);
	if (!is_job && !find(files->opened.items, files->opened.count, name))
		return;
	bool *reached = ARENA_ARRAY(arena, bool, files->items.count);

	if (is_job) {
		vec_each(struct definers, entry, &files->opened) {
			for (size_t i = 0; is_path_of_job(entry->name, name) && i < entry->files.count; i++)
				reach(files, entry->files.items[i], reached);
		}
	} else {
		const struct definers *entry = find(files->opened.items, files->opened.count, name);
		for (size_t i = 0; entry && i < entry->files.count; i++)
			reach(files, entry->files.items[i], reached);
	}
	for (size_t i = 0; i < files->items.count; i++) {
		if (reached[i])
			vec_push(arena, out, i);
	}
}

/* --- outlines --- */

struct outlining {
	struct arena *arena;
	struct ruby_outline *out;
};

/* Both spellings of a name, CamelCase and snake_case, become one. */
static char *spelled(struct arena *arena, const char *bytes, size_t length)
{
	char *word = str_copy_n(arena, bytes, length);
	size_t kept = 0;

	for (size_t i = 0; i < length; i++) {
		if (word[i] != '_')
			word[kept++] = (char)tolower((unsigned char)word[i]);
	}
	word[kept] = '\0';
	return word;
}

static int by_text(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static void sort_and_drop_equal(struct names *names)
{
	size_t kept = 0;

	if (names->count)
		qsort(names->items, names->count, sizeof(*names->items), by_text);
	for (size_t i = 0; i < names->count; i++) {
		if (i == 0 || strcmp(names->items[i], names->items[kept - 1]) != 0)
			names->items[kept++] = names->items[i];
	}
	names->count = kept;
}

static void list_words(struct outlining *outlining, const struct source *source)
{
	const char *at = source->bytes, *end = at + source->length;

	while (at < end) {
		const char *start = at;
		while (at < end && str_is_word_byte(*at))
			at++;
		if ((size_t)(at - start) >= SHORTEST_WORD)
			names_push(outlining->arena, &outlining->out->words,
				   spelled(outlining->arena, start, (size_t)(at - start)));
		at += at == start;
	}
	sort_and_drop_equal(&outlining->out->words);
}

static bool is_class(const struct node *node)
{
	return node->kind == NODE_CLASS || node->kind == NODE_MODULE;
}

/* The statements of a body: its children, or itself when it is one. */
static const struct node *first_of(const struct node *body)
{
	return body && body->kind == NODE_BODY ? body->children : body;
}

static const struct node *next_of(const struct node *body, const struct node *node)
{
	return body->kind == NODE_BODY ? node->next : NULL;
}

static bool holds_only_classes(const struct node *body)
{
	for (const struct node *node = first_of(body); node; node = next_of(body, node)) {
		if (!is_class(node))
			return false;
	}
	return true;
}

static void list_classes(struct outlining *outlining, const struct node *body, const char *outer, bool is_reached);

/* A class is a way into the file; so is a module with methods or constants, and what it holds all the same. */
static void list_class(struct outlining *outlining, const struct node *node, const char *outer, bool is_reached)
{
	struct arena *arena = outlining->arena;
	const char *path = node->name;

	if (!path)
		return;
	bool is_top = str_starts_with(path, "::");
	path = constant_without_root(path);
	if (!is_top && *outer)
		path = str_printf(arena, "%s::%s", outer, path);
	bool counts = node->kind == NODE_CLASS || !holds_only_classes(node->b);
	if (counts)
		names_push(arena, &outlining->out->opened, str_copy(arena, path));
	if (counts && !is_reached) {
		const char *last = strrchr(path, ':');
		last = last ? last + 1 : path;
		names_push(arena, &outlining->out->names, spelled(arena, last, strlen(last)));
	}
	list_classes(outlining, node->b, path, is_reached || node->kind == NODE_CLASS);
}

static void list_classes(struct outlining *outlining, const struct node *body, const char *outer, bool is_reached)
{
	for (const struct node *node = first_of(body); node; node = next_of(body, node)) {
		if (is_class(node))
			list_class(outlining, node, outer, is_reached);
	}
}

void outline_make(struct arena *arena, const struct node *program, const struct source *source,
		  struct ruby_outline *out)
{
	struct outlining outlining = {arena, out};

	list_classes(&outlining, program, "", false);
	sort_and_drop_equal(&out->opened);
	sort_and_drop_equal(&out->names);
	list_words(&outlining, source);
}
