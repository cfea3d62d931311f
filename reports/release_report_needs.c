/* New dependencies with what protects them, the gates that run in the foreground, the stops they rely on, and what
 * changed in the schema. */
#include "analyzer/release_calendar.h"
#include "reports/release_report_parts.h"

#define GATES_SHOWN 10u
#define PICTURE_MOST 12u

static const char *release_words(struct markdown *md, struct release release)
{
	return release_known(release) ? release_text(md->arena, release) : "?";
}

static const char *protection_words(struct markdown *md, const struct report_dependency *need)
{
	const struct job_event *gate = need->edge->gate;

	switch (need->protection) {
	case PROTECTION_GATE:
		return gate && gate->migration ? str_printf(md->arena, "gate %s (%s)",
							    markdown_code(md, gate->migration->migration->version),
							    release_words(md, gate->migration->release))
					       : "a gate before it";
	case PROTECTION_STOP:
		return str_printf(md->arena, "stop %s only", need->stop->release);
	case PROTECTION_CONDITIONAL:
		return str_printf(md->arena, "conditional stop %s only", need->stop->release);
	default:
		return "**nothing**";
	}
}

static void write_need_rows(struct markdown *md, const struct report_dependencies *list, bool by_gate)
{
	markdown_table(md, "job|queued|what needs it|size|in|protected by");
	for (size_t i = 0; i < list->count; i++) {
		const struct report_dependency *need = list->items[i];
		if ((need->protection == PROTECTION_GATE) != by_gate)
			continue;
		fprintf(md->out, "| %s | %s | %s: %s | %s | %s | %s |\n",
			markdown_code(md, need->edge->job->class_name), release_words(md, need->edge->interval_from),
			markdown_place(md, need->location), markdown_text(md, need->text),
			need->table_size ? need->table_size : "?", release_words(md, need->edge->dependent_release),
			protection_words(md, need));
	}
	markdown_table_end(md);
}

/* What no gate protects, as a picture as long as it is small. */
static void write_picture(struct markdown *md, const struct report_dependencies *list, size_t count)
{
	size_t number = 0;

	if (!count || count > PICTURE_MOST)
		return;
	fputs("```mermaid\nflowchart LR\n", md->out);
	for (size_t i = 0; i < list->count; i++) {
		const struct report_dependency *need = list->items[i];
		if (need->protection == PROTECTION_GATE)
			continue;
		const char *class_name = need->edge->job->class_name;
		const char *dependent = need->edge->dependent ? need->edge->dependent->migration->class_name : NULL;
		number++;
		fprintf(md->out, "  j%zu([\"%s<br>queued in %s\"]) %s|\"%s\"| m%zu[\"%s<br>%s\"]\n",
			list->items[i]->job->index, markdown_mermaid(md, class_name),
			release_words(md, need->edge->interval_from),
			need->protection == PROTECTION_STOP ? "-.->" : "==>",
			need->stop ? str_printf(md->arena, "stop %s", need->stop->release) : "no protection", number,
			markdown_mermaid(md, dependent ? dependent : need->edge->dependent_path),
			release_words(md, need->edge->dependent_release));
	}
	fputs("```\n\n", md->out);
}

void write_dependencies(struct markdown *md, const struct release_report *report)
{
	const struct report_dependencies *list = &report->new_needs;
	size_t by[PROTECTION_COUNT] = {0};

	for (size_t i = 0; i < list->count; i++)
		by[list->items[i]->protection]++;
	size_t without_gate = list->count - by[PROTECTION_GATE];
	fprintf(md->out,
		"## Dependencies\n\n%zu new dependenc%s on a job: %zu protected by a gate, %zu by a required stop "
		"only, %zu by a conditional stop only, %zu by nothing.\n\n",
		list->count, list->count == 1 ? "y" : "ies", by[PROTECTION_GATE], by[PROTECTION_STOP],
		by[PROTECTION_CONDITIONAL], by[PROTECTION_NONE]);
	if (without_gate) {
		write_need_rows(md, list, false);
		write_picture(md, list, without_gate);
	}
	if (by[PROTECTION_GATE]) {
		markdown_open(md, str_printf(md->arena, "%zu protected by a gate", by[PROTECTION_GATE]));
		write_need_rows(md, list, true);
		markdown_close(md);
	}
}

static void write_gate_rows(struct markdown *md, const struct report_dependencies *gates, size_t first, size_t last)
{
	markdown_table(md, "job|table|size|queued|finalized|stop between|gate");
	for (size_t i = first; i < last; i++) {
		const struct report_dependency *gate = gates->items[i];
		const char *stop = gate->protection == PROTECTION_GATE ? "finalized before"
				   : gate->stop                        ? gate->stop->release
								       : "**none**";
		fprintf(md->out, "| %s | %s | %s | %s | %s | %s%s | %s |\n",
			markdown_code(md, gate->edge->job->class_name), markdown_code(md, gate->edge->job->table),
			gate->table_size ? gate->table_size : "?", release_words(md, gate->edge->interval_from),
			release_words(md, gate->edge->dependent_release), stop,
			gate->protection == PROTECTION_CONDITIONAL ? " (conditional)" : "",
			markdown_place(md, gate->location));
	}
	markdown_table_end(md);
}

