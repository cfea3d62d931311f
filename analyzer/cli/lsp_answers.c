/* What the language server answers about a place in an open document.
 *
 * A place is a line and the word in it. A line that queues, completes or cancels a job stands for that job; a word stands
 * for a column of the table that the line is about, or for whatever `explain` finds under that name. */
#include "analyzer/cli/lsp.h"

#include "analyzer/explain/explain.h"
#include "analyzer/fix/fix_diff.h"

#include <ctype.h>
#include <string.h>

/* Where a request points. */
struct target {
	const char *path; /* in the tree */
	uint32_t line;    /* from 1 */
	const char *word; /* "" when there is none */
};

struct jobs_found {
	const struct job **items;
	size_t count;
	size_t capacity;
};

static bool is_word(char byte)
{
	return isalnum((unsigned char)byte) || byte == '_' || byte == '.' || byte == ':';
}

/* The word around a byte of a line, without colons and dots at its ends. */
static const char *word_at(struct arena *arena, const char *line, size_t length, size_t column)
{
	size_t from = column < length ? column : length, to = from;

	while (from > 0 && is_word(line[from - 1]))
		from--;
	while (to < length && is_word(line[to]))
		to++;
	while (from < to && strchr(":.", line[from]))
		from++;
	while (to > from && strchr(":.", line[to - 1]))
		to--;
	return str_copy_n(arena, line + from, to - from);
}

static struct target target_of(struct server *s, const json_t *params)
{
	const json_t *at = json_object_get(params, "position");
	struct target target = {server_document(s, params),
				1 + (uint32_t)json_integer_value(json_object_get(at, "line")), ""};
	const struct overlay_file *file = server_open_file(s, target.path);
	size_t length;

	if (!file)
		return target;
	const struct source *source = source_new(server_scratch(s), file->path, file->text, file->length);
	const char *line = source_line(source, target.line, &length);
	size_t units = (size_t)json_integer_value(json_object_get(at, "character"));
	target.word = word_at(server_scratch(s), line, length, lsp_column(line, length, units));
	return target;
}

/* An effect of the line: of any kind that names the column, or one on a job (column NULL). */
static const struct effect *effect_at(struct server *s, const struct target *target, const char *column)
{
	vec_each(struct migration *, migration, &s->analysis.scan->project.migrations) {
		if (!target->path || strcmp((*migration)->path, target->path) != 0)
			continue;
		vec_each(const struct effect, effect, &(*migration)->effects) {
			if (location_line(effect->location) == target->line && effect->table &&
			    (column ? names_has(&effect->columns, column) : effect->object == OBJECT_JOB))
				return effect;
		}
	}
	return NULL;
}

/* The jobs that are meant: that of the call on the line, else those of the class whose name is under the pointer. */
static void jobs_at(struct server *s, const struct target *target, struct jobs_found *out)
{
	const struct effect *effect = effect_at(s, target, NULL);

	vec_each(struct job *, job, &s->analysis.graph.jobs) {
		bool calls = effect && str_equal((*job)->class_name, effect->name) &&
			     (!effect->table || str_equal((*job)->table, effect->table));
		if (calls || (!effect && str_equal((*job)->class_name, target->word)))
			vec_push(server_scratch(s), out, *job);
	}
}

json_t *lsp_hover(struct server *s, const json_t *params)
{
	struct target target = target_of(s, params);
	struct explanation about = {0};
	const struct effect *effect = effect_at(s, &target, target.word);
	struct strbuf text = strbuf_new(server_scratch(s));

	if (!*target.word)
		return json_null();
	const char *what = effect ? str_printf(server_scratch(s), "%s.%s", effect->table, target.word) : target.word;
	if (explain(s->analysis.arena, &s->analysis.result, what, &about) != EXPLAIN_FOUND)
		return json_null();
	strbuf_printf(&text, "%s\n", about.title);
	vec_each(const struct explain_line, line, &about.lines) {
		strbuf_printf(&text, "%s: %s", line->label, line->text);
		if (line->location.source)
			strbuf_printf(&text, " (%s:%u)", location_path(line->location), location_line(line->location));
		strbuf_putc(&text, '\n');
	}
	return json_pack("{s:{s:s, s:s}}", "contents", "kind", "plaintext", "value", strbuf_finish(&text));
}

/* Adds a place that the list does not have yet, other than the line asked from. */
static void add_place(struct server *s, json_t *list, const struct target *from, struct location place)
{
	json_t *known, *location;
	size_t i;

	if (!place.source ||
	    (from && str_equal(location_path(place), from->path) && location_line(place) == from->line))
		return;
	location = server_location(s, place);
	json_array_foreach(list, i, known)
	{
		if (json_equal(known, location)) {
			json_decref(location);
			return;
		}
	}
	json_array_append_new(list, location);
}

static json_t *list_or_null(json_t *list)
{
	if (json_array_size(list))
		return list;
	json_decref(list);
	return json_null();
}

