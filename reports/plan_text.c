/* Markdown: the verdict first, then the path on one line, then a section per release with a checklist. */
#include "analyzer/phrases.h"
#include "reports/plan.h"

struct writer {
	struct arena *arena;
	FILE *out;
};

static const char *name_of(struct writer *w, const struct plan_step *step)
{
	const char *text = release_text(w->arena, step->release);
	bool is_whole = step->release.patch >= 0 || step->kind == PLAN_START;

	return is_whole ? text : str_printf(w->arena, "%s.z", text);
}

static void write_path(struct writer *w, const struct plan *plan)
{
	fputs("Path: ", w->out);
	vec_each(const struct plan_step, step, &plan->path) {
		fprintf(w->out, "%s%s%s", step == plan->path.items ? "" : " -> ", name_of(w, step),
			step->asked ? " (?)" : "");
	}
	fputs("\n\n", w->out);
	vec_each(const struct plan_step, step, &plan->path) {
		if (step->release.patch < 0 && step->kind != PLAN_START) {
			fputs("`.z` stands for the latest patch, which is not known here. Always take the latest patch "
			      "of a "
			      "stop.\n\n",
			      w->out);
			return;
		}
	}
}

static const char *place_of(struct writer *w, const struct edge *edge)
{
	struct location location = edge_location(w->arena, edge);
	return str_printf(w->arena, "%s:%u", location_path(location), location_line(location));
}

static void write_arrival(struct writer *w, const struct plan_step *step, const struct plan_step *left)
{
	fprintf(w->out, "- [ ] Rollback point: %s.\n", step->rollback);
	if (step->checks.count) {
		fprintf(w->out,
			"- [ ] On %s, when its background migrations are finished, each of these counts must be 0:\n\n "
			" ```sql\n",
			name_of(w, left));
		vec_each(const struct plan_check, check, &step->checks)
			fprintf(w->out, "  %s\n", check->sql);
		fputs("  ```\n\n", w->out);
	}
	for (size_t i = 0; i < step->can_fail.count; i++) {
		const struct edge *edge = step->can_fail.items[i];
		fprintf(w->out, "- **Breaks**: `%s` is queued in %s, and in %s `%s` %s.\n", edge->job->class_name,
			release_text(w->arena, edge->interval_from), release_text(w->arena, edge->dependent_release),
			place_of(w, edge), phrase_dependent(w->arena, edge, &edge->columns));
	}
	for (size_t i = 0; i < step->foreground.count; i++) {
		const struct edge *edge = step->foreground.items[i];
		const char *table = edge->job->table;
		fprintf(w->out, "- Runs in the foreground: all of `%s`%s%s%s (%s).\n", edge->job->class_name,
			table ? " over `" : "", table ? table : "", table ? "`" : "", place_of(w, edge));
	}
}

static const char *duration(struct writer *w, uint64_t seconds)
{
	if (seconds < 90)
		return str_printf(w->arena, "%u s", (unsigned)seconds);
	if (seconds < 90 * 60)
		return str_printf(w->arena, "%u min", (unsigned)((seconds + 30) / 60));
	if (seconds < 48 * 3600)
		return str_printf(w->arena, "%u h", (unsigned)((seconds + 1800) / 3600));
	return str_printf(w->arena, "%u days", (unsigned)((seconds + 43200) / 86400));
}

/* "45 %: 450 of 1000 rows" */
static const char *progress(struct writer *w, const struct job_progress *at)
{
	static const char *const units[] = {NULL, "rows", "keys of the table", "queued jobs"};
	struct names parts = {0};

	if (at->unit != PROGRESS_UNKNOWN)
		names_push(w->arena, &parts,
			   str_printf(w->arena, "%u %%: %llu of %s%llu %s", (unsigned)(100 * at->done / at->total),
				      (unsigned long long)at->done, at->unit == PROGRESS_ROWS ? "about " : "",
				      (unsigned long long)at->total, units[at->unit]));
	if (at->failed_batches)
		names_push(w->arena, &parts,
			   str_printf(w->arena, "%llu failed batch%s", (unsigned long long)at->failed_batches,
				      at->failed_batches == 1 ? "" : "es"));
	if (at->on_hold_until)
		names_push(w->arena, &parts, str_printf(w->arena, "on hold until %s", at->on_hold_until));
	return parts.count ? names_join(w->arena, &parts, "; ") : "not known";
}

/* Cells of a Markdown table end at a bar. */
static const char *table_cell(struct writer *w, const char *text)
{
	struct strbuf out = strbuf_new(w->arena);

	for (; text && *text; text++) {
		if (*text == '|')
			strbuf_putc(&out, '\\');
		strbuf_putc(&out, *text);
	}
	return strbuf_finish(&out);
}