void write_gates(struct markdown *md, const struct release_report *report)
{
	const struct report_dependencies *gates = &report->new_gates;
	size_t shown = 0, early = 0, large = 0;

	for (size_t i = 0; i < gates->count; i++) {
		bool is_large = str_in(gates->items[i]->table_size, "large over_limit");
		bool is_early = report_gate_is_early(gates->items[i]);
		early += is_early;
		large += is_large;
		/* they are sorted so that these come first */
		shown += (is_early || is_large) && shown == i && shown < GATES_SHOWN;
	}
	fprintf(md->out,
		"## Gates\n\n%zu gate%s a job; what is left of it then runs inside the upgrade. %zu %s no "
		"required stop after the queue, %zu %s on tables over the size limits.\n\n",
		gates->count, gates->count == 1 ? " finalizes" : "s finalize", early, early == 1 ? "has" : "have",
		large, large == 1 ? "is" : "are");
	if (shown)
		write_gate_rows(md, gates, 0, shown);
	if (shown == gates->count)
		return;
	markdown_open(md, str_printf(md->arena, "%zu %sgates", gates->count - shown, shown ? "more " : ""));
	write_gate_rows(md, gates, shown, gates->count);
	markdown_close(md);
}

static void write_relied(struct markdown *md, const struct report_stop *entry)
{
	size_t gates = 0, needs = 0;

	for (size_t i = 0; i < entry->alone.count; i++)
		*(entry->alone.items[i]->is_gate ? &gates : &needs) += 1;
	fprintf(md->out, "- **%s**%s: ", entry->stop->release,
		entry->stop->kind == STOP_REQUIRED ? "" : " (conditional)");
	if (entry->alone.count)
		fprintf(md->out, "alone between queue and %zu gate%s and %zu other dependent%s; ", gates, plural(gates),
			needs, plural(needs));
	fprintf(md->out, "%zu more have another stop, too.\n", entry->shared.count);
}

static void write_next(struct markdown *md, const struct report_next_stop *next)
{
	static const char *const words[] = {"It is needed.", "It is wanted.", "Nothing needs it so far."};

	fprintf(md->out, "\n### Is %s needed?\n\n%s %s %s", release_text(md->arena, next->release), words[next->need],
		release_text(md->arena, next->release), next->is_declared ? "is declared" : "is not declared yet");
	if (next->deadline)
		fprintf(md->out, "; changes that need it are due %04d-%02d-%02d", next->deadline / 10000,
			next->deadline / 100 % 100, next->deadline % 100);
	fputs(".\n\n", md->out);
	if (next->argument_for)
		fprintf(md->out, "- For: %s.\n", markdown_text(md, next->argument_for));
	if (next->argument_against)
		fprintf(md->out, "- Against: %s.\n", markdown_text(md, next->argument_against));
	fputc('\n', md->out);
}

static void write_squash(struct markdown *md, const struct release_report *report)
{
	fputs("## Squash\n\n", md->out);
	if (!report->squashes.count)
		fputs("Nothing to squash is known.\n", md->out);
	vec_each(const struct report_squash, squash, &report->squashes) {
		fprintf(md->out, "- With stop %s up to %s: %zu migration%s", release_text(md->arena, squash->at),
			release_text(md->arena, squash->squash_to), squash->migrations, plural(squash->migrations));
		if (!squash->blocks.count)
			fputs(", nothing in the way.", md->out);
		else
			fprintf(md->out, ", not before %zu job%s finalized: ", squash->blocks.count,
				squash->blocks.count == 1 ? " is" : "s are");
		for (size_t i = 0; i < squash->blocks.count; i++)
			fprintf(md->out, "%s%s", i ? ", " : "",
				markdown_code(md, squash->blocks.items[i]->job->class_name));
		fputc('\n', md->out);
		if (squash->first_kept && str_compare(squash->first_kept, squash->last_squashed) < 0)
			fprintf(md->out, "  Mind the order: %s stays although %s, which goes, is newer.\n",
				markdown_code(md, squash->first_kept), markdown_code(md, squash->last_squashed));
	}
	fputc('\n', md->out);
}

void write_stops(struct markdown *md, const struct release_report *report)
{
	fputs("## Stops\n\n", md->out);
	if (!report->stops.count)
		fputs("The release relies on no declared stop.\n", md->out);
	else
		fprintf(md->out, "New gates and dependencies rely on:\n\n");
	for (size_t i = report->stops.count; i-- > 0;)
		write_relied(md, &report->stops.items[i]);
	if (release_known(report->next.release))
		write_next(md, &report->next);
	write_squash(md, report);
}

static size_t count_changes(const struct release_report *report, enum report_change_kind kind)
{
	size_t count = 0;

	vec_each(const struct report_change, change, &report->changes)
		count += change->kind == kind && !change->is_for_new_rows;
	return count;
}

void write_schema_changes(struct markdown *md, const struct release_report *report)
{
	size_t new_rows = 0;

	vec_each(const struct report_change, change, &report->changes)
		new_rows += change->is_for_new_rows;
	fprintf(md->out,
		"## Schema\n\nOf tables and columns that are older: %zu dropped or emptied, %zu tightened for rows "
		"that exist, %zu swapped, renamed or retyped; %zu constraint%s for new rows only.\n",
		count_changes(report, CHANGE_DROPPED), count_changes(report, CHANGE_TIGHTENED),
		count_changes(report, CHANGE_SWAPPED), new_rows, plural(new_rows));
	if (report->changes.count > new_rows) {
		markdown_open(md, "Dropped, tightened and swapped, largest tables first");
		markdown_table(md, "table|size|what|at");
		vec_each(const struct report_change, change, &report->changes) {
			if (!change->is_for_new_rows)
				fprintf(md->out, "| %s | %s | %s | %s |\n", markdown_code(md, change->table),
					change->table_size ? change->table_size : "?", markdown_text(md, change->text),
					markdown_place(md, change->effect->location));
		}
		markdown_table_end(md);
		markdown_close(md);
	}
	fputc('\n', md->out);
}
