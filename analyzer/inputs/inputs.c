/* Which files of a tree are wanted: path patterns, expanded segment by segment so that only folders that can hold a
 * match are opened. `*` stands for any part of one segment, a segment `**` for any number of folders.
 *
 * Awkward cases: a folder that is called x.rb; links between the structure files of several databases; links that form
 * a loop (a folder is not entered again below itself); a file that is matched by two rows (the first row wins). */
#include "analyzer/inputs/inputs.h"

#include "analyzer/base/hash.h"
#include "analyzer/base/str.h"
#include "analyzer/inputs/patterns.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH_MAX 32u
#define SIZE_MAX_FILE (8u << 20)
#define SIZE_MAX_STRUCTURE (64u << 20)

/* GitLab's places and Rails' own, of which a tree has what it has. A folder of plugins is Discourse's. */
const struct pattern input_patterns[] = {
	{"VERSION", INPUT_VERSION, NULL},
	{"app/models/**/*.rb", INPUT_MODEL, NULL},
	{"config/gitlab_loose_foreign_keys.yml", INPUT_LOOSE_FOREIGN_KEYS, NULL},
	{"config/upgrade_path.yml", INPUT_UPGRADE_PATH, NULL},
	{"db/click_house/*migrate/**/*.rb", INPUT_NOT_SUPPORTED, NULL},
	{"db/database_connections/*.yaml", INPUT_CONNECTION, NULL},
	{"db/docs/batched_background_migrations/*.yml", INPUT_JOB_DICTIONARY, NULL},
	{"db/docs/**/*.yml", INPUT_TABLE_DICTIONARY, NULL},
	{"db/init_structure.sql", INPUT_INITIAL_STRUCTURE, "main"},
	{"db/migrate/**/*.rb", INPUT_MIGRATION, "main"},
	{"db/post_migrate/**/*.rb", INPUT_POST_MIGRATION, "main"},
	{"db/schema.rb", INPUT_SCHEMA, "main"},
	{"db/structure.sql", INPUT_STRUCTURE, "main"},
	{"db/*/migrate/**/*.rb", INPUT_MIGRATION, "*"},
	{"db/*/post_migrate/**/*.rb", INPUT_POST_MIGRATION, "*"},
	{"db/*/structure.sql", INPUT_STRUCTURE, "*"},
	{"ee/app/models/**/*.rb", INPUT_MODEL, NULL},
	{"ee/db/database_connections/*.yaml", INPUT_CONNECTION, NULL},
	{"ee/db/docs/**/*.yml", INPUT_TABLE_DICTIONARY, NULL},
	{"ee/db/*/migrate/**/*.rb", INPUT_MIGRATION, "*"},
	{"ee/db/*/post_migrate/**/*.rb", INPUT_POST_MIGRATION, "*"},
	{"ee/db/*/structure.sql", INPUT_STRUCTURE, "*"},
	{"ee/lib/*/background_migration/**/*.rb", INPUT_JOB, NULL},
	{"ee/lib/*/*/background_migration/**/*.rb", INPUT_JOB, NULL},
	{"internal/oobmigration/oobmigrations.yaml", INPUT_OUT_OF_BAND, NULL},
	{"lib/*/background_migration/**/*.rb", INPUT_JOB, NULL},
	{"lib/*/background_migrations/**/*.rb", INPUT_JOB, NULL},
	{"lib/*/data_migrations/**/*.rb", INPUT_JOB, NULL},
	{"lib/*/version.rb", INPUT_VERSION_CODE, NULL},
	{"lib/version.rb", INPUT_VERSION_CODE, NULL},
	{"plugins/*/db/migrate/**/*.rb", INPUT_MIGRATION, "main"},
	{"plugins/*/db/post_migrate/**/*.rb", INPUT_POST_MIGRATION, "main"},
	{"db/migration/background/**/*.sql", INPUT_SCRIPT_JOB, NULL},
	{"db/migrations/background/**/*.sql", INPUT_SCRIPT_JOB, NULL},
	{"migrations/background/**/*.sql", INPUT_SCRIPT_JOB, NULL},
	{"db/migration/**/*.sql", INPUT_SCRIPT, "main"},
	{"db/migrations/**/*.sql", INPUT_SCRIPT, "main"},
	{"deploy/**/*.sql", INPUT_SCRIPT, "main"},
	{"migrations/**/*.sql", INPUT_SCRIPT, "main"},
	{"prisma/migrations/**/*.sql", INPUT_SCRIPT, "main"},
	{"sqitch.plan", INPUT_SCRIPT_PLAN, NULL},
	{"src/main/resources/db/migration/**/*.sql", INPUT_SCRIPT, "main"},
	{"supabase/migrations/**/*.sql", INPUT_SCRIPT, "main"},
	{"lib/*/*migration_helpers.rb", INPUT_MODEL, NULL},
	{"lib/*/database/*migration_helpers.rb", INPUT_MODEL, NULL},
	{"lib/*/database/migration_helpers/**/*.rb", INPUT_MODEL, NULL},
	{"lib/*/migration_*.rb", INPUT_MODEL, NULL},
	{"lib/*migration_helpers.rb", INPUT_MODEL, NULL},
};
const size_t input_pattern_count = sizeof(input_patterns) / sizeof(input_patterns[0]);

