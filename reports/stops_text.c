/* One paragraph per stop; a dependency takes a line of its own and one for each link of its chain. */
#include "analyzer/phrases.h"
#include "reports/stops.h"

struct writer {
	struct arena *arena;
	FILE *out;
};

static void write_edge(struct writer *w, const struct edge *edge)
{
	const char *from = release_text(w->arena, edge->interval_from);

	fprintf(w->out, "    %s (queued in %s): in %s, %s %s\n", edge->job->class_name,
		from ? from : "a release that is not known", release_text(w->arena, edge->interval_before),
		edge->dependent ? edge->dependent->migration->version : "the release",
		phrase_dependent(w->arena, edge, &edge->columns));
	vec_each(const struct link, link, &edge->evidence) {
		if (link->location.source)
			fprintf(w->out, "        %s:%u: %s\n", location_path(link->location),
				location_line(link->location), link->text);
	}
}

static void write_edges(struct writer *w, const char *title, const struct edges *edges)
{
	if (!edges->count)
		return;
	fprintf(w->out, "  %s (%zu):\n", title, edges->count);
	for (size_t i = 0; i < edges->count; i++)
		write_edge(w, edges->items[i]);
}

static const char *state_words(struct writer *w, const struct stops_answer *answer, const struct stop_entry *entry)
{
	switch (entry->state) {
	case STOP_NEEDED:
		return "needed";
	case STOP_OPEN:
		return str_printf(w->arena, "open: the tree is %s, what will need it is still to come",
				  release_text(w->arena, answer->release));
	default:
		return entry->shared.count ? "redundant: other stops protect the same dependencies"
					   : "redundant: no dependency that was found needs it";
	}
}

static void write_entry(struct writer *w, const struct stops_answer *answer, const struct stop_entry *entry)
{
	fprintf(w->out, "%s%s: %s\n", entry->stop->release,
		entry->stop->kind == STOP_CONDITIONAL ? " (conditional)" : "", state_words(w, answer, entry));
	if (entry->stop->comment && *entry->stop->comment)
		fprintf(w->out, "  declared with: %s\n", entry->stop->comment);
	for (size_t i = 0; i < entry->reasons.count; i++)
		fprintf(w->out, "  %s\n", entry->reasons.items[i]);
	write_edges(w, "only this stop protects", &entry->alone);
	if (entry->shared.count)
		fprintf(w->out, "  shared with other stops: %zu\n", entry->shared.count);
}

static void write_releases(struct writer *w, const char *title, const struct releases *releases)
{
	fprintf(w->out, "%s (%zu):", title, releases->count);
	vec_each(const struct release, release, releases)
		fprintf(w->out, " %s", release_text(w->arena, *release));
	fputs(releases->count ? "\n" : " none\n", w->out);
}

static void write_intervals(struct writer *w, const struct stop_intervals *intervals)
{
	vec_each(const struct stop_interval, interval, intervals) {
		fprintf(w->out, "  from %s, before %s:\n", release_text(w->arena, interval->from),
			release_text(w->arena, interval->before));
		write_edge(w, interval->edge);
	}
}

static void write_rest(struct writer *w, const struct stops_answer *answer)
{
	write_releases(w, "fewest stops that would do", &answer->fewest);
	write_releases(w, "fewest with the schedule", &answer->scheduled);
	if (answer->off_schedule.count)
		fprintf(w->out,
			"  no stop on the schedule protects %zu more; see what is undeclared, and --format json\n",
			answer->off_schedule.count);
	write_releases(w, "undeclared stops that are needed", &answer->undeclared);
	write_intervals(w, &answer->unprotected);
	if (answer->unhelped.count)
		fprintf(w->out, "queued and needed in one release, where no stop can help: %zu\n",
			answer->unhelped.count);
	for (size_t i = 0; i < answer->unhelped.count; i++)
		write_edge(w, answer->unhelped.items[i]);
	if (answer->without_queue)
		fprintf(w->out, "left out, because the release of their queue is not known: %zu\n",
			answer->without_queue);
}

int stops_write_text(const struct stops_answer *answer, FILE *out)
{
	struct writer w = {arena_new(), out};
	size_t unknown = 0;

	vec_each(const struct stop_entry, entry, &answer->entries) {
		if (entry->state == STOP_UNKNOWN)
			unknown++;
		else
			write_entry(&w, answer, entry);
	}
	if (unknown) {
		fputs("not judged, the tree no longer holds the migrations that may need them:", out);
		vec_each(const struct stop_entry, entry, &answer->entries) {
			if (entry->state == STOP_UNKNOWN)
				fprintf(out, " %s", entry->stop->release);
		}
		fputc('\n', out);
	}
	if (!answer->entries.count)
		fputs("no stops are declared\n", out);
	fputc('\n', out);
	write_rest(&w, answer);
	arena_free(w.arena);
	return ferror(out) ? -1 : 0;
}
