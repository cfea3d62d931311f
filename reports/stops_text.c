/* A line for each declared stop that can be judged, then the small sets; two columns and the width of the page. Of what
 * a stop protects, counts and a few examples are told, those without a gate first: a gate alone only wants time.
 * Everything, with its chain, is told of one stop, or of all when asked. */
#include "analyzer/phrases.h"
#include "reports/stops.h"
#include "reports/style.h"

#include <string.h>

#define RELEASE_WIDTH 9
#define EXAMPLES 2

struct writer {
	struct arena *arena;
	struct styled page;
	const struct stops_answer *answer;
	const struct stops_report *report;
};

/* Starts a line at a column; what follows keeps to it. */
static void start(struct writer *w, int column)
{
	static const char blanks[] = "                    ";

	styled_newline(&w->page);
	w->page.indent = column;
	styled_raw(&w->page, blanks, (size_t)column);
}

static void say(struct writer *w, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void say(struct writer *w, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	styled_words(&w->page, str_vprintf(w->arena, format, args));
	va_end(args);
}

static void write_links(struct writer *w, const struct edge *edge)
{
	vec_each(const struct link, link, &edge->evidence) {
		if (!link->location.source)
			continue;
		start(w, 6);
		styled_begin(&w->page, STYLE_PATH);
		say(w, "%s:%u:", location_path(link->location), location_line(link->location));
		styled_end(&w->page);
		say(w, "%s", link->text);
	}
}

static void write_edge(struct writer *w, const struct edge *edge, bool with_links)
{
	const char *from = release_text(w->arena, edge->interval_from);

	start(w, 4);
	say(w, "%s (%s): in %s, %s %s", edge->job->class_name, from ? from : "release not known",
	    release_text(w->arena, edge->interval_before),
	    edge->dependent ? edge->dependent->migration->version : "the release",
	    phrase_dependent(w->arena, edge, &edge->columns));
	if (with_links)
		write_links(w, edge);
}

/* "36 finalizes, 5 reads_result" */
static const char *by_relation(struct writer *w, const struct edges *edges)
{
	size_t counts[RELATION_COUNT] = {0};
	struct names parts = {0};

	for (size_t i = 0; i < edges->count; i++)
		counts[edges->items[i]->relation]++;
	for (int relation = 0; relation < RELATION_COUNT; relation++) {
		if (counts[relation])
			names_push(w->arena, &parts,
				   str_printf(w->arena, "%zu %s", counts[relation],
					      relation_name((enum relation)relation)));
	}
	return names_join(w->arena, &parts, ", ");
}

static const char *dependencies(struct writer *w, size_t count)
{
	return str_printf(w->arena, "%zu dependenc%s", count, count == 1 ? "y" : "ies");
}

/* Two rounds: what no gate guards, then gates. */
static void write_edges(struct writer *w, const struct stop_entry *entry, bool in_full)
{
	size_t written = 0;

	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < entry->alone.count && (in_full || written < EXAMPLES); i++) {
			const struct edge *edge = entry->alone.items[i];
			if ((edge->relation == RELATION_FINALIZES) != (round == 1))
				continue;
			write_edge(w, edge, in_full);
			written++;
		}
	}
	if (written < entry->alone.count) {
		start(w, 4);
		say(w, "... and %zu more: stopgraph stops %s", entry->alone.count - written, entry->stop->release);
	}
}

static const char *state_words(struct writer *w, const struct stop_entry *entry)
{
	switch (entry->state) {
	case STOP_NEEDED:
		return entry->alone.count
			       ? str_printf(w->arena, "needed by %s that only it protects (%s)",
					    dependencies(w, entry->alone.count), by_relation(w, &entry->alone))
			       : "needed";
	case STOP_OPEN:
		return str_printf(w->arena, "open: the tree is %s, what will need it is still to come",
				  release_text(w->arena, w->answer->release));
	case STOP_UNKNOWN:
		return "not judged: the tree no longer holds the migrations that may need it";
	case STOP_REDUNDANT:
		break;
	}
	return entry->shared.count ? "redundant: other stops protect the same dependencies"
				   : "redundant: no dependency that was found needs it";
}

static void write_state(struct writer *w, const struct stop_entry *entry)
{
	const char *words = state_words(w, entry);

	if (entry->shared.count)
		words = str_printf(w->arena, "%s; %zu shared with other stops", words, entry->shared.count);
	say(w, "%s", words);
}

