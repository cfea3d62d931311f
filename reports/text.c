/* The report for people: one paragraph per finding, after the compilers.
 *
 *     path:line:col: error: message [rule]
 *        12 |     the line
 *           |     ^~~~~~~~
 *     path:line:col: note: a link of the chain, with its own line
 *     note: a link that is about the same line
 *     help: the way out
 *
 * Findings about what could not be read are one line each: there can be many, and the line says nothing more. */
#include "reports/excerpt.h"

#include <string.h>

#define CONTINUATION 4

static enum style level_style(enum level level)
{
	return level == LEVEL_ERROR ? STYLE_ERROR : level == LEVEL_WARNING ? STYLE_WARNING : STYLE_NOTE;
}

static void add_head(struct styled *s, const struct finding *finding)
{
	s->indent = CONTINUATION;
	place_add(s, finding->location);
	label_add(s, level_style(finding->level), level_name(finding->level));
	styled_words(s, finding->message);
	if (s->column + (int)strlen(finding->rule) + 3 > s->width) {
		styled_newline(s);
		styled_raw(s, "    ", CONTINUATION);
	} else {
		styled_raw(s, " ", 1);
	}
	styled_begin(s, STYLE_RULE);
	styled_raw(s, "[", 1);
	styled_raw(s, finding->rule, strlen(finding->rule));
	styled_raw(s, "]", 1);
	styled_end(s);
	styled_newline(s);
}

static bool same_line(struct location a, struct location b)
{
	return a.source == b.source && (!a.source || location_line(a) == location_line(b));
}

/* A place that the reader has in view already is not shown again. */
static void add_link(struct styled *s, const struct link *link, struct location shown)
{
	bool is_new = link->location.source && link->location.source->length && !same_line(link->location, shown);
	if (is_new)
		place_add(s, link->location);
	label_add(s, STYLE_NOTE, "note");
	styled_words(s, link->text);
	styled_newline(s);
	if (is_new)
		excerpt_add(s, link->location, STYLE_NOTE);
}

static void add_suppression(struct styled *s, const struct finding *finding)
{
	if (!finding->suppressed_reason)
		return;
	const char *until = finding->suppressed_until;
	const char *source = finding->suppressed_source;
	label_add(s, STYLE_NOTE, "suppressed");
	styled_words(s, str_printf(s->text.arena, "%s (%s%s%s%s)", finding->suppressed_reason, until ? "until " : "",
				   until ? until : "", until && source ? ", " : "", source ? source : ""));
	styled_newline(s);
}

static void add_finding(struct styled *s, const struct finding *finding)
{
	add_head(s, finding);
	excerpt_add(s, finding->location, level_style(finding->level));
	vec_each(const struct link, link, &finding->evidence) {
		if (link->role == LINK_DEPENDENT && same_line(link->location, finding->location))
			continue;
		add_link(s, link, finding->location);
	}
	vec_each(const struct fix, fix, &finding->fixes) {
		label_add(s, STYLE_HELP, "help");
		styled_words(s, fix->text);
		styled_newline(s);
	}
	add_suppression(s, finding);
}

static const char *counted(struct arena *arena, size_t count, const char *noun)
{
	return str_printf(arena, "%zu %s%s", count, noun, count == 1 ? "" : "s");
}

static size_t unread_count(const struct result *result)
{
	size_t count = 0;
	vec_each(const struct finding, finding, &result->findings) {
		count += finding->certainty == CERTAINTY_UNKNOWN;
	}
	return count;
}

static size_t suppressed_count(const struct result *result)
{
	size_t count = 0;
	vec_each(const struct finding, finding, &result->findings) {
		count += finding->suppressed_reason != NULL;
	}
	return count;
}

static void add_summary(struct styled *s, const struct result *result)
{
	struct arena *arena = s->text.arena;
	const struct graph *graph = result->graph;
	size_t unresolved = graph->statements - graph->statements_resolved;
	s->indent = CONTINUATION;
	for (size_t i = 0; i < result->remarks.count; i++) {
		label_add(s, STYLE_NOTE, "note");
		styled_words(s, result->remarks.items[i]);
		styled_newline(s);
	}
	s->indent = 0;
	if (result->findings.count == unread_count(result))
		styled_words(s, unresolved ? str_printf(arena, "no finding, but %s could not be resolved",
							counted(arena, unresolved, "statement"))
					   : "no finding");
	else
		styled_words(s, str_printf(arena, "%s, %s, %s", counted(arena, result->errors, "error"),
					   counted(arena, result->warnings, "warning"),
					   counted(arena, result->notes, "note")));
	if (suppressed_count(result))
		styled_words(s, str_printf(arena, "(%zu suppressed)", suppressed_count(result)));
	styled_newline(s);
	styled_words(s, str_printf(arena, "read: %s, %zu of %s resolved, %zu of %s resolved",
				   counted(arena, graph->migrations.count, "migration"), graph->statements_resolved,
				   counted(arena, graph->statements, "statement"), graph->jobs_resolved,
				   counted(arena, graph->jobs.count, "job")));
	styled_newline(s);
}

static int write_findings(const struct result *result, const struct report_options *options, FILE *out)
{
	struct arena *arena = arena_new();
	int status = 0;
	bool was_line = true;
	vec_each(const struct finding, finding, &result->findings) {
		if (finding->suppressed_reason && !options->show_suppressed)
			continue;
		struct arena_mark mark = arena_mark(arena);
		struct styled s = styled_new(arena, options);
		bool is_line = finding->certainty == CERTAINTY_UNKNOWN && !finding->suppressed_reason;
		if (!was_line)
			styled_newline(&s);
		was_line = is_line;
		if (is_line)
			add_head(&s, finding);
		else
			add_finding(&s, finding);
		status |= styled_flush(&s, out);
		arena_pop(arena, mark);
	}
	struct styled s = styled_new(arena, options);
	if (result->findings.count)
		styled_newline(&s);
	add_summary(&s, result);
	status |= styled_flush(&s, out);
	arena_free(arena);
	return status ? -1 : 0;
}

const struct report_format report_format_text = {
	.name = "text",
	.media_type = "text/plain",
	.write_findings = write_findings,
};
