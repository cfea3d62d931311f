/* A jump for people: what runs, what breaks with the statement concerned, where to halt.
 *
 *     14.8 -> 14.10: 7 migrations (1 regular, 6 post), 3 jobs queued
 *
 *     path:line:col: broken: the migration fails ...
 *        12 |     the statement
 *           |     ^~~~~~~~~~~~~
 *     path:line:col: note: queued here
 *
 *     stop: 14.9 repairs 3 dependencies
 *
 * What a gate completes, and what runs in the foreground, is counted; with `full` it is listed. */
#include "analyzer/phrases.h"
#include "analyzer/rule.h"
#include "reports/excerpt.h"
#include "reports/trace.h"

#include <string.h>

#define CONTINUATION 4

struct trace_writer {
	struct styled s;
	struct arena *arena;
	const struct trace *trace;
	const struct trace_report *options;
};

static const char *counted(struct arena *arena, size_t count, const char *one, const char *many)
{
	return str_printf(arena, "%zu %s", count, count == 1 ? one : many);
}

static void add_line(struct trace_writer *w, enum style style, const char *label, const char *words)
{
	w->s.indent = CONTINUATION;
	if (label)
		label_add(&w->s, style, label);
	styled_words(&w->s, words);
	styled_newline(&w->s);
}

static const char *end_words(struct arena *arena, struct release release, const char *tag)
{
	return tag ? str_printf(arena, "%s (%s)", release_text(arena, release), tag) : release_text(arena, release);
}

static void add_head(struct trace_writer *w)
{
	const struct trace *trace = w->trace;
	const struct trace_jump *jump = &trace->jump;

	add_line(w, STYLE_NOTE, NULL,
		 str_printf(w->arena, "%s -> %s%s: %s (%zu regular, %zu post), %s inside",
			    end_words(w->arena, jump->from, jump->from_tag),
			    end_words(w->arena, jump->to, jump->to_tag),
			    jump->zero_downtime ? ", without downtime" : "",
			    counted(w->arena, trace->migrations.count, "migration", "migrations"), trace->regular,
			    trace->post, counted(w->arena, trace->jobs.count, "job queued", "jobs queued")));
	if (jump->before && !jump->to_tag)
		add_line(w, STYLE_NOTE, "note", "the target has no release tag: the tree as it is stands for it");
	if (trace->is_refused)
		add_line(w, STYLE_WARNING, "refused at start",
			 str_printf(w->arena,
				    "%s cannot be upgraded to from below %s where databases below the last stop are "
				    "refused; what follows shows the jump all the same",
				    release_text(w->arena, jump->to), release_text(w->arena, trace->floor)));
}

static void add_migrations(struct trace_writer *w)
{
	for (size_t i = 0; i < w->trace->migrations.count; i++) {
		const struct placed_migration *placed = w->trace->migrations.items[i];
		const char *release = release_text(w->arena, placed->release);
		const char *row = str_printf(w->arena, "%5zu  %-7s %-7s %s", i + 1, release ? release : "?",
					     placed->migration->kind == MIGRATION_POST ? "post" : "regular",
					     placed->migration->path);
		styled_raw(&w->s, row, strlen(row));
		styled_newline(&w->s);
	}
	if (w->trace->migrations.count)
		styled_newline(&w->s);
}

static void add_jobs(struct trace_writer *w)
{
	vec_each(const struct trace_job, item, &w->trace->jobs) {
		w->s.indent = CONTINUATION;
		place_add(&w->s, item->run->location);
		add_line(w, STYLE_NOTE, "queued",
			 str_printf(w->arena, "job '%s' in %s", item->job->class_name,
				    release_words(w->arena, item->run->release)));
	}
	if (w->trace->jobs.count)
		styled_newline(&w->s);
}

static enum style state_style(enum trace_state state)
{
	return state == TRACE_BROKEN ? STYLE_ERROR : state == TRACE_FOREGROUND ? STYLE_WARNING : STYLE_NOTE;
}

static const char *need_words(struct trace_writer *w, const struct trace_need *need)
{
	const struct edge *edge = need->edge;
	const char *who = edge->dependent ? edge->dependent->migration->version : "the target's tree";
	const char *text =
		str_printf(w->arena, "%s (%s) %s; job '%s'", who, release_words(w->arena, need->dependent_release),
			   need->text, edge->job->class_name);

	if (need->state != TRACE_BROKEN)
		return str_printf(w->arena, "%s%s%s", text, need->why ? ": " : "", need->why ? need->why : "");
	return str_printf(w->arena, "%s, queued in %s by %s, has not %s: %s%s", text,
			  release_words(w->arena, edge->run->release), edge->run->version,
			  need->is_queued_later ? "even been queued by then" : "run",
			  trace_symptom_words(need->symptom), need->ends_upgrade ? ", and the upgrade ends here" : "");
}

