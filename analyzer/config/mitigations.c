/* Patterns are matched line by line by the C library's extended regular expressions, on the bytes of the file. */
#include "analyzer/config/mitigations.h"
#include "analyzer/base/pattern.h"

#include "analyzer/config/settings.h"

#include <regex.h>
#include <string.h>

static struct mitigation *mitigation_of(struct settings_reader *reader)
{
	return reader->entry;
}

static int read_name(struct settings_reader *reader, const struct yaml_node *value)
{
	return settings_text(reader, value, &mitigation_of(reader)->name, "'name' is a text");
}

static int read_masks(struct settings_reader *reader, const struct yaml_node *value)
{
	return settings_text(reader, value, &mitigation_of(reader)->masks, "'masks' is a sentence");
}

static int read_path(struct settings_reader *reader, const struct yaml_node *value)
{
	yaml_strings(reader->arena, value, &mitigation_of(reader)->paths, reader->diags);
	return mitigation_of(reader)->paths.count ? 0 : settings_reject(reader, value, "'path' is a path or a list");
}

static int read_pattern(struct settings_reader *reader, const struct yaml_node *value)
{
	regex_t regex;
	const char *text = yaml_string(value, NULL);

	if (!text || pattern_problem(text) || regcomp(&regex, text, REG_EXTENDED | REG_NEWLINE | REG_NOSUB))
		return settings_reject(reader, value, "'pattern' is an extended regular expression");
	regfree(&regex);
	mitigation_of(reader)->pattern = text;
	mitigation_of(reader)->location = value->location;
	return 0;
}

static int read_release(struct settings_reader *reader, const struct yaml_node *value, const char **text,
			struct release *out)
{
	static const char complaint[] = "a release such as '15.6' is wanted here";

	if (settings_text(reader, value, text, complaint))
		return -1;
	return !*text || release_parse(*text, out) ? 0 : settings_reject(reader, value, complaint);
}

static int read_since(struct settings_reader *reader, const struct yaml_node *value)
{
	return read_release(reader, value, &mitigation_of(reader)->since_text, &mitigation_of(reader)->since);
}

static int read_earliest_removal(struct settings_reader *reader, const struct yaml_node *value)
{
	return read_release(reader, value, &mitigation_of(reader)->removal_text,
			    &mitigation_of(reader)->earliest_removal);
}

static int read_repaired_by(struct settings_reader *reader, const struct yaml_node *value)
{
	return settings_text(reader, value, &mitigation_of(reader)->repaired_by, "'repaired_by' is the class of a job");
}

static int read_mitigation(struct settings_reader *reader, const struct yaml_node *map)
{
	static const struct setting rows[] = {
		{"earliest_removal", read_earliest_removal},
		{"masks", read_masks},
		{"name", read_name},
		{"path", read_path},
		{"pattern", read_pattern},
		{"repaired_by", read_repaired_by},
		{"since", read_since},
	};
	struct mitigation entry = {.location = map->location, .since.patch = -1, .earliest_removal.patch = -1};
	struct mitigations *out = reader->target;

	reader->entry = &entry;
	if (SETTINGS_READ(reader, map, rows))
		return -1;
	if (!entry.name || !entry.pattern || !entry.paths.count || !entry.since_text)
		return settings_reject(reader, map, "a mitigation needs 'name', 'path', 'pattern' and 'since'");
	vec_push(reader->arena, &out->items, entry);
	return 0;
}

static int read_stop_release(struct settings_reader *reader, const struct yaml_node *value)
{
	struct release release;

	return read_release(reader, value, &((struct recorded_stop *)reader->entry)->release, &release);
}

static int read_stop_reason(struct settings_reader *reader, const struct yaml_node *value)
{
	return settings_text(reader, value, &((struct recorded_stop *)reader->entry)->reason, "'reason' is a sentence");
}

static int read_stop_link(struct settings_reader *reader, const struct yaml_node *value)
{
	return settings_text(reader, value, &((struct recorded_stop *)reader->entry)->link, "'link' is an address");
}

static int read_stop(struct settings_reader *reader, const struct yaml_node *map)
{
	static const struct setting rows[] = {
		{"link", read_stop_link}, {"reason", read_stop_reason}, {"release", read_stop_release}};
	struct recorded_stop entry = {.location = map->location};
	struct mitigations *out = reader->target;

	reader->entry = &entry;
	if (SETTINGS_READ(reader, map, rows))
		return -1;
	if (!entry.release || !entry.reason)
		return settings_reject(reader, map, "a stop needs 'release' and 'reason'");
	vec_push(reader->arena, &out->stops, entry);
	return 0;
}

static int read_list(struct settings_reader *reader, const struct yaml_node *list,
		     int (*read)(struct settings_reader *, const struct yaml_node *))
{
	int status = 0;

	if (list->kind != YAML_LIST)
		return settings_reject(reader, list, "a list is wanted here");
	for (size_t i = 0; i < list->count; i++)
		status |= read(reader, list->items[i]);
	return status;
}

static int read_mitigations(struct settings_reader *reader, const struct yaml_node *list)
{
	return read_list(reader, list, read_mitigation);
}

static int read_stops(struct settings_reader *reader, const struct yaml_node *list)
{
	return read_list(reader, list, read_stop);
}

int mitigations_read(struct arena *arena, const struct source *source, struct mitigations *out, struct diags *diags)
{
	static const struct setting rows[] = {{"mitigations", read_mitigations}, {"stops", read_stops}};
	struct settings_reader reader = {.arena = arena, .diags = diags, .target = out};

	out->source = source;
	return SETTINGS_READ_FILE(&reader, source, rows);
}

bool tree_has_file(struct arena *arena, const struct tree *tree, const char *path)
{
	struct diags ignored = diags_new(arena);
	struct tree_entries entries = {0};
	const char *slash = strrchr(path, '/');
	const char *folder = slash ? str_copy_n(arena, path, (size_t)(slash - path)) : "";

	if (tree->list(tree->payload, arena, folder, &entries, &ignored))
		return false;
	vec_each(struct tree_entry, entry, &entries) {
		if (str_equal(entry->name, slash ? slash + 1 : path))
			return entry->kind != ENTRY_FOLDER;
	}
	return false;
}

static bool has_pattern(const struct source *source, const char *pattern)
{
	regex_t regex;
	regmatch_t range = {.rm_so = 0, .rm_eo = (regoff_t)source->length};

	if (regcomp(&regex, pattern, REG_EXTENDED | REG_NEWLINE))
		return false;
	bool found = regexec(&regex, source->bytes, 1, &range, REG_STARTEND) == 0;
	regfree(&regex);
	return found;
}

static void look(struct arena *arena, const struct tree *tree, struct mitigation *mitigation, struct diags *diags)
{
	for (size_t i = 0; i < mitigation->paths.count; i++) {
		struct input input = {.path = mitigation->paths.items[i]};
		if (!tree_has_file(arena, tree, input.path))
			continue;
		struct source *source = input_read(arena, tree, &input, diags);
		/* what cannot be read may well hold the pattern: the diagnostic says so, and nothing is concluded */
		mitigation->is_present = mitigation->is_present || !source || has_pattern(source, mitigation->pattern);
		if (!mitigation->remains)
			mitigation->remains = source;
	}
}

void mitigations_look(struct arena *arena, const struct tree *tree, struct mitigations *mitigations,
		      struct diags *diags)
{
	vec_each(struct mitigation, mitigation, &mitigations->items)
		look(arena, tree, mitigation, diags);
}
