/* The outside world of a case: its files, the copy of its tree, and the program as a child process.
 *
 * Standard output and standard error of the child go to temporary files and not to pipes, so that no amount of output can
 * block it. An alarm that the child inherits over exec ends it after a minute. */
#include "tests/runner/case.h"

#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { TIME_LIMIT = 60, OPEN_FOLDERS = 16, MAX_WORDS = 64 };

static char *read_stream(struct arena *arena, FILE *stream)
{
	struct strbuf text = strbuf_new(arena);
	char chunk[4096];

	rewind(stream);
	for (size_t got = fread(chunk, 1, sizeof(chunk), stream); got > 0; got = fread(chunk, 1, sizeof(chunk), stream))
		strbuf_add(&text, chunk, got);
	return strbuf_finish(&text);
}

static void split_lines(struct arena *arena, const char *text, struct names *out)
{
	while (*text) {
		size_t length = strcspn(text, "\n");

		names_push(arena, out, str_copy_n(arena, text, length));
		text += length;
		if (*text == '\n')
			text++;
	}
}

bool case_read_lines(struct arena *arena, const char *path, struct names *out)
{
	FILE *file = fopen(path, "r");

	if (!file)
		return false;
	split_lines(arena, read_stream(arena, file), out);
	fclose(file);
	return true;
}

static bool copy_file(const char *from, const char *to)
{
	char chunk[4096];
	FILE *source = fopen(from, "r");
	FILE *target = source ? fopen(to, "w") : NULL;
	bool good = target != NULL;

	while (good) {
		size_t got = fread(chunk, 1, sizeof(chunk), source);

		if (got == 0)
			break;
		good = fwrite(chunk, 1, got, target) == got;
	}
	if (target && fclose(target) != 0)
		good = false;
	if (source)
		fclose(source);
	return good;
}

/* Makes every folder above the last component of `path`. */
static void make_parents(struct arena *arena, const char *path)
{
	char *copy = str_copy(arena, path);

	for (char *slash = strchr(copy + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		(void)mkdir(copy, 0777);
		*slash = '/';
	}
}

/* The names below `folder`, relative to it; folders are not listed, empty ones are lost as in git. */
static void list_files(struct arena *arena, const char *folder, struct names *out)
{
	char *command = str_printf(arena, "cd '%s' && find . -type f -printf '%%P\\n' | LC_ALL=C sort", folder);
	FILE *list = popen(command, "r");
	char line[PATH_MAX];

	if (!list)
		return;
	while (fgets(line, sizeof(line), list)) {
		line[strcspn(line, "\n")] = '\0';
		names_push(arena, out, str_copy(arena, line));
	}
	pclose(list);
}

static bool copy_tree(struct arena *arena, const char *from, const char *to)
{
	struct names files = {0};

	list_files(arena, from, &files);
	for (size_t i = 0; i < files.count; i++) {
		char *target = str_printf(arena, "%s/%s", to, files.items[i]);

		make_parents(arena, target);
		if (!copy_file(str_printf(arena, "%s/%s", from, files.items[i]), target))
			return false;
	}
	return true;
}

/* Carries out one line of a `make` file. */
static bool make_extra(struct arena *arena, const char *tree, const char *line)
{
	char name[PATH_MAX];
	char target[PATH_MAX];

	if (sscanf(line, "symlink %4095s %4095s", name, target) == 2) {
		char *path = str_printf(arena, "%s/%s", tree, name);

		make_parents(arena, path);
		return symlink(target, path) == 0;
	}
	if (sscanf(line, "directory %4095s", name) == 1) {
		char *path = str_printf(arena, "%s/%s", tree, name);

		make_parents(arena, path);
		return mkdir(path, 0777) == 0;
	}
	return false;
}

bool case_prepare_tree(struct case_run *run)
{
	struct arena *arena = run->arena;
	struct names extras = {0};
	char template[] = "/tmp/stopgraph-corpus-XXXXXX";

	run->tree = str_printf(arena, "%s/tree", run->folder);
	if (!case_read_lines(arena, str_printf(arena, "%s/make", run->folder), &extras))
		return true;
	if (!mkdtemp(template))
		return false;
	run->copy = str_copy(arena, template);
	bool good = copy_tree(arena, run->tree, run->copy);
	run->tree = run->copy;
	for (size_t i = 0; good && i < extras.count; i++)
		good = make_extra(arena, run->tree, extras.items[i]);
	if (!good)
		case_remove_tree(run);
	return good;
}

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *level)
{
	(void)status;
	(void)type;
	(void)level;
	(void)remove(path);
	return 0;
}

void case_remove_tree(struct case_run *run)
{
	if (run->copy)
		(void)nftw(run->copy, remove_entry, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS);
	run->copy = NULL;
}

/* Fills a NULL-terminated argument vector of MAX_WORDS. */
static void build_arguments(struct case_run *run, const char *command, const struct names *extra, char **out)
{
	char *rest = str_copy(run->arena, command);
	size_t count = 0;

	out[count++] = str_copy(run->arena, run->program);
	for (char *word = strtok_r(rest, " ", &rest); word && count < MAX_WORDS - 3; word = strtok_r(NULL, " ", &rest))
		out[count++] = word;
	out[count++] = str_copy(run->arena, "-C");
	out[count++] = str_copy(run->arena, run->tree);
	for (size_t i = 0; extra && i < extra->count && count < MAX_WORDS - 1; i++)
		out[count++] = str_copy(run->arena, extra->items[i]);
	out[count] = NULL;
}

/* Becomes the program. Only what may be called between fork and exec. */
static void become_program(char **arguments, int output, int diagnostics)
{
	int nothing = open("/dev/null", O_RDONLY);

	if (nothing >= 0)
		(void)dup2(nothing, STDIN_FILENO);
	(void)dup2(output, STDOUT_FILENO);
	(void)dup2(diagnostics, STDERR_FILENO);
	(void)alarm(TIME_LIMIT);
	execv(arguments[0], arguments);
	_exit(127);
}

struct case_output case_run_program(struct case_run *run, const char *command, const struct names *extra)
{
	struct case_output result = {.text = str_copy(run->arena, ""), .exit_code = -1};
	char *arguments[MAX_WORDS];
	FILE *output = tmpfile();
	FILE *diagnostics = tmpfile();
	int status = 0;

	result.diagnostics = result.text;
	build_arguments(run, command, extra, arguments);
	if (output && diagnostics) {
		pid_t child = fork();

		if (child == 0)
			become_program(arguments, fileno(output), fileno(diagnostics));
		if (child > 0 && waitpid(child, &status, 0) == child) {
			if (WIFEXITED(status))
				result.exit_code = WEXITSTATUS(status);
			if (WIFSIGNALED(status))
				result.signal = WTERMSIG(status);
		}
		result.text = read_stream(run->arena, output);
		result.diagnostics = read_stream(run->arena, diagnostics);
	}
	if (output)
		fclose(output);
	if (diagnostics)
		fclose(diagnostics);
	return result;
}
