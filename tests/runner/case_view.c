/* The views of a case: which command shows what an expected file holds, and how lines are made and compared.
 *
 * Edges are compared in an order of their own (version of the dependent, job class, rest of the line), since the
 * program lists them in the order of execution, and with their columns sorted. Findings are read from the JSON report, because it is the contract.
 * An effect is compared in its first five fields, and in those attributes that the expectation writes. */
#include "tests/runner/case.h"

#include "analyzer/base/vec.h"

#include <jansson.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EFFECT_FIELDS = 5, EDGE_JOB = 3, EDGE_DEPENDENT = 5, EDGE_PLACE = 6, MAX_COLUMNS = 128 };

/* The start and length of the n-th word (from 0); length 0 when there are fewer. */
static const char *word_at(const char *line, size_t n, size_t *length)
{
	for (;;) {
		line += strspn(line, " ");
		*length = strcspn(line, " ");
		if (n == 0 || *length == 0)
			return line;
		line += *length;
		n--;
	}
}

static int compare_words(const char *a, const char *b, size_t n)
{
	size_t a_length, b_length;
	const char *a_word = word_at(a, n, &a_length);
	const char *b_word = word_at(b, n, &b_length);
	int order = memcmp(a_word, b_word, a_length < b_length ? a_length : b_length);

	return order ? order : (a_length > b_length) - (a_length < b_length);
}

static int compare_edges(const void *a, const void *b)
{
	const char *left = *(const char *const *)a;
	const char *right = *(const char *const *)b;
	int order = compare_words(left, right, EDGE_DEPENDENT);

	if (order == 0)
		order = compare_words(left, right, EDGE_JOB);
	return order ? order : strcmp(left, right);
}

