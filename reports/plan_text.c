/* Markdown: the verdict first, then the path on one line, then a section per release with a checklist. */
#include "analyzer/phrases.h"
#include "reports/markdown.h"
#include "reports/plan.h"

static const char *name_of(struct markdown *md, const struct plan_step *step)
{
	const char *text = release_text(md->arena, step->release);
	bool is_whole = step->release.patch >= 0 || step->kind == PLAN_START;

	return is_whole ? text : str_printf(md->arena, "%s.z", text);
}

static void write_path(struct markdown *md, const struct plan *plan)
{
	fputs("Path: ", md->out);
	vec_each(const struct plan_step, step, &plan->path) {
		fprintf(md->out, "%s%s%s", step == plan->path.items ? "" : " -> ", name_of(md, step),
			step->asked ? " (?)" : "");
	}
	fputs("\n\n", md->out);
	vec_each(const struct plan_step, step, &plan->path) {
		if (step->release.patch < 0 && step->kind != PLAN_START) {
			fputs("`.z` stands for the latest patch, which is not known here. Always take the latest patch "
			      "of a "
			      "stop.\n\n",
			      md->out);
			return;
		}
	}
}

/* A class that was never in the tree has no place. */
static const char *place_of(struct markdown *md, const struct edge *edge)
{
	struct location place = edge_location(md->arena, edge);

	return *location_path(place) ? markdown_place(md, place) : "the release";
}

static const char *what_it_does(struct markdown *md, const struct edge *edge)
{
	return markdown_text(md, phrase_dependent(md->arena, edge, &edge->columns));
}

/* "`BackfillNotes` over `notes`" */
static const char *job_words(struct markdown *md, const struct job *job)
{
	const char *name = markdown_code(md, job->class_name);

	return job->table ? str_printf(md->arena, "%s over %s", name, markdown_code(md, job->table)) : name;
}

static void write_arrival(struct markdown *md, const struct plan_step *step, const struct plan_step *left)
{
	fprintf(md->out, "- [ ] Rollback point: %s.\n", step->rollback);
	if (step->checks.count) {
		struct names queries = {0};
		vec_each(const struct plan_check, check, &step->checks)
			names_push(md->arena, &queries, check->sql);
		fprintf(md->out,
			"- [ ] On %s, when its background migrations are finished, each of these counts must be 0:\n\n",
			name_of(md, left));
		md->indent = 2;
		markdown_fence(md, "sql", &queries);
		md->indent = 0;
	}
	for (size_t i = 0; i < step->can_fail.count; i++) {
		const struct edge *edge = step->can_fail.items[i];
		fprintf(md->out, "- **Breaks**: %s is queued in %s, and in %s %s %s.\n",
			markdown_code(md, edge->job->class_name), release_text(md->arena, edge->interval_from),
			release_text(md->arena, edge->dependent_release), place_of(md, edge), what_it_does(md, edge));
	}
	for (size_t i = 0; i < step->foreground.count; i++) {
		const struct edge *edge = step->foreground.items[i];
		fprintf(md->out, "- Runs in the foreground: all of %s (%s).\n", job_words(md, edge->job),
			place_of(md, edge));
	}
}

static const char *duration(struct markdown *md, uint64_t seconds)
{
	if (seconds < 90)
		return str_printf(md->arena, "%u s", (unsigned)seconds);
	if (seconds < 90 * 60)
		return str_printf(md->arena, "%u min", (unsigned)((seconds + 30) / 60));
	if (seconds < 48 * 3600)
		return str_printf(md->arena, "%u h", (unsigned)((seconds + 1800) / 3600));
	return str_printf(md->arena, "%u days", (unsigned)((seconds + 43200) / 86400));
}

/* "45 %: 450 of 1000 rows" */
static const char *progress(struct markdown *md, const struct job_progress *at)
{
	static const char *const units[] = {NULL, "rows", "keys of the table", "queued jobs"};
	struct names parts = {0};

	if (at->unit != PROGRESS_UNKNOWN)
		names_push(md->arena, &parts,
			   str_printf(md->arena, "%u %%: %llu of %s%llu %s", (unsigned)(100 * at->done / at->total),
				      (unsigned long long)at->done, at->unit == PROGRESS_ROWS ? "about " : "",
				      (unsigned long long)at->total, units[at->unit]));
	if (at->failed_batches)
		names_push(md->arena, &parts,
			   str_printf(md->arena, "%llu failed batch%s", (unsigned long long)at->failed_batches,
				      at->failed_batches == 1 ? "" : "es"));
	if (at->on_hold_until)
		names_push(md->arena, &parts,
			   str_printf(md->arena, "on hold until %s", markdown_text(md, at->on_hold_until)));
	return parts.count ? names_join(md->arena, &parts, "; ") : "not known";
}

