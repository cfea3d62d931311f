/* Every key is checked here, once; what uses a setting need not doubt it. The maps
 * are read by tables of their keys (settings.h). */
#include "analyzer/config/config.h"

#include "analyzer/config/settings.h"
#include "analyzer/releases/releases_git.h"
#include "analyzer/scan/profile.h"

#include <stdlib.h>
#include <string.h>

static struct config *config_of(struct settings_reader *reader)
{
	return reader->target;
}

static int read_default_branch(struct settings_reader *reader, const struct yaml_node *value)
{
	return settings_text(reader, value, &config_of(reader)->default_branch,
			     "'default_branch' is the name of a branch");
}

static int read_release_tags(struct settings_reader *reader, const struct yaml_node *value)
{
	struct config *out = config_of(reader);

	if (settings_text(reader, value, &out->release_tags, "'release_tags' is a regular expression"))
		return -1;
	const char *problem = out->release_tags ? release_pattern_problem(reader->arena, out->release_tags) : NULL;
	if (!problem)
		return 0;
	diag_add(reader->diags, DIAG_config_invalid, value->location, "'release_tags' cannot be used: %s", problem);
	return -1;
}

static int read_releases(struct settings_reader *reader, const struct yaml_node *value)
{
	return settings_text(reader, value, &config_of(reader)->releases, "'releases' is a path");
}

static int read_mitigations(struct settings_reader *reader, const struct yaml_node *value)
{
	return settings_text(reader, value, &config_of(reader)->mitigations, "'mitigations' is a path");
}

static int read_profile(struct settings_reader *reader, const struct yaml_node *value)
{
	static const char complaint[] = "'profile' is one of gitlab, rails, sql";
	const char *name = NULL;

	if (settings_text(reader, value, &name, complaint))
		return -1;
	if (name && !str_in(name, PROFILE_NAMES))
		return settings_reject(reader, value, complaint);
	config_of(reader)->profile = name;
	return 0;
}

static int read_fail_on(struct settings_reader *reader, const struct yaml_node *value)
{
	config_of(reader)->fail_on = yaml_string(value, NULL);
	if (str_in(config_of(reader)->fail_on, "error warning note never"))
		return 0;
	return settings_reject(reader, value, "'fail_on' is one of error, warning, note, never");
}

static int read_levels(struct settings_reader *reader, const struct yaml_node *map)
{
	int status = 0;

	if (map->kind != YAML_MAP)
		return settings_reject(reader, map, "'rules' is a map of rule ids to levels");
	for (size_t i = 0; i + 1 < map->count; i += 2) {
		const char *rule = yaml_string(map->items[i], NULL);
		const char *level = yaml_string(map->items[i + 1], NULL);
		struct config_level row = {rule, level, map->items[i]->location};
		if (rule && str_in(level, "off note warning error"))
			vec_push(reader->arena, &config_of(reader)->levels, row);
		else
			status = settings_reject(reader, map->items[i + 1],
						 "a level is one of off, note, warning, error");
	}
	return status;
}

/* Any kind of file by its name, and `exclude`. */
static int read_paths(struct settings_reader *reader, const struct yaml_node *map)
{
	const char *words[INPUT_ROLE_COUNT + 2] = {"exclude"};
	int status = 0;
	size_t count = 1;

	for (int role = 0; role < INPUT_ROLE_COUNT; role++) {
		if (input_role_name(role))
			words[count++] = input_role_name(role);
	}
	if (map->kind != YAML_MAP)
		return settings_reject(reader, map, "'paths' is a map of kinds of files to lists of patterns");
	for (size_t i = 0; i + 1 < map->count; i += 2) {
		const char *key = yaml_string(map->items[i], NULL);
		struct names patterns = {0};
		enum input_role role = input_role_find(key);
		if (role == INPUT_ROLE_COUNT && !str_equal(key, "exclude")) {
			status = settings_reject_key(reader, map->items[i], words);
			continue;
		}
		yaml_strings(reader->arena, map->items[i + 1], &patterns, reader->diags);
		for (size_t j = 0; j < patterns.count; j++) {
			struct input_path path = {patterns.items[j], role};
			vec_push(reader->arena, &config_of(reader)->paths, path);
		}
	}
	return status;
}

