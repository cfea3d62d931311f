/* Comments are found by their words, not by parsing the language: "stopgraph:disable" behind '#' or '--'. In a string
 * it would be found as well, which harms nobody.
 *
 * Lines are counted only in files that hold the words, and findings are compared by file first. */
#include "analyzer/config/suppression.h"

#include "analyzer/base/str.h"
#include "analyzer/rules.h"

#include <ctype.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#define WORDS "stopgraph:disable"

bool suppression_has_expired(const struct suppression *suppression, struct release release)
{
	return release_known(suppression->until) && release_known(release) &&
	       release_compare_minor(release, suppression->until) > 0;
}

/* The position of the comment's leader before `words`, NULL when the words are in no comment. */
static const char *comment_start(const char *line, const char *words)
{
	const char *end = words;

	while (end > line && (end[-1] == ' ' || end[-1] == '\t'))
		end--;
	if (end > line && end[-1] == '#')
		return end - 1;
	if (end > line + 1 && end[-1] == '-' && end[-2] == '-')
		return end - 2;
	return NULL;
}

static bool is_blank(const char *begin, const char *end)
{
	while (begin < end && isspace((unsigned char)*begin))
		begin++;
	return begin == end;
}

/* Nothing but a comment, the start of a YAML document, or blank? */
static bool is_no_code(const char *line, size_t length)
{
	size_t start = 0;

	while (start < length && isspace((unsigned char)line[start]))
		start++;
	return start == length || line[start] == '#' || (length - start >= 2 && strncmp(line + start, "--", 2) == 0);
}

/* The next line of code after `line`, 0 when there is none. */
static uint32_t next_code_line(const struct source *source, uint32_t line)
{
	for (uint32_t next = line + 1; next <= source->line_count; next++) {
		size_t length;
		const char *text = source_line(source, next, &length);
		if (!is_no_code(text, length))
			return next;
	}
	return 0;
}

/* The line that a comment is about, 0 for the whole file. */
static uint32_t scope_of(const struct source *source, uint32_t line, const char *text, const char *comment)
{
	if (!is_blank(text, comment))
		return line;
	uint32_t first = next_code_line(source, 0);
	if (first == 0 || first > line)
		return 0;
	uint32_t next = next_code_line(source, line);
	return next ? next : line;
}

/* Cuts "until R" or "[until R]" from the end of a reason. */
static const char *cut_until(struct arena *arena, char *reason)
{
	char *until = NULL;

	for (char *at = strstr(reason, "until "); at; at = strstr(at + 1, "until ")) {
		if (at == reason || strchr(" \t[(", at[-1]))
			until = at;
	}
	if (!until || !isdigit((unsigned char)until[6]))
		return NULL;
	size_t length = strcspn(until + 6, " \t])");
	const char *rest = until + 6 + length;
	if (!is_blank(rest + strspn(rest, "])"), rest + strlen(rest)))
		return NULL;
	const char *release = str_copy_n(arena, until + 6, length);
	if (until > reason && strchr("[(", until[-1]))
		until--;
	*until = '\0';
	return release;
}

static char *trimmed(struct arena *arena, const char *begin, const char *end)
{
	while (begin < end && isspace((unsigned char)*begin))
		begin++;
	while (end > begin && isspace((unsigned char)end[-1]))
		end--;
	return str_copy_n(arena, begin, (size_t)(end - begin));
}

void suppression_check(struct arena *arena, struct suppression *suppression)
{
	suppression->until.patch = -1;
	if (suppression->invalid)
		return;
	if (!suppression->reason || !*suppression->reason)
		suppression->invalid = "it gives no reason";
	else if (suppression->rule && !rule_find(suppression->rule))
		suppression->invalid = str_printf(arena, "there is no rule '%s'%s", suppression->rule,
						  rule_proposal(arena, suppression->rule));
	else if (suppression->until_text && !release_parse(suppression->until_text, &suppression->until))
		suppression->invalid = str_printf(arena, "'%s' is not a release", suppression->until_text);
}

/* The rules of a comment, "a, b -- reason"; one suppression each. */
static void read_comment(struct arena *arena, struct suppression common, const char *text, const char *end,
			 struct suppressions *out)
{
	const char *dashes = memmem(text, (size_t)(end - text), "--", 2);
	char *rules = trimmed(arena, text, dashes ? dashes : end);
	char *reason = dashes ? trimmed(arena, dashes + 2, end) : NULL;

	if (reason)
		common.until_text = cut_until(arena, reason);
	common.reason = reason ? trimmed(arena, reason, reason + strlen(reason)) : NULL;
	if (!*rules)
		common.invalid = "it names no rule";
	do {
		size_t length = strcspn(rules, ", \t");
		common.rule = str_copy_n(arena, rules, length);
		struct suppression one = common;
		suppression_check(arena, &one);
		vec_push(arena, out, one);
		rules += length;
		rules += strspn(rules, ", \t");
	} while (*rules);
}

