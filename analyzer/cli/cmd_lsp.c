/* lsp: a language server on the standard streams. It holds the analysis of the whole tree and makes it anew when a text
 * changes, but not while further messages wait, so that fast typing is analysed once. What an editor has not saved counts
 * (struct overlay). */
#include "analyzer/cli/cli.h"

#include "analyzer/base/cleanup.h"
#include "analyzer/cli/lsp_message.h"
#include "analyzer/explain.h"
#include "analyzer/fix_diff.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

DEFINE_CLEANUP(json_t *, json_decref)

struct server {
	const struct cli_options *options;
	struct arena *arena;   /* for the session */
	const char *root;      /* absolute folder of the tree */
	struct overlay open;   /* texts of open documents */
	struct names reported; /* paths that have diagnostics in the editor */
	struct arena *reported_arena;
	struct analysis analysis;
	bool is_analysed, is_stale, shuts_down;
};

/* Where a request points. */
struct target {
	const char *path; /* in the tree */
	uint32_t line;    /* from 1 */
	const char *word; /* "" when there is none */
};

static void notify(const char *method, json_t *params)
{
	lsp_write(stdout, json_pack("{s:s, s:s, s:o}", "jsonrpc", "2.0", "method", method, "params", params));
}

static void reply(const json_t *request, json_t *result)
{
	lsp_write(stdout, json_pack("{s:s, s:O, s:o}", "jsonrpc", "2.0", "id", json_object_get(request, "id"), "result",
				    result));
}

/* What one answer needs lives as long as the analysis. */
static struct arena *scratch(struct server *s)
{
	return s->is_analysed ? s->analysis.arena : s->arena;
}

static const char *uri_in(struct server *s, const char *path)
{
	return lsp_uri(scratch(s), str_printf(scratch(s), "%s/%s", s->root, path));
}

/* The path in the tree of params.textDocument; NULL when it lies elsewhere. */
static const char *document_of(struct server *s, const json_t *params)
{
	const char *path =
		lsp_path(s->arena, json_string_value(json_object_get(json_object_get(params, "textDocument"), "uri")));
	size_t length = strlen(s->root);

	return path && str_starts_with(path, s->root) && path[length] == '/' ? path + length + 1 : NULL;
}

static struct overlay_file *open_file(struct server *s, const char *path)
{
	vec_each(struct overlay_file, file, &s->open) {
		if (path && strcmp(file->path, path) == 0)
			return file;
	}
	return NULL;
}

static void set_text(struct server *s, const char *path, const char *text)
{
	struct overlay_file *file = open_file(s, path);

	if (!path || !text)
		return;
	if (!file) {
		vec_push(s->arena, &s->open, (struct overlay_file){.path = path});
		file = vec_last(&s->open);
	}
	free((char *)file->text);
	file->text = strdup(text);
	file->length = file->text ? strlen(text) : 0;
	s->is_stale = true;
}

static json_t *location_json(struct server *s, struct location place)
{
	return json_pack("{s:s, s:o}", "uri", uri_in(s, location_path(place)), "range", lsp_range(place));
}

static json_t *diagnostic_of(struct server *s, const struct finding *finding)
{
	json_t *related = json_array();
	int severity = finding->level == LEVEL_ERROR ? 1 : finding->level == LEVEL_WARNING ? 2 : 3;

	vec_each(const struct link, link, &finding->evidence) {
		if (link->location.source)
			json_array_append_new(related,
					      json_pack("{s:o, s:s}", "location", location_json(s, link->location),
							"message", link->text));
	}
	return json_pack("{s:o, s:i, s:s, s:s, s:s, s:o}", "range", lsp_range(finding->location), "severity", severity,
			 "code", finding->rule, "source", "stopgraph", "message", finding->message,
			 "relatedInformation", related);
}

static void publish_file(struct server *s, const char *path)
{
	json_t *list = json_array();

	vec_each(const struct finding, finding, &s->analysis.result.findings) {
		if (!finding->suppressed_reason && strcmp(location_path(finding->location), path) == 0)
			json_array_append_new(list, diagnostic_of(s, finding));
	}
	notify("textDocument/publishDiagnostics", json_pack("{s:s, s:o}", "uri", uri_in(s, path), "diagnostics", list));
}

