/* New dependencies with what protects them, the gates that run in the foreground, and what changed in the schema. */
#include "reports/release_report_parts.h"

#define GATES_SHOWN 10u
#define PICTURE_MOST 12u

static bool is_range(const struct release_report *report)
{
	return release_known(report->question.from);
}

static const char *protection_words(struct markdown *md, const struct report_dependency *need)
{
	const struct job_event *gate = need->edge->gate;

	switch (need->protection) {
	case PROTECTION_GATE:
		return gate && gate->migration ? str_printf(md->arena, "gate %s (%s)",
							    markdown_code(md, gate->migration->migration->version),
							    known_release(md, gate->migration->release))
					       : "a gate before it";
	case PROTECTION_STOP:
		return str_printf(md->arena, "stop %s", markdown_text(md, need->stop->release));
	case PROTECTION_CONDITIONAL:
		return str_printf(md->arena, "conditional stop %s", markdown_text(md, need->stop->release));
	default:
		return "**nothing**";
	}
}

static void write_need_rows(struct markdown *md, const struct release_report *report, bool by_gate)
{
	struct markdown_table table = markdown_table_new(md, "job|queued|what needs it|table size|in|protected by");

	for (size_t i = 0; i < report->new_needs.count; i++) {
		const struct report_dependency *need = report->new_needs.items[i];
		if ((need->protection == PROTECTION_GATE) != by_gate)
			continue;
		markdown_cell(md, &table, markdown_code(md, need->edge->job->class_name));
		markdown_cell(md, &table, known_release(md, need->edge->interval_from));
		markdown_cell(md, &table,
			      str_printf(md->arena, "%s: %s", markdown_place(md, need->location),
					 markdown_text(md, need->text)));
		markdown_cell(md, &table, need->table_size);
		markdown_cell(md, &table, is_range(report) ? known_release(md, need->edge->dependent_release) : "");
		markdown_cell(md, &table, protection_words(md, need));
	}
	markdown_table_write(md, &table);
}

/* What no gate protects, as a picture as long as it is small. */
static void write_picture(struct markdown *md, const struct report_dependencies *list, size_t count)
{
	if (count > PICTURE_MOST)
		return;
	fputs("```mermaid\nflowchart LR\n", md->out);
	for (size_t i = 0; i < list->count; i++) {
		const struct report_dependency *need = list->items[i];
		if (need->protection == PROTECTION_GATE)
			continue;
		const char *class_name = need->edge->dependent ? need->edge->dependent->migration->class_name : NULL;
		fprintf(md->out, "  j%zu([\"%s<br>queued in %s\"]) %s|\"%s\"| m%zu[\"%s<br>%s\"]\n", need->job->index,
			markdown_mermaid(md, need->edge->job->class_name), known_release(md, need->edge->interval_from),
			need->protection == PROTECTION_STOP ? "-.->" : "==>",
			need->stop ? markdown_mermaid(md, str_printf(md->arena, "stop %s", need->stop->release))
				   : "no protection",
			need->edge->dependent ? need->edge->dependent->order : 0,
			markdown_mermaid(md, class_name ? class_name : need->edge->dependent_path),
			known_release(md, need->edge->dependent_release));
	}
	fputs("```\n\n", md->out);
}

void write_dependencies(struct markdown *md, const struct release_report *report)
{
	const struct report_dependencies *list = &report->new_needs;
	size_t by[PROTECTION_COUNT] = {0};

	for (size_t i = 0; i < list->count; i++)
		by[list->items[i]->protection]++;
	fprintf(md->out, "## Dependencies\n\n%zu new dependenc%s on a job", list->count,
		list->count == 1 ? "y" : "ies");
	if (list->count)
		fprintf(md->out, ": %zu protected by a gate, %zu only by a required stop, %zu by neither",
			by[PROTECTION_GATE], by[PROTECTION_STOP], by[PROTECTION_CONDITIONAL] + by[PROTECTION_NONE]);
	fputs(".\n\n", md->out);
	if (list->count > by[PROTECTION_GATE]) {
		write_need_rows(md, report, false);
		write_picture(md, list, list->count - by[PROTECTION_GATE]);
	}
	if (by[PROTECTION_GATE]) {
		markdown_open(md, str_printf(md->arena, "%zu protected by a gate", by[PROTECTION_GATE]));
		write_need_rows(md, report, true);
		markdown_close(md);
	}
}

static const char *stop_words(struct markdown *md, const struct release_report *report,
			      const struct report_dependency *gate)
{
	if (gate->protection == PROTECTION_GATE)
		return "finalized before";
	if (!gate->stop)
		return report->has_stops ? "**none**" : "";
	return str_printf(md->arena, "%s%s", markdown_text(md, gate->stop->release),
			  gate->protection == PROTECTION_CONDITIONAL ? " (conditional)" : "");
}

