/* What the question means for this tree, and the sections one after the other. */
#include "analyzer/report/report_parts.h"

#include <string.h>

static const char *read_release(struct arena *arena, const char *option, const char *text, struct release *out)
{
	if (!text)
		return NULL;
	if (!release_parse(text, out))
		return str_printf(arena, "%s wants a release such as 18.9, not '%s'", option, text);
	out->patch = -1;
	return NULL;
}

const char *report_question_read(struct arena *arena, const char *release, const char *from, const char *to,
				 struct report_question *out)
{
	*out = (struct report_question){.from = {.patch = -1}, .to = {.patch = -1}};
	if (release && (from || to))
		return "give either --release, or --from and --to";
	const char *problem = read_release(arena, "--release", release, &out->to);
	if (!problem)
		problem = read_release(arena, "--from", from, &out->from);
	if (!problem)
		problem = read_release(arena, "--to", to, &out->to);
	if (problem)
		return problem;
	if (to && !from)
		return "--to wants --from; for one release give --release";
	if (from && to && release_compare_minor(out->from, out->to) >= 0)
		return str_printf(arena, "there is no release after %s up to %s", from, to);
	return NULL;
}

bool report_is_here(const struct reporter *r, struct release release)
{
	const struct report_question *question = &r->out->question;

	if (!release_known(release))
		return false;
	return release_known(question->from) ? release_compare_minor(release, question->from) > 0 &&
						       release_compare_minor(release, question->to) <= 0
					     : release_compare_minor(release, question->to) == 0;
}

/* The tree's release; without one, the last of its migrations. */
static struct release release_of_tree(const struct graph *graph)
{
	struct release last = {.patch = -1};

	if (release_known(graph->release))
		return graph->release;
	vec_each(const struct placed_migration, placed, &graph->migrations) {
		if (release_known(placed->release) && release_compare_minor(placed->release, last) > 0)
			last = placed->release;
	}
	last.patch = -1;
	return last;
}

static bool has_migrations(const struct reporter *r)
{
	vec_each(const struct placed_migration, placed, &r->graph->migrations) {
		if (report_is_here(r, placed->release))
			return true;
	}
	return false;
}

static const char *check_range(struct reporter *r, struct release tree)
{
	struct report_question *question = &r->out->question;
	struct release since = r->out->complete_since;
	const char *to = release_text(r->arena, question->to);

	if (!release_known(tree))
		return "the releases of the migrations are not known, so there is no report of one";
	if (!release_exists(r->graph->project, question->to) && !has_migrations(r))
		return str_printf(r->arena, "there is no release %s that is known, and no migration of it", to);
	if (release_compare_minor(question->to, tree) > 0)
		return str_printf(r->arena, "the tree is of %s: it cannot tell about %s", release_text(r->arena, tree),
				  to);
	if (release_known(question->from) && release_compare_minor(question->from, question->to) >= 0)
		return str_printf(r->arena, "there is no release after %s up to %s",
				  release_text(r->arena, question->from), to);
	if (release_known(since) && release_compare_minor(question->to, since) < 0)
		return str_printf(r->arena,
				  "the tree holds the migrations from %s on, those of %s are squashed: ask with a tree "
				  "of that time (--rev)",
				  release_text(r->arena, since), to);
	return NULL;
}

static const char *title_of(struct reporter *r)
{
	const struct report_question *question = &r->out->question;
	const char *to = release_text(r->arena, question->to);

	if (!release_known(question->from))
		return to;
	const char *first = release_text(r->arena, release_next(r->graph->project, question->from));
	return str_equal(first, to) ? to : str_printf(r->arena, "%s to %s", first, to);
}

static void remark(struct reporter *r)
{
	struct release_report *out = r->out;
	struct release first = release_known(out->question.from) ? release_next(r->graph->project, out->question.from)
								 : out->question.to;

	if (!out->has_stops)
		names_push(
			r->arena, &out->remarks,
			"no required stops are declared (config/upgrade_path.yml): nothing can be called overdue, and "
			"gates are not judged by stops");
	if (!out->has_dictionary)
		names_push(r->arena, &out->remarks,
			   "there is no dictionary of background jobs: owners are known only where a class names them");
	if (!r->sizes.count)
		names_push(r->arena, &out->remarks, "no dictionary tells the size of a table");
	if (release_known(out->complete_since) && release_compare_minor(first, out->complete_since) < 0)
		names_push(r->arena, &out->remarks,
			   str_printf(r->arena,
				      "the tree holds all migrations from %s on only: what is older was squashed",
				      release_text(r->arena, out->complete_since)));
	if (release_known(r->graph->release) && release_compare_minor(out->question.to, r->graph->release) < 0)
		names_push(
			r->arena, &out->remarks,
			str_printf(r->arena,
				   "the files are those of %s: a migration that was changed or removed since %s shows "
				   "as it is now",
				   release_text(r->arena, r->graph->release),
				   release_text(r->arena, out->question.to)));
	if (!has_migrations(r))
		names_push(r->arena, &out->remarks,
			   str_printf(r->arena, "no migration of the tree is of %s", out->title));
}

static void read_dictionaries(struct reporter *r)
{
	vec_each(struct table_dictionary *, entry, &r->project->table_dictionaries) {
		if ((*entry)->table_size && !map_get(&r->sizes, (*entry)->table))
			map_put(&r->sizes, (*entry)->table, (void *)(*entry)->table_size);
	}
	r->out->has_dictionary = r->project->job_dictionaries.count > 0;
	vec_each(const struct declared_stop, stop, &r->graph->stops)
		r->out->has_stops = r->out->has_stops || stop->kind == STOP_REQUIRED;
}

const char *release_report_make(struct arena *arena, const struct result *result,
				const struct report_question *question, struct release_report *out)
{
	struct reporter r = {.arena = arena,
			     .graph = result->graph,
			     .project = result->project,
			     .calendar = {result->graph, question->schedule},
			     .sizes = map_new(arena),
			     .jobs = map_new(arena),
			     .created = map_new(arena),
			     .out = out};
	struct release tree = release_of_tree(result->graph);

	*out = (struct release_report){.result = result, .question = *question};
	if (!release_known(out->question.to))
		out->question.to = (struct release){tree.major, tree.minor, -1};
	out->complete_since = graph_complete_since(arena, result->graph);
	const char *problem = check_range(&r, tree);
	if (problem)
		return problem;
	r.index = rule_index_new(arena, result->graph);
	out->title = title_of(&r);
	read_dictionaries(&r);
	report_jobs_fill(&r);
	report_dependencies_fill(&r);
	report_findings_fill(&r);
	report_changes_fill(&r);
	report_stops_fill(&r);
	report_releases_fill(&r);
	out->unresolved_items = unresolved_collect_queued(arena, result->graph);
	report_decisions_fill(&r);
	remark(&r);
	return NULL;
}

const char *report_protection_name(enum report_protection protection)
{
	static const char *const names[] = {"gate", "stop", "conditional_stop", "none"};
	return names[protection];
}

const char *report_job_state_name(enum report_job_state state)
{
	static const char *const names[] = {"open", "gated", "cancelled"};
	return names[state];
}

const char *report_change_name(enum report_change_kind kind)
{
	static const char *const names[] = {"dropped", "tightened", "swapped"};
	return names[kind];
}

const char *report_need_name(enum report_need need)
{
	static const char *const names[] = {"proven", "open", "none"};
	return names[need];
}