static const char *const role_names[INPUT_ROLE_COUNT] = {
	[INPUT_MIGRATION] = "migrations",
	[INPUT_POST_MIGRATION] = "post_migrations",
	[INPUT_JOB] = "jobs",
	[INPUT_JOB_DICTIONARY] = "job_dictionaries",
	[INPUT_OUT_OF_BAND] = "out_of_band",
	[INPUT_TABLE_DICTIONARY] = "table_dictionaries",
	[INPUT_STRUCTURE] = "structure",
	[INPUT_INITIAL_STRUCTURE] = "initial_structure",
	[INPUT_UPGRADE_PATH] = "upgrade_path",
	[INPUT_SCHEMA] = "schema",
	[INPUT_VERSION] = "version",
	[INPUT_VERSION_CODE] = "version_code",
	[INPUT_CONNECTION] = "database_connections",
	[INPUT_LOOSE_FOREIGN_KEYS] = "loose_foreign_keys",
	[INPUT_MODEL] = "models",
	[INPUT_SCRIPT] = "scripts",
	[INPUT_SCRIPT_JOB] = "script_jobs",
	[INPUT_SCRIPT_PLAN] = "script_plan",
};

const char *input_role_name(enum input_role role)
{
	return role_names[role];
}

enum input_role input_role_find(const char *name)
{
	int role = 0;

	while (role < INPUT_ROLE_COUNT && (!role_names[role] || !str_equal(role_names[role], name)))
		role++;
	return (enum input_role)role;
}

struct walk {
	struct arena *arena;
	struct arena *entries; /* of the folders that we are in */
	const struct tree *tree;
	struct inputs *out;
	struct diags *diags;
	const struct pattern *pattern;
	unsigned row;
	const struct input_paths *paths;
	uint64_t ancestors[DEPTH_MAX];
	size_t depth;
	const char *database;
};

bool segment_matches(const char *pattern, size_t pattern_length, const char *name)
{
	const char *star = memchr(pattern, '*', pattern_length);
	size_t length = strlen(name);

	if (!star)
		return length == pattern_length && memcmp(pattern, name, length) == 0;
	size_t head = (size_t)(star - pattern);
	size_t tail = pattern_length - head - 1;
	if (name[0] == '.' || length < head + tail)
		return false;
	return memcmp(pattern, name, head) == 0 && memcmp(star + 1, name + length - tail, tail) == 0;
}

/* Length of the valid UTF-8 sequence at `bytes`, 0 when there is none. Overlong forms and surrogates are not valid. */
static size_t utf8_length(const unsigned char *bytes, size_t left)
{
	unsigned char first = bytes[0];
	size_t length = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;

	if (first == 0)
		return 0;
	if (length == 1)
		return 1;
	if (first < 0xc2 || first > 0xf4 || length > left)
		return 0;
	for (size_t i = 1; i < length; i++) {
		if ((bytes[i] & 0xc0) != 0x80)
			return 0;
	}
	if ((first == 0xe0 && bytes[1] < 0xa0) || (first == 0xed && bytes[1] > 0x9f))
		return 0;
	if ((first == 0xf0 && bytes[1] < 0x90) || (first == 0xf4 && bytes[1] > 0x8f))
		return 0;
	return length;
}