static void write_gate_rows(struct markdown *md, const struct release_report *report, size_t first, size_t last)
{
	struct markdown_table table = markdown_table_new(md, "job|table|size|queued|stop between|finalized|gate");

	for (size_t i = first; i < last; i++) {
		const struct report_dependency *gate = report->new_gates.items[i];
		const char *name = gate->edge->job->table;
		markdown_cell(md, &table, markdown_code(md, gate->edge->job->class_name));
		markdown_cell(md, &table, name ? markdown_code(md, name) : "");
		markdown_cell(md, &table, gate->table_size);
		markdown_cell(md, &table, known_release(md, gate->edge->interval_from));
		markdown_cell(md, &table, stop_words(md, report, gate));
		markdown_cell(md, &table, is_range(report) ? known_release(md, gate->edge->dependent_release) : "");
		markdown_cell(md, &table, markdown_place(md, gate->location));
	}
	markdown_table_write(md, &table);
}

void write_gates(struct markdown *md, const struct release_report *report)
{
	const struct report_dependencies *gates = &report->new_gates;
	size_t shown = 0, early = 0, large = 0;

	for (size_t i = 0; i < gates->count; i++) {
		bool is_early = report_gate_is_early(gates->items[i]);
		early += is_early;
		large += is_large(gates->items[i]->table_size);
		/* they are sorted so that these come first */
		shown += (is_early || is_large(gates->items[i]->table_size)) && shown == i && shown < GATES_SHOWN;
	}
	if (!gates->count) {
		fputs("## Gates\n\nNo new gate.\n\n", md->out);
		return;
	}
	fprintf(md->out, "## Gates\n\n%zu gate%s a job: what is left of it runs inside the upgrade.", gates->count,
		gates->count == 1 ? " finalizes" : "s finalize");
	if (report->has_stops && !early)
		fputs(" All come after a required stop or another gate.", md->out);
	else if (report->has_stops)
		fprintf(md->out,
			" %zu %s early: no required stop lies after the queue, so that who jumps over it runs the "
			"whole job.",
			early, early == 1 ? "is" : "are");
	if (large)
		fprintf(md->out, " %zu %s on large tables.", large, large == 1 ? "is" : "are");
	fputs("\n\n", md->out);
	write_gate_rows(md, report, 0, shown);
	if (shown == gates->count)
		return;
	markdown_open(md, str_printf(md->arena, "%zu %sgate%s", gates->count - shown, shown ? "more " : "",
				     plural(gates->count - shown)));
	write_gate_rows(md, report, shown, gates->count);
	markdown_close(md);
}

static size_t count_changes(const struct release_report *report, enum report_change_kind kind)
{
	size_t count = 0;

	vec_each(const struct report_change, change, &report->changes)
		count += change->kind == kind && !change->is_for_new_rows;
	return count;
}

static void write_changes(struct markdown *md, const struct release_report *report)
{
	struct markdown_table table = markdown_table_new(md, "table|size|what|in|at");

	vec_each(const struct report_change, change, &report->changes) {
		if (change->is_for_new_rows)
			continue;
		markdown_cell(md, &table, markdown_code(md, change->table));
		markdown_cell(md, &table, change->table_size);
		markdown_cell(md, &table, markdown_text(md, change->text));
		markdown_cell(md, &table, is_range(report) ? known_release(md, change->migration->release) : "");
		markdown_cell(md, &table, markdown_place(md, change->effect->location));
	}
	markdown_table_write(md, &table);
}

void write_schema_changes(struct markdown *md, const struct release_report *report)
{
	size_t new_rows = 0, large = 0;

	vec_each(const struct report_change, change, &report->changes) {
		new_rows += change->is_for_new_rows;
		large += change->kind == CHANGE_TIGHTENED && !change->is_for_new_rows && is_large(change->table_size);
	}
	fprintf(md->out, "## Schema\n\nOf what was there before: %zu dropped or emptied, %zu tightened",
		count_changes(report, CHANGE_DROPPED), count_changes(report, CHANGE_TIGHTENED));
	if (large)
		fprintf(md->out, " (%zu on large tables, which are read as a whole)", large);
	fprintf(md->out, ", %zu swapped, renamed or retyped", count_changes(report, CHANGE_SWAPPED));
	if (new_rows)
		fprintf(md->out, "; %zu constraint%s for new rows only (NOT VALID)", new_rows, plural(new_rows));
	fputs(".\n\n", md->out);
	if (report->changes.count == new_rows)
		return;
	markdown_open(md, "Dropped, tightened, swapped; largest tables first");
	write_changes(md, report);
	markdown_close(md);
}