static void write_entry(struct writer *w, const struct stop_entry *entry, bool in_full)
{
	char name[24];

	styled_newline(&w->page);
	w->page.indent = RELEASE_WIDTH;
	snprintf(name, sizeof(name), "%s:", entry->stop->release);
	styled_begin(&w->page, STYLE_NOTE);
	styled_raw(&w->page, name, strlen(name));
	styled_end(&w->page);
	if (entry->stop->kind == STOP_CONDITIONAL)
		say(w, "(conditional)");
	write_state(w, entry);
	if (entry->stop->comment && *entry->stop->comment) {
		start(w, 4);
		say(w, "declared with: %s", entry->stop->comment);
	}
	for (size_t i = 0; i < entry->reasons.count; i++) {
		start(w, 4);
		say(w, "%s", entry->reasons.items[i]);
	}
	write_edges(w, entry, in_full);
	for (size_t i = 0; in_full && i < entry->shared.count; i++) {
		if (i == 0) {
			start(w, 4);
			say(w, "shared with other stops:");
		}
		write_edge(w, entry->shared.items[i], false);
	}
}

static void write_releases(struct writer *w, const char *title, const struct releases *releases, const char *more)
{
	struct names names = {0};

	vec_each(const struct release, release, releases)
		names_push(w->arena, &names, release_text(w->arena, *release));
	start(w, 0);
	w->page.indent = 4;
	say(w, "%s (%zu): %s%s", title, releases->count, releases->count ? names_join(w->arena, &names, " ") : "none",
	    more);
}

static void write_intervals(struct writer *w, const struct stop_intervals *intervals)
{
	vec_each(const struct stop_interval, interval, intervals) {
		start(w, 2);
		say(w, "from %s, before %s:", release_text(w->arena, interval->from),
		    release_text(w->arena, interval->before));
		write_edge(w, interval->edge, w->report->full);
	}
}

static void write_rest(struct writer *w)
{
	const struct stops_answer *answer = w->answer;

	write_releases(w, "fewest stops that would do", &answer->fewest, "");
	write_releases(w, "fewest with the schedule", &answer->scheduled,
		       answer->off_schedule.count ? str_printf(w->arena, "; no stop on the schedule protects %zu more",
							       answer->off_schedule.count)
						  : "");
	write_releases(w, "undeclared stops that are needed", &answer->undeclared, "");
	write_intervals(w, &answer->unprotected);
	if (answer->unhelped.count) {
		start(w, 0);
		say(w, "queued and needed in one release, where no stop can help: %zu", answer->unhelped.count);
	}
	for (size_t i = 0; i < answer->unhelped.count; i++)
		write_edge(w, answer->unhelped.items[i], w->report->full);
	if (answer->without_queue) {
		start(w, 0);
		say(w, "left out, because the release of their queue is not known: %zu", answer->without_queue);
	}
}

static void write_unknown(struct writer *w)
{
	bool is_first = true;

	vec_each(const struct stop_entry, entry, &w->answer->entries) {
		if (entry->state != STOP_UNKNOWN)
			continue;
		if (is_first) {
			start(w, 0);
			w->page.indent = 4;
			say(w, "not judged, the tree no longer holds the migrations that may need them:");
		}
		is_first = false;
		say(w, "%s", entry->stop->release);
	}
}

static void write_summary(struct writer *w)
{
	const struct stops_answer *answer = w->answer;
	const char *since = release_text(w->arena, answer->complete_since);
	const char *release = release_text(w->arena, answer->release);

	say(w, "release of the tree: %s; it holds all migrations of %s%s", release ? release : "not known",
	    since ? since : "no release", since ? " and later" : "");
	vec_each(const struct stop_entry, entry, &answer->entries) {
		if (entry->state != STOP_UNKNOWN)
			write_entry(w, entry, w->report->full);
	}
	if (!answer->entries.count) {
		start(w, 0);
		say(w, "no stops are declared");
	}
	write_unknown(w);
	styled_newline(&w->page);
	write_rest(w);
	styled_newline(&w->page);
}

int stops_write_text(const struct stops_answer *answer, const struct stops_report *report, FILE *out)
{
	struct arena *arena = arena_new();
	struct writer w = {
		.arena = arena, .page = styled_new(arena, &report->page), .answer = answer, .report = report};

	if (report->only) {
		write_entry(&w, report->only, true);
		styled_newline(&w.page);
	} else {
		write_summary(&w);
	}
	int status = styled_flush(&w.page, out);
	arena_free(arena);
	return status;
}