static const char *join(struct arena *arena, const char *folder, const char *name)
{
	return *folder ? str_concat(arena, folder, "/", name) : str_copy(arena, name);
}

/* Rails takes only files that begin with digits for migrations. */
static bool name_fits_role(const char *name, enum input_role role)
{
	bool digit = name[0] >= '0' && name[0] <= '9';

	return digit || (role != INPUT_MIGRATION && role != INPUT_POST_MIGRATION && role != INPUT_NOT_SUPPORTED);
}

bool input_is_excluded(const struct input_paths *paths, const char *path)
{
	for (size_t i = 0; paths && i < paths->count; i++) {
		if (paths->items[i].role == INPUT_ROLE_COUNT && fnmatch(paths->items[i].pattern, path, 0) == 0)
			return true;
	}
	return false;
}

static void found(struct walk *walk, const char *path, const struct tree_entry *entry)
{
	if (!name_fits_role(entry->name, walk->pattern->role) || input_is_excluded(walk->paths, path))
		return;
	if (entry->kind == ENTRY_FOLDER) {
		diag_add_path(walk->diags, DIAG_input_folder, path, "'%s' is a folder, not a file", entry->name);
		return;
	}
	if (entry->kind == ENTRY_OTHER) {
		diag_add_path(walk->diags, DIAG_input_unreadable, path, "'%s' is not a regular file", entry->name);
		return;
	}
	vec_push(walk->arena, walk->out,
		 (struct input){.path = path,
				.role = walk->pattern->role,
				.database = walk->database,
				.row = walk->row,
				.is_link = entry->is_link,
				.identity = entry->identity,
				.has_content = entry->has_content,
				.content = entry->content});
}

/* Finds out what a link leads to. False when that is nothing to read. */
static bool look(struct walk *walk, const char *path, struct tree_entry *entry)
{
	if (entry->kind != ENTRY_UNKNOWN)
		return true;
	return walk->tree->look(walk->tree->payload, walk->arena, path, entry, walk->diags) == 0;
}

static void expand(struct walk *walk, const char *folder, const char *rest);

/* Goes into a folder unless it is one of those that we are in already. */
static void enter(struct walk *walk, const char *path, const struct tree_entry *entry, const char *rest)
{
	if (walk->depth == DEPTH_MAX) {
		diag_add_path(walk->diags, DIAG_input_too_deep, path, "more than %u folders deep", DEPTH_MAX);
		return;
	}
	for (size_t i = 0; i < walk->depth; i++) {
		if (walk->ancestors[i] == entry->identity) {
			diag_add_path(walk->diags, DIAG_input_link_loop, path, "the link leads to a folder above it");
			return;
		}
	}
	walk->ancestors[walk->depth++] = entry->identity;
	expand(walk, path, rest);
	walk->depth--;
}

static bool is_plain_ascii(const char *name)
{
	while (*name >= ' ' && *name < 0x7f && *name != '/')
		name++;
	return !*name;
}

/* Names that are no text cannot be shown in any report; Rails takes no such file for a migration either. */
static bool name_is_text(struct walk *walk, const char *folder, const struct tree_entry *entry)
{
	size_t bad = 0;

	if (is_plain_ascii(entry->name))
		return true;
	char *name = str_copy(walk->arena, entry->name);

	for (unsigned char *byte = (unsigned char *)name; *byte;) {
		size_t length = utf8_length(byte, strlen((const char *)byte));
		bool odd = length == 0 || *byte < ' ' || *byte == 0x7f || *byte == '/';
		if (odd)
			*byte = '?';
		bad += odd;
		byte += odd ? 1 : length;
	}
	if (bad)
		diag_add_path(walk->diags, DIAG_input_odd_name, join(walk->arena, folder, name),
			      "the name holds bytes that are no text; it is not read");
	return bad == 0;
}