static const char *repair_words(struct trace_writer *w, const struct trace_need *need)
{
	if (!need->is_repairable)
		return "the dependent is of no later release than the queue: no stop helps, only a gate before it";
	const char *last = need->before.minor > 0
				   ? str_printf(w->arena, "%d.%d", need->before.major, need->before.minor - 1)
				   : str_printf(w->arena, "the last %d.x", need->before.major - 1);
	const char *from = str_printf(w->arena, "%d.%d", need->from.major, need->from.minor);
	const char *where = str_equal(from, last) ? str_printf(w->arena, "a stop at %s", from)
						  : str_printf(w->arena, "a stop anywhere from %s to %s", from, last);
	if (need->repaired_by)
		return str_printf(w->arena, "%s repairs it; %s is declared", where, need->repaired_by);
	if (need->conditional)
		return str_printf(w->arena, "%s repairs it; only the conditional %s is declared", where,
				  need->conditional);
	return str_printf(w->arena, "%s repairs it; none is declared", where);
}

static void add_need(struct trace_writer *w, const struct trace_need *need)
{
	struct location place = edge_location(w->arena, need->edge);

	w->s.indent = CONTINUATION;
	place_add(&w->s, place);
	add_line(w, state_style(need->state), trace_state_name(need->state), need_words(w, need));
	if (need->state != TRACE_BROKEN)
		return;
	excerpt_add(&w->s, place, STYLE_ERROR);
	if (need->edge->run->location.source && need->edge->run->location.source->length) {
		place_add(&w->s, need->edge->run->location);
		add_line(w, STYLE_NOTE, "note", "queued here");
		excerpt_add(&w->s, need->edge->run->location, STYLE_NOTE);
	}
	if (need->one_run_why)
		add_line(w, STYLE_NOTE, "note",
			 str_printf(w->arena, "only without downtime: in one run, %s", need->one_run_why));
	add_line(w, STYLE_HELP, "help", repair_words(w, need));
	styled_newline(&w->s);
}

static void add_needs(struct trace_writer *w)
{
	size_t listed = 0;

	vec_each(const struct trace_need, need, &w->trace->needs) {
		if (need->state != TRACE_BROKEN && !w->options->full)
			continue;
		add_need(w, need);
		listed += need->state != TRACE_BROKEN;
	}
	if (listed)
		styled_newline(&w->s);
}

static const char *halt_words(struct trace_writer *w, const struct trace_halt *halt)
{
	const char *release = release_text(w->arena, halt->release);
	const char *from = release_text(w->arena, halt->from);
	const char *last = release_text(w->arena, halt->last);
	const char *repairs = counted(w->arena, halt->repairs, "dependency", "dependencies");

	if (str_equal(from, last))
		return str_printf(w->arena, "%s repairs %s", release, repairs);
	return str_printf(w->arena, "%s repairs %s (so does any release from %s to %s)", release, repairs, from, last);
}

static void add_stops(struct trace_writer *w)
{
	const struct trace *trace = w->trace;
	struct names names = {0};

	vec_each(const struct trace_halt, halt, &trace->halts)
		add_line(w, STYLE_HELP, "stop", halt_words(w, halt));
	vec_each(const struct trace_stop, stop, &trace->stops)
		names_push(w->arena, &names,
			   str_printf(w->arena, "%s%s%s", release_text(w->arena, stop->release),
				      stop->kind == STOP_CONDITIONAL ? " (conditional)" : "",
				      stop->is_later ? " (declared later)" : ""));
	if (trace->counts[TRACE_BROKEN] || names.count)
		add_line(w, STYLE_NOTE, "declared on the way",
			 names.count ? names_join(w->arena, &names, ", ") : "none");
	if (trace->not_repaired)
		add_line(w, STYLE_ERROR, "not repaired by them",
			 counted(w->arena, trace->not_repaired, "dependency", "dependencies"));
	else if (trace->counts[TRACE_BROKEN] > trace->not_repairable)
		add_line(w, STYLE_NOTE, "note", "the declared stops repair all that a stop can repair");
	if (trace->not_repairable)
		add_line(w, STYLE_ERROR, "no stop repairs",
			 counted(w->arena, trace->not_repairable, "dependency", "dependencies"));
}

static void add_summary(struct trace_writer *w)
{
	const struct trace *trace = w->trace;

	add_line(w, STYLE_NOTE, NULL,
		 str_printf(w->arena, "%zu broken%s, %zu run in the foreground, %zu met by a gate, %zu benign",
			    trace->counts[TRACE_BROKEN],
			    trace->broken_here
				    ? str_printf(w->arena, " (%zu only without downtime)", trace->broken_here)
				    : "",
			    trace->counts[TRACE_FOREGROUND], trace->counts[TRACE_MET], trace->counts[TRACE_BENIGN]));
	if (trace->unresolved)
		add_line(w, STYLE_NOTE, NULL,
			 str_printf(w->arena, "%zu of %s of the jump could not be resolved", trace->unresolved,
				    counted(w->arena, trace->statements, "statement", "statements")));
}

int trace_write_text(const struct trace *trace, const struct trace_report *options, FILE *out)
{
	struct arena *arena = arena_new();
	struct trace_writer w = {styled_new(arena, &options->page), arena, trace, options};

	add_head(&w);
	styled_newline(&w.s);
	if (options->full) {
		add_migrations(&w);
		add_jobs(&w);
	}
	add_needs(&w);
	add_stops(&w);
	add_summary(&w);
	int status = styled_flush(&w.s, out);
	arena_free(arena);
	return status;
}