static int compare_letters(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Sorts "b,a" to "a,b" in place; the columns begin after the dot of the seventh word. */
static void sort_columns(char *line)
{
	char *columns[MAX_COLUMNS];
	char text[1024];
	size_t length, count = 0;
	const char *word = word_at(line, EDGE_PLACE, &length);
	const char *dot = memchr(word, '.', length);

	if (!dot || length >= sizeof(text))
		return;
	char *target = line + (dot + 1 - line);
	length -= (size_t)(dot + 1 - word);
	memcpy(text, target, length);
	text[length] = '\0';
	char *rest = text;
	for (char *column = strtok_r(rest, ",", &rest); column; column = strtok_r(NULL, ",", &rest)) {
		if (count == MAX_COLUMNS)
			return;
		columns[count++] = column;
	}
	qsort(columns, count, sizeof(*columns), compare_letters);
	for (size_t i = 0; i < count; i++) {
		length = strlen(columns[i]);
		memcpy(target, columns[i], length);
		target += length;
		if (i + 1 < count)
			*target++ = ',';
	}
}

static void sort_edges(struct arena *arena, struct names *lines)
{
	for (size_t i = 0; i < lines->count; i++) {
		char *line = str_copy(arena, lines->items[i]);

		sort_columns(line);
		lines->items[i] = line;
	}
	if (lines->count)
		qsort(lines->items, lines->count, sizeof(*lines->items), compare_edges);
}

static bool same_word(const char *a, const char *b, size_t n)
{
	size_t a_length, b_length;
	const char *a_word = word_at(a, n, &a_length);
	const char *b_word = word_at(b, n, &b_length);

	return a_length == b_length && memcmp(a_word, b_word, a_length) == 0;
}

static bool effect_matches(const char *expected, const char *actual)
{
	size_t length;

	for (size_t i = 0; i < EFFECT_FIELDS; i++)
		if (!same_word(expected, actual, i))
			return false;
	for (size_t i = EFFECT_FIELDS;; i++) {
		const char *attribute = word_at(expected, i, &length);
		bool found = false;
		size_t other;

		if (length == 0)
			return true;
		for (size_t j = EFFECT_FIELDS; !found && (word_at(actual, j, &other), other); j++)
			found = other == length && memcmp(word_at(actual, j, &other), attribute, length) == 0;
		if (!found)
			return false;
	}
}

struct finding_line {
	const char *path;
	long long line;
	const char *rule;
	const char *text;
};

static int compare_findings(const void *a, const void *b)
{
	const struct finding_line *left = a;
	const struct finding_line *right = b;
	int order = strcmp(left->path, right->path);

	if (order == 0)
		order = (left->line > right->line) - (left->line < right->line);
	if (order == 0)
		order = strcmp(left->rule, right->rule);
	return order ? order : strcmp(left->text, right->text);
}

static const char *json_text(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "-";
}

/* "LEVEL RULE PATH:LINE" of every finding that is not suppressed. */
static bool finding_lines(struct arena *arena, const struct case_output *output, struct names *out)
{
	VEC(struct finding_line) lines = {0};
	json_t *report = json_loads(output->text, 0, NULL);
	const json_t *findings = json_object_get(report, "findings");

	if (!json_is_array(findings)) {
		json_decref(report);
		return false;
	}
	for (size_t i = 0; i < json_array_size(findings); i++) {
		const json_t *finding = json_array_get(findings, i);
		struct finding_line line = {.path = str_copy(arena, json_text(finding, "path")),
					    .line = json_integer_value(json_object_get(finding, "line")),
					    .rule = str_copy(arena, json_text(finding, "rule"))};

		if (json_is_object(json_object_get(finding, "suppressed")))
			continue;
		line.text = str_printf(arena, "%s %s %s:%lld", json_text(finding, "severity"), line.rule, line.path,
				       line.line);
		vec_push(arena, &lines, line);
	}
	json_decref(report);
	if (lines.count)
		qsort(lines.items, lines.count, sizeof(*lines.items), compare_findings);
	vec_each(struct finding_line, line, &lines)
		names_push(arena, out, line->text);
	return true;
}

static bool exit_line(struct arena *arena, const struct case_output *output, struct names *out)
{
	names_push(arena, out, str_printf(arena, "%d", output->exit_code));
	return true;
}

static bool text_lines(struct arena *arena, const struct case_output *output, struct names *out)
{
	for (const char *text = output->text; *text;) {
		size_t length = strcspn(text, "\n");

		names_push(arena, out, str_copy_n(arena, text, length));
		text += length + (text[length] == '\n');
	}
	return true;
}

/* clang-format off */
const struct case_view case_views[] = {
	{"edges",    "dump edges",                NULL,   text_lines,    sort_edges, NULL},
	{"effects",  "dump effects",              NULL,   text_lines,    NULL,       effect_matches},
	{"exit",     "check --all",               "args", exit_line,     NULL,       NULL},
	{"findings", "check --all --format json", "args", finding_lines, NULL,       NULL},
	{"report",   "report",                    NULL,   text_lines,    NULL,       NULL},
	{"text",     "check --all --format text", "args", text_lines,    NULL,       NULL},
	{"trace",    "trace",                     "jump", text_lines,    NULL,       NULL},
};
/* clang-format on */
const size_t case_view_count = sizeof(case_views) / sizeof(case_views[0]);

bool case_view_lines(struct case_run *run, const struct case_view *view, struct names *out, struct names *complaints)
{
	struct arena *arena = run->arena;
	struct names extra = {0};

	if (view->args)
		(void)case_read_lines(arena, str_printf(arena, "%s/%s", run->folder, view->args), &extra);
	struct case_output output = case_run_program(run, view->command, &extra);
	const char *trouble = NULL;

	if (output.signal)
		trouble = str_printf(arena, "ended by signal %d (%s)", output.signal, strsignal(output.signal));
	else if (output.exit_code < 0 || output.exit_code > 2)
		trouble = str_printf(arena, "ended with exit code %d", output.exit_code);
	else if (!view->lines(arena, &output, out))
		trouble = "printed what cannot be understood";
	if (!trouble)
		return true;
	names_push(arena, complaints, str_printf(arena, "stopgraph %s: %s", view->command, trouble));
	struct case_output diagnostics = {.text = output.diagnostics};
	return text_lines(arena, &diagnostics, complaints) && false;
}

static bool line_matches(const struct case_view *view, const char *expected, const char *actual)
{
	return view->matches ? view->matches(expected, actual) : str_equal(expected, actual);
}

bool case_lines_match(const struct case_view *view, const struct names *expected, const struct names *actual)
{
	if (expected->count != actual->count)
		return false;
	for (size_t i = 0; i < expected->count; i++)
		if (!line_matches(view, expected->items[i], actual->items[i]))
			return false;
	return true;
}

void case_difference(struct arena *arena, const struct case_view *view, const struct names *expected,
		     const struct names *actual, struct names *out)
{
	size_t rows = expected->count, columns = actual->count, width = columns + 1;
	/* common[i * width + j]: length of the longest common subsequence of expected[i..] and actual[j..] */
	size_t *common = ARENA_ARRAY(arena, size_t, (rows + 1) * width);

	for (size_t i = rows; i-- > 0;)
		for (size_t j = columns; j-- > 0;) {
			size_t down = common[(i + 1) * width + j], right = common[i * width + j + 1];

			common[i * width + j] = line_matches(view, expected->items[i], actual->items[j])
							? common[(i + 1) * width + j + 1] + 1
							: (down > right ? down : right);
		}
	for (size_t i = 0, j = 0; i < rows || j < columns;) {
		if (i < rows && j < columns && line_matches(view, expected->items[i], actual->items[j])) {
			names_push(arena, out, str_printf(arena, " %s", expected->items[i++]));
			j++;
		} else if (i < rows && (j == columns || common[(i + 1) * width + j] >= common[i * width + j + 1])) {
			names_push(arena, out, str_printf(arena, "-%s", expected->items[i++]));
		} else {
			names_push(arena, out, str_printf(arena, "+%s", actual->items[j++]));
		}
	}
}