static void take_line(struct arena *arena, const struct source *source, uint32_t line, const char *words,
		      struct suppressions *out)
{
	size_t length;
	const char *text = source_line(source, line, &length);
	const char *end = text + length;
	const char *comment = comment_start(text, words);
	const char *rest = words + strlen(WORDS);

	if (!comment || (rest < end && !isspace((unsigned char)*rest)))
		return;
	struct suppression common = {
		.location = {source, (uint32_t)(comment - source->bytes), (uint32_t)(end - comment)},
		.in_source = true,
		.source = source,
		.line = scope_of(source, line, text, comment),
	};
	read_comment(arena, common, rest, end, out);
}

void suppressions_find(struct arena *arena, const struct source *source, struct suppressions *out)
{
	const char *at = source->bytes, *end = source->bytes + source->length;

	while (at < end && (at = memmem(at, (size_t)(end - at), WORDS, strlen(WORDS)))) {
		struct position position = source_position(source, (uint32_t)(at - source->bytes));
		take_line(arena, source, position.line, at, out);
		at += strlen(WORDS);
	}
}

static int compare_paths(const void *left, const void *right)
{
	const struct source *const *a = left;
	const struct source *const *b = right;

	return strcmp((*a)->path, (*b)->path);
}

void suppressions_collect(struct arena *arena, const struct source *const *sources, size_t count,
			  const struct suppressions *entries, struct suppressions *out)
{
	VEC(const struct source *) found = {0};

	for (size_t i = 0; i < count; i++) {
		if (!sources[i]->reader && memmem(sources[i]->bytes, sources[i]->length, WORDS, strlen(WORDS)))
			vec_push(arena, &found, sources[i]);
	}
	if (found.count)
		qsort(found.items, found.count, sizeof(*found.items), compare_paths);
	for (size_t i = 0; i < found.count; i++) {
		if (i == 0 || strcmp(found.items[i - 1]->path, found.items[i]->path) != 0)
			suppressions_find(arena, found.items[i], out);
	}
	vec_each(struct suppression, entry, entries)
		vec_push(arena, out, *entry);
}

/* The table a finding is about: that of its edge, else of its subject "table.column", else of its job. */
static bool is_about_table(const struct finding *finding, const char *table)
{
	size_t length = strlen(table);

	if (finding->edge && finding->edge->table)
		return strcmp(finding->edge->table, table) == 0;
	if (strncmp(finding->subject, table, length) == 0 &&
	    (finding->subject[length] == '.' || !finding->subject[length]))
		return true;
	return finding->job && str_equal(finding->job->table, table);
}

static bool covers_line(const struct suppression *suppression, struct location location)
{
	if (suppression->line == 0)
		return true;
	uint32_t first = location_line(location);
	uint32_t last = source_position(location.source, location.offset + location.length).line;
	return suppression->line >= first && suppression->line <= last;
}

static bool fits(struct arena *arena, const struct suppression *suppression, const struct finding *finding)
{
	if (suppression->rule && strcmp(suppression->rule, finding->rule) != 0)
		return false;
	if (suppression->source)
		return strcmp(suppression->source->path, location_path(finding->location)) == 0 &&
		       covers_line(suppression, finding->location);
	if (suppression->table && !is_about_table(finding, suppression->table))
		return false;
	if (suppression->path && fnmatch(suppression->path, location_path(finding->location), 0) != 0)
		return false;
	if (suppression->job && (!finding->job || !str_equal(finding->job->class_name, suppression->job)))
		return false;
	return !suppression->fingerprint ||
	       strcmp(suppression->fingerprint, finding_fingerprint(arena, finding, 0)) == 0;
}

static void suppress(struct arena *arena, struct suppression *suppression, struct finding *finding)
{
	finding->suppressed_reason = suppression->reason;
	finding->suppressed_until = suppression->until_text;
	finding->suppressed_in_source = suppression->in_source;
	finding->suppressed_source =
		str_printf(arena, "%s:%u", location_path(suppression->location), location_line(suppression->location));
	suppression->is_used = true;
}

void suppressions_apply(struct arena *arena, struct suppressions *suppressions, struct release release,
			struct finding *findings, size_t count)
{
	vec_each(struct suppression, suppression, suppressions) {
		if (suppression->invalid || suppression_has_expired(suppression, release))
			continue;
		for (size_t i = 0; i < count; i++) {
			if (!findings[i].suppressed_reason && fits(arena, suppression, &findings[i]))
				suppress(arena, suppression, &findings[i]);
		}
	}
}
