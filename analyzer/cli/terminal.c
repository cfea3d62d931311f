/* Colour, width, progress, diagnostics, and the file that results go to. */
#include "analyzer/cli/cli.h"

#include "analyzer/base/str.h"
#include "analyzer/cli/plain_stream.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define PROGRESS_AFTER 0.5
#define PROGRESS_EVERY 0.05
#define DIAGS_SHOWN 200u

static bool is_set(const char *variable)
{
	const char *value = getenv(variable);

	return value && *value;
}

/* The option wins, then NO_COLOR, then CLICOLOR_FORCE, then whether a person reads it. */
static bool wants_color(const struct cli_options *options, FILE *file)
{
	const char *terminal = getenv("TERM");

	if (str_equal(options->color, "always"))
		return true;
	if (str_equal(options->color, "never") || is_set("NO_COLOR"))
		return false;
	if (is_set("CLICOLOR_FORCE") && !str_equal(getenv("CLICOLOR_FORCE"), "0"))
		return true;
	return isatty(fileno(file)) && !str_equal(terminal, "dumb");
}

static int width_of(FILE *file)
{
	struct winsize size;

	if (ioctl(fileno(file), TIOCGWINSZ, &size) == 0 && size.ws_col)
		return size.ws_col;
	return 80;
}

int output_open(const struct cli_options *options, const char *format, struct output *out)
{
	*out = (struct output){.file = stdout, .path = options->output};
	if (options->output && !str_equal(options->output, "-")) {
		out->file = fopen(options->output, "w");
		if (!out->file)
			return trouble("cannot write '%s': %s", options->output, strerror(errno));
	}
	out->is_terminal = isatty(fileno(out->file));
	out->report.color = wants_color(options, out->file);
	out->report.width = width_of(out->file);
	/* what people read in a terminal; a log of annotations is shown there as well */
	bool is_text = str_in(format, "github markdown table text");
	FILE *plain = is_text ? plain_stream(out->file, out->report.color) : NULL;
	if (plain)
		out->file = plain;
	return 0;
}

int output_close(struct output *output, int status)
{
	const char *name = output->path ? output->path : "standard output";
	bool failed = ferror(output->file) != 0;

	errno = 0;
	if (output->file == stdout)
		failed = fflush(stdout) != 0 || failed;
	else
		failed = fclose(output->file) != 0 || failed;
	if (failed)
		return trouble("cannot write '%s': %s", name, errno ? strerror(errno) : "write error");
	return status;
}

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

void progress_start(struct progress_bar *bar, const struct cli_options *options)
{
	*bar = (struct progress_bar){.started = now()};
	bar->enabled =
		!options->quiet && !options->no_progress && isatty(STDERR_FILENO) && !str_equal(getenv("TERM"), "dumb");
}

void progress_update(void *payload, const char *what, size_t done, size_t total)
{
	static const char full[] = "##############################";
	struct progress_bar *bar = payload;

	if (!bar->enabled)
		return;
	double time = now();
	if (time - bar->started < PROGRESS_AFTER || time - bar->drawn < PROGRESS_EVERY)
		return;
	bar->drawn = time;
	bar->shown = true;
	if (total > 1)
		fprintf(stderr, "\r\033[K%-10s [%-30.*s] %zu/%zu", what, (int)(done * 30 / total), full, done, total);
	else
		fprintf(stderr, "\r\033[K%s ...", what);
	fflush(stderr);
}

void progress_end(struct progress_bar *bar)
{
	if (bar->shown)
		fputs("\r\033[K", stderr);
	bar->shown = false;
}

static void print_diag(FILE *out, const struct diag *diag)
{
	char name[64];
	const char *severity = diag_severity_name(diag_code_severity(diag->code));

	snprintf(name, sizeof(name), "%s", diag_code_name(diag->code));
	for (char *c = name; *c; c++)
		*c = *c == '_' ? '-' : *c;
	fputs("stopgraph: ", out);
	if (diag->location.source && diag->location.source->length) {
		struct position at = source_position(diag->location.source, diag->location.offset);
		fprintf(out, "%s:%u:%u: ", location_path(diag->location), at.line, at.column);
	} else if (diag->location.source) {
		fprintf(out, "%s: ", location_path(diag->location));
	}
	fprintf(out, "%s: %s [%s]\n", severity, diag->text, name);
}

void diags_print(struct diags *diags, bool quiet)
{
	size_t hidden = diags->dropped;
	size_t shown = 0;

	FILE *plain = plain_stream(stderr, false);

	diags_sort(diags);
	vec_each(struct diag, diag, diags) {
		if (quiet && diag_code_severity(diag->code) < DIAG_SEVERITY_ERROR)
			continue;
		if (shown++ < DIAGS_SHOWN)
			print_diag(plain ? plain : stderr, diag);
		else
			hidden++;
	}
	if (plain)
		fclose(plain);
	if (hidden)
		fprintf(stderr, "stopgraph: %zu more diagnostics are not shown\n", hidden);
	diags->count = 0;
	diags->dropped = 0;
}

struct analysis_options analysis_options_of(const struct cli_options *options)
{
	static const char *const shares[] = {STOPGRAPH_SOURCE_SHARE, STOPGRAPH_INSTALLED_SHARE, NULL};

	return (struct analysis_options){
		.folder = options->folder,
		.revision = options->revision,
		.ceiling = getenv("GIT_CEILING_DIRECTORIES"),
		.staged = options->staged,
		.config = options->config,
		.releases = options->releases,
		.shares = shares,
		.cache = options->cache,
		.threads = options->threads,
	};
}

int run_analysis_of(struct analysis *analysis, const struct analysis_options *what, const struct cli_options *options,
		    enum analysis_stage last)
{
	struct progress_bar bar;
	struct analysis_options wanted = *what;

	wanted.progress = progress_update;
	wanted.progress_payload = &bar;
	progress_start(&bar, options);
	int status = analysis_run(analysis, &wanted, last);
	progress_end(&bar);
	analysis->result.tool_version = STOPGRAPH_VERSION;
	diags_print(&analysis->diags, options->quiet);
	return status ? STATUS_TROUBLE : 0;
}

int run_analysis(struct analysis *analysis, const struct cli_options *options, enum analysis_stage last)
{
	struct analysis_options wanted = analysis_options_of(options);

	return run_analysis_of(analysis, &wanted, options, last);
}

void note_shallow(const struct analysis *analysis, const struct cli_options *options, const char *what)
{
	if (analysis->repository && repository_is_shallow(analysis->repository) && !options->quiet)
		fprintf(stderr,
			"stopgraph: note: this clone is shallow, so %s; 'git fetch --unshallow --tags' gets the rest\n",
			what);
}

int fail_level(const struct cli_options *options, const struct config *config)
{
	const char *name = options->fail_on ? options->fail_on : config->fail_on ? config->fail_on : "error";

	enum level level;

	return level_find(name, &level) ? (int)level : LEVEL_ERROR + 1;
}
