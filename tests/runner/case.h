/* The parts of the corpus runner: the views of a case, a run of the program, the comparison of lines.
 *
 * Everything lives in the arena of the run. Nothing here prints. */
#ifndef STOPGRAPH_TESTS_CASE_H
#define STOPGRAPH_TESTS_CASE_H

#include "analyzer/base/str.h"

#include <stdbool.h>
#include <stddef.h>

/* One case while it is checked. */
struct case_run {
	struct arena *arena;
	const char *program; /* absolute path */
	const char *folder;  /* CORPUS/FAMILY/CASE */
	const char *tree;    /* folder/tree, or a copy of it */
	const char *copy;    /* the temporary folder to be removed, NULL when none */
	size_t views;        /* expected files seen */
};

/* What a program run left behind. */
struct case_output {
	char *text;        /* standard output */
	char *diagnostics; /* standard error */
	int exit_code;     /* -1 when it did not end by itself */
	int signal;        /* that ended it, 0 otherwise */
};

/* One kind of expected file. */
struct case_view {
	const char *suffix;  /* of expected.SUFFIX */
	const char *command; /* words of the command line, without -C */
	const char *args;    /* file whose lines are added as words, if there is one; NULL: none is */
	/* Turns the output into lines; false when it cannot be understood. NULL: the lines of the output as they are. */
	bool (*lines)(struct arena *arena, const struct case_output *output, struct names *out);
	/* Orders what has no order in the contract; applied to both sides. May be NULL. */
	void (*prepare)(struct arena *arena, struct names *lines);
	/* Does an actual line satisfy an expected one? NULL: when they are equal. */
	bool (*matches)(const char *expected, const char *actual);
};

extern const struct case_view case_views[];
extern const size_t case_view_count;

/* The lines of a file, without line ends; false when it cannot be read. */
bool case_read_lines(struct arena *arena, const char *path, struct names *out);

/* Finds run->tree; copies the tree first when a file `make` asks for more than it holds: lines `symlink NAME TARGET`
 * and `directory NAME`. False, with nothing left behind, when that fails. */
bool case_prepare_tree(struct case_run *run);
void case_remove_tree(struct case_run *run);

/* Runs the program with the words of `command`, `-C TREE` and `extra`, for at most a minute. */
struct case_output case_run_program(struct case_run *run, const char *command, const struct names *extra);

/* The lines of a view. False when the program crashed, could not be run or printed what the view does not
 * understand; why is pushed to `complaints`. */
bool case_view_lines(struct case_run *run, const struct case_view *view, struct names *out, struct names *complaints);

bool case_lines_match(const struct case_view *view, const struct names *expected, const struct names *actual);

/* Pushes the difference as " ", "-" and "+" lines, shortest by longest common subsequence; O(n * m). */
void case_difference(struct arena *arena, const struct case_view *view, const struct names *expected,
		     const struct names *actual, struct names *out);

#endif