/* From a call on a job or its class's name: the class, and the other ends of the job, its queues and gates. */
json_t *lsp_definition(struct server *s, const json_t *params)
{
	struct target target = target_of(s, params);
	struct jobs_found jobs = {0};
	json_t *places = json_array();

	jobs_at(s, &target, &jobs);
	vec_each(struct job_class *, class, &s->analysis.scan->project.job_classes) {
		if (str_equal((*class)->name, jobs.count ? jobs.items[0]->class_name : target.word))
			add_place(s, places, NULL, (*class)->location);
	}
	vec_each(const struct job *, job, &jobs) {
		vec_each(const struct job_event, gate, &(*job)->gates)
			add_place(s, places, &target, gate->effect->location);
		vec_each(const struct job_run, run, &(*job)->runs)
			add_place(s, places, &target, run->location);
	}
	return list_or_null(places);
}

/* Every place that `explain` has for a thing. */
static void add_places_of(struct server *s, json_t *places, const char *what)
{
	struct explanation about = {0};

	if (!what || explain(s->analysis.arena, &s->analysis.result, what, &about) != EXPLAIN_FOUND)
		return;
	vec_each(const struct explain_line, line, &about.lines)
		add_place(s, places, NULL, line->location);
}

json_t *lsp_references(struct server *s, const json_t *params)
{
	struct target target = target_of(s, params);
	const struct effect *effect = *target.word ? effect_at(s, &target, target.word) : NULL;
	struct jobs_found jobs = {0};
	json_t *places = json_array();

	if (effect) {
		add_places_of(s, places, str_printf(server_scratch(s), "%s.%s", effect->table, target.word));
		return list_or_null(places);
	}
	jobs_at(s, &target, &jobs);
	vec_each(const struct job *, job, &jobs)
		add_places_of(s, places, (*job)->id);
	if (jobs.count == 0 && *target.word)
		add_places_of(s, places, target.word);
	return list_or_null(places);
}

static json_t *text_edit(json_t *range, const char *text)
{
	return json_pack("{s:o, s:s}", "range", range, "newText", text);
}

static json_t *document_edit(const char *uri, json_t *edit)
{
	return json_pack("{s:{s:s, s:n}, s:[o]}", "textDocument", "uri", uri, "version", "edits", edit);
}

/* A line that is replaced, or one behind the last. */
static json_t *line_edit_json(struct server *s, const struct line_edit *edit)
{
	const struct source *source = edit->source;
	size_t length;
	bool at_end = edit->line == PATCH_AT_END;

	source_load(source);
	const char *bytes = at_end ? source->bytes + source->length : source_line(source, edit->line, &length);
	struct location place = {source, (uint32_t)(bytes - source->bytes), at_end ? 0 : (uint32_t)length};
	bool is_open = at_end && source->length && source->bytes[source->length - 1] != '\n';
	const char *text =
		at_end ? str_printf(server_scratch(s), "%s%s\n", is_open ? "\n" : "", edit->text) : edit->text;

	return document_edit(server_uri(s, source->path), text_edit(lsp_range(place), text));
}

/* What the patch for this finding alone would write; NULL when there is nothing. */
static json_t *changes_for(struct server *s, const struct finding *finding)
{
	struct analysis alone = s->analysis;
	struct fix_diff diff;
	json_t *changes = json_array();

	alone.result.findings.items = (struct finding *)finding;
	alone.result.findings.count = 1;
	fix_diff_make(&alone, &diff);
	vec_each(const struct new_file, file, &diff.written.files) {
		const char *uri = server_uri(s, file->path);
		json_array_append_new(changes, json_pack("{s:s, s:s}", "kind", "create", "uri", uri));
		json_array_append_new(changes,
				      document_edit(uri, text_edit(lsp_range((struct location){0}), file->text)));
	}
	vec_each(const struct line_edit, edit, &diff.written.edits)
		json_array_append_new(changes, line_edit_json(s, edit));
	if (json_array_size(changes))
		return changes;
	json_decref(changes);
	return NULL;
}

static const char *action_title(struct server *s, const struct finding *finding)
{
	if (finding->edge)
		return str_printf(server_scratch(s), "Add a gate for job '%s' before this", finding->job->class_name);
	vec_each(const struct fix, fix, &finding->fixes) {
		if (fix->edit_text)
			return fix->text;
	}
	return "Repair this";
}

json_t *lsp_code_actions(struct server *s, const json_t *params)
{
	const char *path = server_document(s, params);
	const json_t *range = json_object_get(params, "range");
	json_int_t from = json_integer_value(json_object_get(json_object_get(range, "start"), "line")) + 1;
	json_int_t to = json_integer_value(json_object_get(json_object_get(range, "end"), "line")) + 1;
	json_t *actions = json_array();

	vec_each(const struct finding, finding, &s->analysis.result.findings) {
		json_int_t line = location_line(finding->location);
		if (!path || strcmp(location_path(finding->location), path) != 0 || line < from || line > to)
			continue;
		json_t *changes = changes_for(s, finding);
		if (changes)
			json_array_append_new(actions, json_pack("{s:s, s:s, s:[o], s:{s:o}}", "title",
								 action_title(s, finding), "kind", "quickfix",
								 "diagnostics", server_diagnostic(s, finding), "edit",
								 "documentChanges", changes));
	}
	return actions;
}