static void write_unfinished(struct writer *w, const struct plan *plan)
{
	bool has_estimate = false;

	if (!plan->unfinished.count)
		return;
	fputs("## Not finished on the instance\n\n"
	      "| job | table | status | needed by the next hop | progress | time left |\n"
	      "|:---|:---|:---|:---|:---|:---|\n",
	      w->out);
	vec_each(const struct plan_unfinished, unfinished, &plan->unfinished) {
		const struct status_row *row = unfinished->row;
		has_estimate = has_estimate || row->progress.has_estimate;
		fprintf(w->out, "| `%s` | %s | %s | %s | %s | %s |\n", row->class_name, table_cell(w, row->table),
			row->status == STATUS_UNKNOWN ? table_cell(w, row->status_text) : job_status_name(row->status),
			unfinished->blocks ? "yes" : "not known to be", progress(w, &row->progress),
			row->progress.has_estimate ? duration(w, row->progress.seconds_left) : "not known");
	}
	fputs(has_estimate
		      ? "\nThe time left is that of a job alone, at the pace of its last batches; jobs share their "
			"workers.\n\n"
		      : "\n",
	      w->out);
}

static void write_need(struct writer *w, const struct edge *edge)
{
	const char *release = release_text(w->arena, edge->dependent_release);

	if (edge->relation == RELATION_FINALIZES)
		fprintf(w->out, ": finalized in %s (%s)", release, place_of(w, edge));
	else
		fprintf(w->out, ": %s %s (%s)", release, phrase_dependent(w->arena, edge, &edge->columns),
			place_of(w, edge));
}

/* `is_listed`: the status of the instance is about this step. */
static void write_wait(struct writer *w, const struct plan_wait *wait, bool is_listed)
{
	const char *table = wait->job->table;

	fprintf(w->out, "  - `%s`%s%s%s", wait->job->class_name, table ? " over `" : "", table ? table : "",
		table ? "`" : "");
	if (wait->status)
		fprintf(w->out, ", %s", job_status_name(wait->status->status));
	else if (is_listed)
		fputs(", not listed", w->out);
	write_need(w, wait->edge);
	if (wait->dependents > 1)
		fprintf(w->out, "; %zu more need%s it", wait->dependents - 1, wait->dependents == 2 ? "s" : "");
	fputc('\n', w->out);
}

/* Those that are finished, or of which no more is known than a gate, are many and say little. */
static bool is_folded(const struct plan_wait *wait, bool is_listed)
{
	if (is_listed)
		return wait->status && status_is_done(wait->status->status);
	return wait->edge->relation == RELATION_FINALIZES;
}

static void write_folded(struct writer *w, const struct plan_step *step, bool is_listed, size_t count)
{
	fprintf(w->out, "\n  <details><summary>%s (%zu)</summary>\n\n",
		is_listed ? "Finished on the instance"
			  : "Only finalized there: what is not finished then runs in the foreground",
		count);
	vec_each(const struct plan_wait, wait, &step->wait_for) {
		if (is_folded(wait, is_listed))
			write_wait(w, wait, is_listed);
	}
	fputs("\n  </details>\n", w->out);
}

#define FOLDED_FROM 6

static void write_waits(struct writer *w, const struct plan_step *step, const struct plan_step *next, bool is_listed)
{
	size_t folded = 0;

	if (next)
		fprintf(w->out, "- [ ] Let every background migration finish before you go on to %s.%s\n",
			name_of(w, next),
			step->wait_for.count
				? str_printf(w->arena, " %zu of them %s needed there:", step->wait_for.count,
					     step->wait_for.count == 1 ? "is" : "are")
				: "");
	vec_each(const struct plan_wait, wait, &step->wait_for)
		folded += is_folded(wait, is_listed);
	bool folds = folded >= FOLDED_FROM;
	vec_each(const struct plan_wait, wait, &step->wait_for) {
		if (!folds || !is_folded(wait, is_listed))
			write_wait(w, wait, is_listed);
	}
	if (folds)
		write_folded(w, step, is_listed, folded);
}

static void write_step(struct writer *w, const struct plan *plan, const struct plan_step *step)
{
	size_t index = (size_t)(step - plan->path.items);
	const struct plan_step *next = index + 1 < plan->path.count ? step + 1 : NULL;

	fprintf(w->out, "## %zu. %s (%s)\n\n", index + 1, name_of(w, step), plan_kind_name(step->kind));
	if (step->condition)
		fprintf(w->out, "Condition: %s.\n\n", step->condition);
	if (step->asked)
		fprintf(w->out, "Not answered yet: `--has %s` or `--has-not %s`.\n\n", step->asked, step->asked);
	if (index)
		write_arrival(w, step, step - 1);
	else
		fprintf(w->out, "- [ ] Rollback point: %s.\n", step->rollback);
	write_waits(w, step, next, plan->has_status && index == 0);
	fputc('\n', w->out);
}

int plan_write_text(const struct plan *plan, FILE *out)
{
	struct arena *arena = arena_new();
	struct writer w = {arena, out};

	fprintf(out, "# Upgrade from %s to %s: %s\n\n", release_text(arena, plan->from), release_text(arena, plan->to),
		plan_verdict_name(plan->verdict));
	write_path(&w, plan);
	for (size_t i = 0; i < plan->reasons.count; i++)
		fprintf(out, "- %s\n", plan->reasons.items[i]);
	if (plan->reasons.count)
		fputc('\n', out);
	write_unfinished(&w, plan);
	vec_each(const struct plan_step, step, &plan->path)
		write_step(&w, plan, step);
	arena_free(arena);
	return ferror(out) ? -1 : 0;
}