/* Files that had diagnostics before get an empty list when they have none now. */
static void publish(struct server *s)
{
	struct arena *arena = arena_new();
	struct names now = {0}, paths = {0};

	for (size_t i = 0; i < s->reported.count; i++)
		names_push(scratch(s), &paths, s->reported.items[i]);
	vec_each(const struct finding, finding, &s->analysis.result.findings) {
		const char *path = location_path(finding->location);
		if (finding->suppressed_reason || !*path)
			continue;
		names_add(scratch(s), &paths, path);
		if (!names_has(&now, path))
			names_push(arena, &now, str_copy(arena, path));
	}
	for (size_t i = 0; i < paths.count; i++)
		publish_file(s, paths.items[i]);
	arena_free(s->reported_arena);
	s->reported_arena = arena;
	s->reported = now;
}

static void analyse(struct server *s)
{
	struct analysis_options options = analysis_options_of(s->options);

	if (s->is_analysed)
		analysis_done(&s->analysis);
	options.folder = s->root;
	options.overlay = &s->open;
	analysis_init(&s->analysis);
	s->is_analysed = true;
	s->is_stale = false;
	if (analysis_run(&s->analysis, &options, ANALYSIS_FINDINGS) == 0)
		publish(s);
	else
		notify("window/showMessage",
		       json_pack("{s:i, s:s}", "type", 2, "message", "stopgraph cannot read this folder"));
}

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
	struct target target = {document_of(s, params), 1 + (uint32_t)json_integer_value(json_object_get(at, "line")),
				""};
	const struct overlay_file *file = open_file(s, target.path);
	size_t length;

	if (!file)
		return target;
	const struct source *source = source_new(scratch(s), file->path, file->text, file->length);
	const char *line = source_line(source, target.line, &length);
	target.word = word_at(scratch(s), line, length, (size_t)json_integer_value(json_object_get(at, "character")));
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

static const struct job_class *class_of(struct server *s, const struct target *target)
{
	const struct effect *effect = effect_at(s, target, NULL);
	const char *names[] = {target->word, effect ? effect->name : NULL};

	for (size_t i = 0; i < 2; i++) {
		vec_each(struct job_class *, class, &s->analysis.scan->project.job_classes) {
			if (str_equal((*class)->name, names[i]))
				return *class;
		}
	}
	return NULL;
}

static json_t *hover(struct server *s, const json_t *params)
{
	struct target target = target_of(s, params);
	struct explanation about = {0};
	const struct effect *effect = effect_at(s, &target, target.word);
	struct strbuf text = strbuf_new(scratch(s));

	if (!*target.word)
		return json_null();
	const char *what = effect ? str_printf(scratch(s), "%s.%s", effect->table, target.word) : target.word;
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

static json_t *definition(struct server *s, const json_t *params)
{
	struct target target = target_of(s, params);
	const struct job_class *class = class_of(s, &target);

	return class ? location_json(s, class->location) : json_null();
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
	const char *text = at_end ? str_printf(scratch(s), "%s%s\n", is_open ? "\n" : "", edit->text) : edit->text;

	return document_edit(uri_in(s, source->path), text_edit(lsp_range(place), text));
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
		const char *uri = uri_in(s, file->path);
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
		return str_printf(scratch(s), "Add a gate for job '%s' before this", finding->job->class_name);
	vec_each(const struct fix, fix, &finding->fixes) {
		if (fix->edit_text)
			return fix->text;
	}
	return "Repair this";
}

static json_t *code_actions(struct server *s, const json_t *params)
{
	const char *path = document_of(s, params);
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
			json_array_append_new(actions,
					      json_pack("{s:s, s:s, s:[o], s:{s:o}}", "title", action_title(s, finding),
							"kind", "quickfix", "diagnostics", diagnostic_of(s, finding),
							"edit", "documentChanges", changes));
	}
	return actions;
}

