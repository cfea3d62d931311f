/* config: what is in effect, after defaults, file and options, in the form of a configuration. */
#include "analyzer/cli/cli.h"

#include "analyzer/releases/releases_git.h"

#include <string.h>

/* A scalar in single quotes, in which only the quote itself is special. */
static void put_text(FILE *out, const char *text)
{
	fputc('\'', out);
	for (; *text; text++) {
		if (*text == '\'')
			fputc('\'', out);
		fputc(*text, out);
	}
	fputc('\'', out);
}

static void put_setting(FILE *out, const char *key, const char *value)
{
	fprintf(out, "%s: ", key);
	if (value)
		put_text(out, value);
	else
		fputs("null # not set", out);
	fputc('\n', out);
}

static void put_paths(FILE *out, const struct input_paths *paths)
{
	if (!paths->count) {
		fputs("paths: {} # those of the profile\n", out);
		return;
	}
	fputs("paths:\n", out);
	for (int role = 0; role <= INPUT_ROLE_COUNT; role++) {
		size_t count = 0;
		vec_each(const struct input_path, path, paths) {
			if ((int)path->role != role)
				continue;
			if (count++ == 0)
				fprintf(out, "  %s:\n",
					role == INPUT_ROLE_COUNT ? "exclude" : input_role_name((enum input_role)role));
			fputs("    - ", out);
			put_text(out, path->pattern);
			fputc('\n', out);
		}
	}
}

static void put_stops(FILE *out, const struct config *config)
{
	const struct stop_schedule *schedule = config_schedule(config, &(struct project){.profile = config->profile});

	fputs("stops:\n", out);
	fprintf(out, "  notice: %d\n", config->notice ? config->notice : CONFIG_NOTICE_DEFAULT);
	if (!schedule) {
		fputs("  schedule: none\n", out);
		return;
	}
	fprintf(out, "  schedule:\n    from: '%d.%d'\n    minors: [", schedule->from.major, schedule->from.minor);
	for (size_t i = 0; i < schedule->minor_count; i++)
		fprintf(out, "%s%d", i ? ", " : "", schedule->minors[i]);
	fputs("]\n", out);
}

static void put_member(FILE *out, size_t *members, const char *key, const char *value)
{
	if (!value)
		return;
	fprintf(out, "%s%s: ", (*members)++ ? "    " : "  - ", key);
	put_text(out, value);
	fputc('\n', out);
}

/* The entries about tables, or the others. */
static void put_entries(FILE *out, const char *key, const struct suppressions *entries, bool tables)
{
	size_t count = 0;

	vec_each(const struct suppression, entry, entries) {
		size_t members = 0;
		if ((entry->table != NULL) != tables)
			continue;
		if (count++ == 0)
			fprintf(out, "%s:\n", key);
		put_member(out, &members, "table", entry->table);
		put_member(out, &members, "rule", entry->rule);
		put_member(out, &members, "path", entry->path);
		put_member(out, &members, "job", entry->job);
		put_member(out, &members, "fingerprint", entry->fingerprint);
		put_member(out, &members, "reason", entry->reason);
		put_member(out, &members, "until", entry->until_text);
	}
	if (count == 0)
		fprintf(out, "%s: []\n", key);
}

static void print_config(const struct analysis *analysis, const struct cli_options *options, FILE *out)
{
	static const char *const levels[] = {"note", "warning", "error", "never"};
	const struct config *config = &analysis->config;

	fprintf(out, "# %s%s\n", config->path ? "from " : "no configuration file", config->path ? config->path : "");
	fprintf(out, "profile: %s\n",
		config->profile ? config->profile : "null # not set: the files of the tree tell gitlab, rails or sql");
	put_setting(out, "default_branch", config->default_branch);
	put_setting(out, "release_tags", config->release_tags ? config->release_tags : release_tags_default);
	put_paths(out, &config->paths);
	put_stops(out, config);
	put_setting(out, "releases", analysis->releases_path);
	put_setting(out, "mitigations", analysis->mitigations.source ? analysis->mitigations.source->path : NULL);
	fprintf(out, "fail_on: %s\n", levels[fail_level(options, config)]);
	fputs(config->levels.count ? "rules:\n" : "rules: {}\n", out);
	vec_each(const struct config_level, level, &config->levels)
		fprintf(out, "  %s: %s\n", level->rule, level->level);
	put_entries(out, "ignored_tables", &config->suppressions, true);
	put_entries(out, "suppressions", &config->suppressions, false);
}

static int run(const struct cli_options *options)
{
	struct analysis analysis;
	struct output output;

	analysis_init(&analysis);
	int status = run_analysis(&analysis, options, ANALYSIS_CONFIG);
	if (status == 0)
		status = output_open(options, "text", &output);
	if (status == 0) {
		print_config(&analysis, options, output.file);
		status = output_close(&output, STATUS_CLEAN);
	}
	analysis_done(&analysis);
	return status;
}

const struct command command_config = {
	.name = "config",
	.arguments = "",
	.summary = "print the configuration in effect",
	.help = "Prints every setting as it is after the defaults, the configuration file and the options, in\n"
		"the form of a configuration file.",
	.run = run,
};