static bool read_number(const struct yaml_node *node, int least, int most, int *out)
{
	const char *text = yaml_string(node, NULL);
	char *end;

	if (!text || strlen(text) > 3)
		return false;
	long number = strtol(text, &end, 10);
	*out = (int)number;
	return *end == '\0' && number >= least && number <= most;
}

static int read_schedule_from(struct settings_reader *reader, const struct yaml_node *value)
{
	const char *text = yaml_string(value, NULL);

	return text && release_parse(text, &config_of(reader)->schedule.from)
		       ? 0
		       : settings_reject(reader, value, "'from' is a release such as '17.5'");
}

static int read_schedule_minors(struct settings_reader *reader, const struct yaml_node *value)
{
	struct stop_schedule *schedule = &config_of(reader)->schedule;
	size_t most = sizeof(schedule->minors) / sizeof(schedule->minors[0]);

	if (value->kind != YAML_LIST || value->count == 0 || value->count > most)
		return settings_reject(reader, value, "'minors' is a list of one to eight minor versions");
	for (size_t i = 0; i < value->count; i++) {
		int least = i ? schedule->minors[i - 1] + 1 : 0;
		if (!read_number(value->items[i], least, 99, &schedule->minors[i]))
			return settings_reject(reader, value->items[i],
					       "a minor version, larger than the one before, is wanted here");
	}
	schedule->minor_count = value->count;
	return 0;
}

static int read_schedule(struct settings_reader *reader, const struct yaml_node *value)
{
	static const struct setting settings[] = {{"from", read_schedule_from}, {"minors", read_schedule_minors}};
	struct config *out = config_of(reader);

	out->has_schedule = true;
	out->no_schedule = str_equal(yaml_string(value, NULL), "none");
	if (out->no_schedule)
		return 0;
	if (SETTINGS_READ(reader, value, settings))
		return -1;
	if (!release_known(out->schedule.from) || out->schedule.minor_count == 0)
		return settings_reject(reader, value, "'schedule' is none, or a map with 'from' and 'minors'");
	return 0;
}

static int read_notice(struct settings_reader *reader, const struct yaml_node *value)
{
	if (read_number(value, 1, 99, &config_of(reader)->notice))
		return 0;
	return settings_reject(reader, value, "'notice' is a number of releases");
}

static int read_stops(struct settings_reader *reader, const struct yaml_node *value)
{
	static const struct setting settings[] = {{"notice", read_notice}, {"schedule", read_schedule}};

	return SETTINGS_READ(reader, value, settings);
}

/* The texts of one entry of `suppressions` or `ignored_tables`. */
#define ENTRY_TEXT(member, complaint)                                                                                  \
	static int read_entry_##member(struct settings_reader *reader, const struct yaml_node *value)                  \
	{                                                                                                              \
		return settings_text(reader, value, &((struct suppression *)reader->entry)->member, complaint);        \
	}

ENTRY_TEXT(rule, "'rule' is the id of a rule")
ENTRY_TEXT(reason, "'reason' is a sentence")
ENTRY_TEXT(until_text, "'until' is a release such as '18.11'")
ENTRY_TEXT(path, "'path' is a pattern of paths")
ENTRY_TEXT(job, "'job' is the name of a job's class")
ENTRY_TEXT(fingerprint, "'fingerprint' is the fingerprint of a finding")
ENTRY_TEXT(table, "'table' is the name of a table")

static int read_entries(struct settings_reader *reader, const struct yaml_node *list, const struct setting *settings,
			size_t count)
{
	int status = 0;

	if (list->kind != YAML_LIST)
		return settings_reject(reader, list, "a list is wanted here");
	for (size_t i = 0; i < list->count; i++) {
		struct suppression entry = {.location = list->items[i]->location};
		reader->entry = &entry;
		if (settings_read(reader, list->items[i], settings, count)) {
			status = -1;
			continue;
		}
		suppression_check(reader->arena, &entry);
		vec_push(reader->arena, &config_of(reader)->suppressions, entry);
	}
	return status;
}