static void write_unfinished(struct markdown *md, const struct plan *plan)
{
	bool has_estimate = false;

	if (!plan->unfinished.count)
		return;
	fputs("## Not finished on the instance\n\n"
	      "| job | table | status | needed by the next hop | progress | time left |\n"
	      "|:---|:---|:---|:---|:---|:---|\n",
	      md->out);
	vec_each(const struct plan_unfinished, unfinished, &plan->unfinished) {
		const struct status_row *row = unfinished->row;
		has_estimate = has_estimate || row->progress.has_estimate;
		fprintf(md->out, "| %s | %s | %s | %s | %s | %s |\n", markdown_code(md, row->class_name),
			markdown_text(md, row->table),
			row->status == STATUS_UNKNOWN ? markdown_text(md, row->status_text)
						      : job_status_name(row->status),
			unfinished->blocks ? "yes" : "not known to be", progress(md, &row->progress),
			row->progress.has_estimate ? duration(md, row->progress.seconds_left) : "not known");
	}
	fputs(has_estimate
		      ? "\nThe time left is that of a job alone, at the pace of its last batches; jobs share their "
			"workers.\n\n"
		      : "\n",
	      md->out);
}

static void write_need(struct markdown *md, const struct edge *edge)
{
	const char *release = release_text(md->arena, edge->dependent_release);

	if (edge->relation == RELATION_FINALIZES)
		fprintf(md->out, ": finalized in %s (%s)", release, place_of(md, edge));
	else
		fprintf(md->out, ": %s %s (%s)", release, what_it_does(md, edge), place_of(md, edge));
}

/* `is_listed`: the status of the instance is about this step. */
static void write_wait(struct markdown *md, const struct plan_wait *wait, bool is_listed)
{
	fprintf(md->out, "  - %s", job_words(md, wait->job));
	if (wait->status)
		fprintf(md->out, ", %s", job_status_name(wait->status->status));
	else if (is_listed)
		fputs(", not listed", md->out);
	write_need(md, wait->edge);
	if (wait->dependents > 1)
		fprintf(md->out, "; %zu more need%s it", wait->dependents - 1, wait->dependents == 2 ? "s" : "");
	fputc('\n', md->out);
}

/* Those that are finished, or of which no more is known than a gate, are many and say little. */
static bool is_folded(const struct plan_wait *wait, bool is_listed)
{
	if (is_listed)
		return wait->status && status_is_done(wait->status->status);
	return wait->edge->relation == RELATION_FINALIZES;
}

static void write_folded(struct markdown *md, const struct plan_step *step, bool is_listed, size_t count)
{
	fprintf(md->out, "\n  <details><summary>%s (%zu)</summary>\n\n",
		is_listed ? "Finished on the instance"
			  : "Only finalized there: what is not finished then runs in the foreground",
		count);
	vec_each(const struct plan_wait, wait, &step->wait_for) {
		if (is_folded(wait, is_listed))
			write_wait(md, wait, is_listed);
	}
	fputs("\n  </details>\n", md->out);
}

#define FOLDED_FROM 6

static void write_waits(struct markdown *md, const struct plan_step *step, const struct plan_step *next, bool is_listed)
{
	size_t folded = 0;

	if (next)
		fprintf(md->out, "- [ ] Let every background migration finish before you go on to %s.%s\n",
			name_of(md, next),
			step->wait_for.count
				? str_printf(md->arena, " %zu of them %s needed there:", step->wait_for.count,
					     step->wait_for.count == 1 ? "is" : "are")
				: "");
	vec_each(const struct plan_wait, wait, &step->wait_for)
		folded += is_folded(wait, is_listed);
	bool folds = folded >= FOLDED_FROM;
	vec_each(const struct plan_wait, wait, &step->wait_for) {
		if (!folds || !is_folded(wait, is_listed))
			write_wait(md, wait, is_listed);
	}
	if (folds)
		write_folded(md, step, is_listed, folded);
}

static void write_step(struct markdown *md, const struct plan *plan, const struct plan_step *step)
{
	size_t index = (size_t)(step - plan->path.items);
	const struct plan_step *next = index + 1 < plan->path.count ? step + 1 : NULL;

	fprintf(md->out, "## %zu. %s (%s)\n\n", index + 1, name_of(md, step), plan_kind_name(step->kind));
	if (step->condition)
		fprintf(md->out, "Condition: %s.\n\n", markdown_text(md, step->condition));
	if (step->asked)
		fprintf(md->out, "Not answered yet: %s or %s.\n\n",
			markdown_code(md, str_printf(md->arena, "--has %s", step->asked)),
			markdown_code(md, str_printf(md->arena, "--has-not %s", step->asked)));
	if (index)
		write_arrival(md, step, step - 1);
	else
		fprintf(md->out, "- [ ] Rollback point: %s.\n", step->rollback);
	write_waits(md, step, next, plan->has_status && index == 0);
	fputc('\n', md->out);
}

int plan_write_text(const struct plan *plan, FILE *out)
{
	struct arena *arena = arena_new();
	struct markdown md = {.arena = arena, .out = out};

	fprintf(out, "# Upgrade from %s to %s: %s\n\n", release_text(arena, plan->from), release_text(arena, plan->to),
		plan_verdict_name(plan->verdict));
	write_path(&md, plan);
	for (size_t i = 0; i < plan->reasons.count; i++)
		fprintf(out, "- %s\n", markdown_text(&md, plan->reasons.items[i]));
	if (plan->reasons.count)
		fputc('\n', out);
	write_unfinished(&md, plan);
	vec_each(const struct plan_step, step, &plan->path)
		write_step(&md, plan, step);
	arena_free(arena);
	return ferror(out) ? -1 : 0;
}