/* One entry of `folder` against the first segment of `rest`, which is not `**`. */
static void match(struct walk *walk, const char *folder, struct tree_entry *entry, const char *rest)
{
	const char *slash = strchr(rest, '/');
	size_t length = slash ? (size_t)(slash - rest) : strlen(rest);

	if (!segment_matches(rest, length, entry->name) || !name_is_text(walk, folder, entry))
		return;
	const char *path = join(walk->arena, folder, entry->name);
	if (!look(walk, path, entry))
		return;
	if (str_equal(walk->pattern->database, "*") && length == 1)
		walk->database = str_copy(walk->arena, entry->name);
	if (!slash)
		found(walk, path, entry);
	else if (entry->kind == ENTRY_FOLDER)
		enter(walk, path, entry, slash + 1);
	else if (entry->kind == ENTRY_OTHER)
		diag_add_path(walk->diags, DIAG_input_not_supported, path, "a submodule or device is not read");
}

/* Expands the segments `rest` of the pattern below `folder`. */
static void expand(struct walk *walk, const char *folder, const char *rest)
{
	bool any_depth = str_starts_with(rest, "**/");
	struct tree_entries entries = {0};
	struct arena_mark mark = arena_mark(walk->entries);

	if (walk->tree->list(walk->tree->payload, walk->entries, folder, &entries, walk->diags))
		entries.count = 0;
	vec_each(struct tree_entry, entry, &entries) {
		match(walk, folder, entry, any_depth ? rest + 3 : rest);
		if (!any_depth || entry->kind == ENTRY_FILE || entry->name[0] == '.' ||
		    !name_is_text(walk, folder, entry))
			continue;
		const char *path = join(walk->arena, folder, entry->name);
		if (look(walk, path, entry) && entry->kind == ENTRY_FOLDER)
			enter(walk, path, entry, rest);
	}
	arena_pop(walk->entries, mark);
}

static int by_path(const void *left, const void *right)
{
	const struct input *a = left;
	const struct input *b = right;
	int order = str_compare(a->path, b->path);

	return order ? order : (a->row > b->row) - (a->row < b->row);
}

/* The name to keep comes first: no link before links, then by path. */
static int by_identity(const void *left, const void *right)
{
	const struct input *a = left;
	const struct input *b = right;

	if (a->identity != b->identity)
		return a->identity < b->identity ? -1 : 1;
	if (a->is_link != b->is_link)
		return a->is_link ? 1 : -1;
	return by_path(a, b);
}

static void keep_first_of_each(struct inputs *inputs)
{
	size_t kept = 0;

	for (size_t i = 0; i < inputs->count; i++) {
		if (i == 0 || inputs->items[i].identity != inputs->items[kept - 1].identity)
			inputs->items[kept++] = inputs->items[i];
	}
	inputs->count = kept;
}

void inputs_list(struct arena *arena, const struct tree *tree, struct inputs *out, struct diags *diags)
{
	inputs_list_paths(arena, tree, NULL, out, diags);
}

bool input_role_is_set(const struct input_paths *paths, enum input_role role)
{
	for (size_t i = 0; paths && i < paths->count; i++) {
		if (paths->items[i].role == role)
			return true;
	}
	return false;
}

void inputs_list_paths(struct arena *arena, const struct tree *tree, const struct input_paths *paths,
		       struct inputs *out, struct diags *diags)
{
	struct walk walk = {
		.arena = arena, .entries = arena_new(), .tree = tree, .out = out, .diags = diags, .paths = paths};
	const size_t own = input_pattern_count;

	for (size_t i = 0; i < own + (paths ? paths->count : 0); i++) {
		struct pattern pattern;
		if (i < own)
			pattern = input_patterns[i];
		else
			pattern = (struct pattern){paths->items[i - own].pattern, paths->items[i - own].role, "main"};
		if (pattern.role == INPUT_ROLE_COUNT || (i < own && input_role_is_set(paths, pattern.role)))
			continue;
		walk.pattern = &pattern;
		walk.row = (unsigned)i;
		walk.database = pattern.database;
		expand(&walk, "", pattern.path);
	}
	arena_free(walk.entries);
	if (out->count == 0)
		return;
	qsort(out->items, out->count, sizeof(*out->items), by_identity);
	keep_first_of_each(out);
	qsort(out->items, out->count, sizeof(*out->items), by_path);
}

