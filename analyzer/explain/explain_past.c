/* Three lines a dependency: its queue, its dependent, its stop. */
#include "analyzer/explain/explain_past.h"

#include "analyzer/releases/release_calendar.h"

#define PASTS_MAX 12u

static bool is_known(const struct edge_pasts *pasts, const struct edge *edge)
{
	vec_each(const struct edge_past, past, pasts) {
		if (past->edge->job == edge->job && past->edge->dependent == edge->dependent &&
		    past->edge->relation == edge->relation && past->edge->run == edge->run)
			return true;
	}
	return false;
}

void explain_find_pasts(const struct past *past, const struct explanation *about,
			bool (*is_wanted)(const struct edge *), struct edge_pasts *out)
{
	for (size_t i = 0; i < about->edges.count && !out->has_more; i++) {
		const struct edge *edge = about->edges.items[i];
		struct edge_past item;
		if (!is_wanted(edge) || is_known(out, edge))
			continue;
		if (out->count == PASTS_MAX)
			out->has_more = true;
		else if (past_of_edge(past, edge, &item))
			vec_push(past->arena, out, item);
	}
}

static const char *day_words(struct arena *arena, int64_t seconds)
{
	const char *day = date_text(arena, date_of_time(seconds));

	return day ? day : "an unknown day";
}

const char *first_seen_words(struct arena *arena, const struct first_seen *seen)
{
	const char *committed =
		seen->commit ? str_printf(arena, "committed %s (%s)", day_words(arena, seen->committed), seen->commit)
			     : "in no commit that can be reached";

	if (!seen->tag)
		return str_printf(arena, "%s, in no release yet", committed);
	return str_printf(arena, "%s, first released in %s (%s, %s)", committed,
			  release_text(arena, seen->tag->release), seen->tag->name,
			  day_words(arena, seen->tag->revision.time));
}

static void add_line(struct arena *arena, struct explanation *about, const char *text)
{
	vec_push(arena, &about->lines, (struct explain_line){.label = "history", .text = text});
}

static const char *stop_words(struct arena *arena, const struct edge_past *past)
{
	const char *lag = "";

	if (!past->stop_release)
		return "no required stop was ever declared for it";
	if (past->lag_known && past->lag)
		lag = str_printf(arena, ": %lld days after the dependent was released", (long long)past->lag);
	else if (past->lag_known)
		lag = ": before the dependent was released";
	return str_printf(arena, "stop %s first declared: %s%s", past->stop_release,
			  first_seen_words(arena, &past->stop), lag);
}

void explain_add_pasts(struct arena *arena, const struct edge_pasts *pasts, struct explanation *about)
{
	vec_each(const struct edge_past, past, pasts) {
		const struct edge *edge = past->edge;
		add_line(arena, about,
			 str_printf(arena, "%s of job '%s' by %s", relation_name(edge->relation), edge->job->class_name,
				    edge->dependent->migration->version));
		add_line(arena, about,
			 str_printf(arena, "queue %s: %s", edge->run->version ? edge->run->version : "?",
				    first_seen_words(arena, &past->queue)));
		add_line(arena, about,
			 str_printf(arena, "dependent %s: %s", edge->dependent->migration->version,
				    first_seen_words(arena, &past->dependent)));
		add_line(arena, about, stop_words(arena, past));
	}
	if (pasts->has_more)
		add_line(arena, about,
			 str_printf(arena,
				    "of the first %u dependencies only; explain a migration to see that of its own",
				    PASTS_MAX));
}