static int read_suppressions(struct settings_reader *reader, const struct yaml_node *list)
{
	static const struct setting settings[] = {
		{"fingerprint", read_entry_fingerprint}, {"job", read_entry_job},   {"path", read_entry_path},
		{"reason", read_entry_reason},           {"rule", read_entry_rule}, {"until", read_entry_until_text},
	};
	size_t first = config_of(reader)->suppressions.count;
	int status = read_entries(reader, list, settings, sizeof(settings) / sizeof(settings[0]));

	for (size_t i = first; i < config_of(reader)->suppressions.count; i++) {
		struct suppression *entry = &config_of(reader)->suppressions.items[i];
		if (!entry->rule)
			entry->invalid = "it names no rule";
		else if (!entry->path && !entry->job && !entry->fingerprint)
			entry->invalid = "it names no path, job or fingerprint; to switch a rule off, use 'rules'";
	}
	return status;
}

static int read_ignored_tables(struct settings_reader *reader, const struct yaml_node *list)
{
	static const struct setting settings[] = {{"reason", read_entry_reason}, {"table", read_entry_table}};
	size_t first = config_of(reader)->suppressions.count;
	int status = read_entries(reader, list, settings, sizeof(settings) / sizeof(settings[0]));

	for (size_t i = first; i < config_of(reader)->suppressions.count; i++) {
		if (!config_of(reader)->suppressions.items[i].table)
			config_of(reader)->suppressions.items[i].invalid = "it names no table";
	}
	return status;
}

/* One row for each key: X(key, text). */
#define CONFIG_KEYS                                                                                                    \
	X(default_branch, "the branch that a merge request is compared with")                                          \
	X(fail_on, "level from which check ends with status 1: error (default), warning, note, never")                 \
	X(ignored_tables, "a list of maps with table and reason: findings about these tables are suppressed")          \
	X(mitigations, "path of the mitigations file in the tree; without this key .stopgraph-"                        \
		       "mitigations.yml if there is one")                                                              \
	X(paths, "a map of kinds of files to patterns of paths, used instead of those of the "                         \
		 "profile")                                                                                            \
	X(profile, "kind of product: gitlab, rails, sql; without this key the files of the tree tell")                 \
	X(release_tags,                                                                                                \
	  "regular expression whose groups of digits are major, minor and, if there is a third, patch: the tags that " \
	  "are releases")                                                                                              \
	X(releases, "path of a releases file, used instead of the one that comes with the program")                    \
	X(rules, "a map of rule ids to levels: off, note, warning, error")                                             \
	X(stops, "a map: schedule is none or a map of from (a release) and minors (a list of minor"                    \
		 " versions on which stops fall); notice is the number of releases of notice that "                    \
		 "a new stop needs")                                                                                   \
	X(suppressions, "a list of maps with rule and reason, at least one of path (a pattern), job (a "               \
			"class) and fingerprint, and perhaps until (the last release in which it holds)")

#define read_rules read_levels

static const struct setting root_settings[] = {
#define X(key, text) {#key, read_##key},
	CONFIG_KEYS
#undef X
};

const struct config_key config_keys[] = {
#define X(key, text) {#key, text},
	CONFIG_KEYS
#undef X
	{NULL, NULL},
};

int config_read(struct arena *arena, const struct source *source, struct config *out, struct diags *diags)
{
	struct settings_reader reader = {.arena = arena, .diags = diags, .target = out};
	struct hash_part bytes = {source->bytes, source->length};

	out->path = source->path;
	hash_parts(&bytes, 1, out->digest);
	return SETTINGS_READ_FILE(&reader, source, root_settings);
}

const struct stop_schedule *config_schedule(const struct config *config, const struct project *project)
{
	if (config->no_schedule)
		return NULL;
	if (config->has_schedule)
		return &config->schedule;
	return project_is_gitlab(project) ? &stop_schedule_default : NULL;
}
