/* config: what is in effect, after defaults, file and options. */
#include "analyzer/cli/cli.h"

#include "analyzer/releases_git.h"

static void print_config(const struct analysis *analysis, const struct cli_options *options, FILE *out)
{
	static const char *const levels[] = {"note", "warning", "error", "never"};
	const struct config *config = &analysis->config;

	fprintf(out, "# %s%s\n", config->path ? "from " : "no configuration file", config->path ? config->path : "");
	fputs("profile: gitlab\n", out);
	fprintf(out, "releases: %s\n", analysis->releases_path ? analysis->releases_path : "null");
	fprintf(out, "release_tags: '%s'\n", config->release_tags ? config->release_tags : release_tags_default);
	fprintf(out, "default_branch: %s\n", config->default_branch ? config->default_branch : "null");
	fprintf(out, "fail_on: %s\n", levels[fail_level(options, config)]);
	fputs(config->levels.count ? "rules:\n" : "rules: {}\n", out);
	vec_each(struct config_level, level, &config->levels)
		fprintf(out, "  %s: %s\n", level->rule, level->level);
}

static int run(const struct cli_options *options)
{
	struct analysis analysis;
	struct output output;

	analysis_init(&analysis);
	int status = run_analysis(&analysis, options, ANALYSIS_CONFIG);
	if (status == 0)
		status = output_open(options, &output);
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
	.help = "Prints every setting as it is after the defaults, the configuration file and the options.",
	.run = run,
};