static int compare_path(const void *key, const void *item)
{
	return strcmp(key, ((const struct input *)item)->path);
}

struct input *input_find(const struct inputs *inputs, const char *path)
{
	return inputs->count ? bsearch(path, inputs->items, inputs->count, sizeof(*inputs->items), compare_path) : NULL;
}

struct input *model_input(struct arena *arena, const struct inputs *inputs, const char *relative_path, size_t folder)
{
	static const char *const folders[MODEL_FOLDERS] = {"app/models", "ee/app/models", "lib"};
	const char *name = relative_path;

	if (str_starts_with(name, "app/models/"))
		name += strlen("app/models/");
	const char *ending = str_ends_with(name, ".rb") ? "" : ".rb";
	struct input *input = input_find(inputs, str_concat(arena, folders[folder], "/", name, ending));
	return input && input->role == INPUT_MODEL ? input : NULL;
}

/* How many bytes from here on are ASCII and not NUL, in steps of eight: nearly all files are nothing else. A word has a
 * zero byte when subtracting one from each byte borrows into a top bit that was not set. */
static size_t plain_length(const unsigned char *bytes, size_t left)
{
	const uint64_t ones = 0x0101010101010101u;
	const uint64_t tops = 0x8080808080808080u;
	size_t length = 0;
	uint64_t word;

	for (; length + sizeof(word) <= left; length += sizeof(word)) {
		memcpy(&word, bytes + length, sizeof(word));
		if (((word - ones) | word) & tops)
			break;
	}
	return length;
}

/* Replaces what is not UTF-8; the number of bytes replaced, and where the first one was. */
static size_t make_utf8(struct tree_file *file, size_t *first_out)
{
	unsigned char *bytes = (unsigned char *)file->bytes;
	size_t bad = 0;

	if (file->length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0)
		memset(bytes, ' ', 3);
	for (size_t i = 0; i < file->length;) {
		i += plain_length(bytes + i, file->length - i);
		if (i == file->length)
			break;
		size_t length = utf8_length(bytes + i, file->length - i);
		if (length) {
			i += length;
			continue;
		}
		if (bad++ == 0)
			*first_out = i;
		bytes[i++] = '?';
	}
	return bad;
}

static struct source *read_input(struct arena *arena, const struct tree *tree, const struct input *input,
				 struct object_id *content_out, struct diags *diags)
{
	bool structure = input->role == INPUT_STRUCTURE || input->role == INPUT_INITIAL_STRUCTURE;
	struct tree_file file;
	size_t first = 0;

	if (tree->read(tree->payload, arena, input->path, structure ? SIZE_MAX_STRUCTURE : SIZE_MAX_FILE, &file, diags))
		return NULL;
	if (content_out)
		hash_blob(file.bytes, file.length, content_out->bytes);
	size_t bad = make_utf8(&file, &first);
	struct source *source = source_new(arena, input->path, file.bytes, file.length);
	if (bad) {
		struct location place = {source, (uint32_t)first, 1};
		diag_add(diags, DIAG_input_bad_bytes, place, "%zu byte%s not UTF-8, read as '?'", bad,
			 bad == 1 ? " is" : "s are");
	}
	return source;
}

struct source *input_read(struct arena *arena, const struct tree *tree, const struct input *input, struct diags *diags)
{
	return read_input(arena, tree, input, NULL, diags);
}

struct source *input_read_content(struct arena *arena, const struct tree *tree, struct input *input,
				  struct diags *diags)
{
	struct object_id content;
	bool is_named = input->has_content && !tree->stamp; /* files of a folder may change any time */
	struct source *source = read_input(arena, tree, input, is_named ? NULL : &content, diags);

	if (source && !is_named) {
		input->has_content = true;
		input->content = content;
	}
	return source;
}

void tree_close(struct tree *tree)
{
	if (tree->close)
		tree->close(tree->payload);
	*tree = (struct tree){0};
}
