/* The command line. The only place with argv, exit codes, stdout and stderr.
 *
 * A command is a file cmd_NAME.c with `const struct command command_NAME` and a row X(NAME) in commands.def; its
 * options are rows of the table in options.c that name it. */
#ifndef STOPGRAPH_CLI_H
#define STOPGRAPH_CLI_H

#include "analyzer/analysis.h"
#include "analyzer/base/str.h"
#include "analyzer/cache/file.h"
#include "analyzer/explain/explain.h"
#include "analyzer/report_format.h"

#include <stdbool.h>
#include <stdio.h>

/* The name of the file in the cache folder in which readings are kept. */
#define READINGS_FILE READINGS_FILE_OF(CACHE_SCHEMA_VERSION)
#define READINGS_FILE_OF(version) READINGS_FILE_NAME(version)
#define READINGS_FILE_NAME(version) "readings-" #version ".sqlite"

/* The status of the program; README.md. */
enum exit_status { STATUS_CLEAN = 0, STATUS_FINDINGS = 1, STATUS_TROUBLE = 2 };

/* Everything that options can set. All strings live in its arena. */
struct cli_options {
	struct arena *arena;
	const char *folder;
	const char *revision;
	const char *base;
	const char *config;
	const char *releases;
	const char *format;
	const char *output;
	const char *color;
	const char *fail_on;
	struct names reports; /* FORMAT=FILE */
	const char *baseline;
	int explain_suppressed;
	int fix_diff;
	int quiet;
	int no_progress;
	int help;
	int version;
	int all;
	int staged;
	int coverage;
	int full;
	int rca;
	int witness;
	int zero_downtime;
	const char *index;
	int all_releases;
	const char *cache_path;
	int no_cache;
	const char *threads_text;
	unsigned threads;         /* never 0 */
	struct cache_file *cache; /* NULL: none is used */
	int schema;
	const char *time_limit;
	const char *propose;
	int write;
	const char *release;
	const char *from, *to;
	struct names has, has_not;
	const char *focus, *depth, *release_range;
	const char *plan;
	const char *status;
	struct names databases;
	const char **arguments; /* what is left: NULL-terminated */
	size_t argument_count;
};

struct command {
	const char *name;
	const char *arguments; /* "[FILE...]", "" for none */
	const char *summary;   /* one line, lower case, no full stop */
	const char *help;      /* paragraphs for `help NAME` */
	size_t least, most;    /* how many arguments */
	int (*run)(const struct cli_options *options);
};

#define MANY 1000000u

/* Commands in the order of commands.def, NULL at the end. */
extern const struct command *const commands[];
const struct command *command_find(const char *name);
/* Prints the options of a command (NULL: the global ones) to `out`. */
void options_print(const char *command, FILE *out);

/* A row of the table of options. */
struct option_description {
	const char *name;
	char letter;          /* 0: none */
	const char *value;    /* how help calls it, NULL: it takes none */
	const char *commands; /* space-separated, NULL: every command */
	const char *words;    /* space-separated, that the value may be, NULL: any text */
	char help[200];       /* with the words */
};

/* Row number `index`; false behind the last one. */
bool option_describe(size_t index, struct option_description *out);

/* Reads the global options in front of the command, then all after it. `*command_out` is its name, NULL when there is
 * none. 0, or STATUS_TROUBLE after a message. options_free() releases what it made. */
int options_read(int argc, const char **argv, struct cli_options *out, const char **command_out);
void options_free(struct cli_options *options);

/* Prints "stopgraph: TEXT" to stderr and returns STATUS_TROUBLE. */
int trouble(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* What a name does not mean alone: lists on stderr what it may mean (explain.h), or that it means nothing.
 * STATUS_TROUBLE. */
int no_thing(const char *what, const struct explanation *matches);

/* There is no such command. STATUS_TROUBLE. */
int no_command(struct arena *arena, const char *name);

/* Prints the diagnostics to stderr, sorted; with `quiet` only the errors. They are taken out, so that the next call
 * prints what came since. */
void diags_print(struct diags *diags, bool quiet);

/* Number `index` of the environment's variables that name what a merge request is compared with, best first; NULL
 * behind the last one. */
const char *base_variable(size_t index);

/* The number of --time-limit, else `otherwise`. 0, or STATUS_TROUBLE after a message. */
int read_time_limit(const struct cli_options *options, double otherwise, double *out);

/* What the options say about the analysis; without progress. Lives as long as the options. */
struct analysis_options analysis_options_of(const struct cli_options *options);

/* Runs the analysis with a progress bar and prints its diagnostics. 0 or STATUS_TROUBLE. */
int run_analysis(struct analysis *analysis, const struct cli_options *options, enum analysis_stage last);
/* The same for another analysis than the one that the options say. */
int run_analysis_of(struct analysis *analysis, const struct analysis_options *what, const struct cli_options *options,
		    enum analysis_stage last);

/* Tells on stderr what a history that is cut off cannot: "release tags do not count" ... Nothing in a whole clone. */
void note_shallow(const struct analysis *analysis, const struct cli_options *options, const char *what);

/* The arguments from number `first` on as paths in the tree; those outside the tree are left out. 0, or STATUS_TROUBLE
 * after a message when one does not exist. */
int find_files(struct arena *arena, const struct cli_options *options, size_t first, struct names *out);

/* Where results go: stdout, or the file of --output. */
struct output {
	FILE *file;
	const char *path; /* NULL: stdout */
	bool is_terminal;
	struct report_options report;
};

/* Opens what --report FORMAT=FILE asks for, checks the formats before, and writes. 0, or STATUS_TROUBLE after a
 * message. */
int side_reports_check(const struct cli_options *options);
int side_reports_write(const struct cli_options *options, const struct result *result);

/* Opens it for something in `format`; what is for people loses its control characters (plain_stream.h). 0, or
 * STATUS_TROUBLE after a message. */
int output_open(const struct cli_options *options, const char *format, struct output *out);
/* Closes; `status`, or STATUS_TROUBLE after a message when anything could not be written. */
int output_close(struct output *output, int status);

/* The level from which findings make the status 1; LEVEL_ERROR + 1 for never. */
int fail_level(const struct cli_options *options, const struct config *config);

/* A row of text that is overwritten on the terminal while something is read. */
struct progress_bar {
	bool enabled;
	bool shown;
	double started;
	double drawn;
};

void progress_start(struct progress_bar *bar, const struct cli_options *options);
/* A scan_progress_fn with the bar as payload. */
void progress_update(void *payload, const char *what, size_t done, size_t total);
void progress_end(struct progress_bar *bar);

#endif