static json_t *initialize(struct server *s, const json_t *params)
{
	const char *path = lsp_path(s->arena, json_string_value(json_object_get(params, "rootUri")));
	char *real = realpath(path ? path : s->options->folder, NULL);

	s->root = str_copy(s->arena, real ? real : s->options->folder);
	free(real);
	return json_pack("{s:{s:{s:b, s:i, s:b}, s:b, s:b, s:b}, s:{s:s, s:s}}", "capabilities", "textDocumentSync",
			 "openClose", 1, "change", 1, "save", 1, "hoverProvider", 1, "definitionProvider", 1,
			 "codeActionProvider", 1, "serverInfo", "name", "stopgraph", "version", STOPGRAPH_VERSION);
}

static json_t *shutdown(struct server *s, const json_t *params)
{
	(void)params;
	s->shuts_down = true;
	return json_null();
}

static const struct {
	const char *method;
	bool needs_analysis;
	json_t *(*answer)(struct server *s, const json_t *params);
} requests[] = {
	{"initialize", false, initialize},
	{"shutdown", false, shutdown},
	{"textDocument/codeAction", true, code_actions},
	{"textDocument/definition", true, definition},
	{"textDocument/hover", true, hover},
};

static void answer(struct server *s, const char *method, const json_t *message)
{
	const json_t *params = json_object_get(message, "params");

	for (size_t i = 0; i < sizeof(requests) / sizeof(requests[0]); i++) {
		if (strcmp(requests[i].method, method) != 0)
			continue;
		if (requests[i].needs_analysis && (!s->is_analysed || s->is_stale))
			analyse(s);
		bool useless = requests[i].needs_analysis && !s->analysis.scan;
		reply(message, useless ? json_null() : requests[i].answer(s, params));
		return;
	}
	lsp_write(stdout, json_pack("{s:s, s:O, s:{s:i, s:s}}", "jsonrpc", "2.0", "id", json_object_get(message, "id"),
				    "error", "code", -32601, "message", "no such method"));
}

static void take(struct server *s, const char *method, const json_t *params)
{
	const json_t *document = json_object_get(params, "textDocument");
	const json_t *changes = json_object_get(params, "contentChanges");
	const char *path = document_of(s, params);

	if (strcmp(method, "textDocument/didOpen") == 0)
		set_text(s, path, json_string_value(json_object_get(document, "text")));
	else if (strcmp(method, "textDocument/didChange") == 0 && json_array_size(changes))
		set_text(s, path,
			 json_string_value(
				 json_object_get(json_array_get(changes, json_array_size(changes) - 1), "text")));
	else if (strcmp(method, "textDocument/didSave") == 0)
		s->is_stale = true;
	else if (strcmp(method, "textDocument/didClose") == 0 && open_file(s, path)) {
		free((char *)open_file(s, path)->text);
		*open_file(s, path) = s->open.items[--s->open.count];
		s->is_stale = true;
	}
}

static int serve(struct server *s)
{
	setvbuf(stdin, NULL, _IONBF, 0);
	for (;;) {
		_cleanup_(json_decref) json_t *message = lsp_read(stdin);
		const char *method = json_string_value(json_object_get(message, "method"));
		if (!message || (method && strcmp(method, "exit") == 0))
			return s->shuts_down ? STATUS_CLEAN : STATUS_FINDINGS;
		if (method && json_object_get(message, "id"))
			answer(s, method, message);
		else if (method && s->root)
			take(s, method, json_object_get(message, "params"));
		if (s->is_stale && !lsp_waiting(stdin))
			analyse(s);
	}
}

static int run(const struct cli_options *options)
{
	struct server s = {.options = options, .arena = arena_new(), .root = NULL};
	int status = serve(&s);

	if (s.is_analysed)
		analysis_done(&s.analysis);
	vec_each(struct overlay_file, file, &s.open)
		free((char *)file->text);
	arena_free(s.reported_arena);
	arena_free(s.arena);
	return status;
}

const struct command command_lsp = {
	.name = "lsp",
	.arguments = "",
	.summary = "serve an editor (Language Server Protocol, standard streams)",
	.help = "Reports the findings of the open tree while it is edited, with what led to them; explains jobs and\n"
		"table.column under the pointer, goes from a queue to the class of its job, and offers gates and "
		"edits.\n"
		"The tree is the root folder that the editor names, else the one of -C.",
	.run = run,
};
