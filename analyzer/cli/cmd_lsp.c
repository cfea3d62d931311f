/* lsp: a language server on the standard streams. It holds the analysis of the whole tree and makes it anew when a text
 * changes, but not while further messages wait, so that fast typing is analysed once. While somebody types in a migration,
 * only what that can reach is (lsp_edit.c). What an editor has not saved counts
 * (struct overlay). */
#include "analyzer/cli/cli.h"

#include "analyzer/base/cleanup.h"
#include "analyzer/base/hash.h"
#include "analyzer/cache/file.h"
#include "analyzer/cli/lsp.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LOOK_SECONDS 3
#define PAUSE_MILLISECONDS 500

DEFINE_CLEANUP(json_t *, json_decref)

static void notify(const char *method, json_t *params)
{
	lsp_write(stdout, json_pack("{s:s, s:s, s:o}", "jsonrpc", "2.0", "method", method, "params", params));
}

static void reply(const json_t *request, json_t *result)
{
	lsp_write(stdout, json_pack("{s:s, s:O, s:o}", "jsonrpc", "2.0", "id", json_object_get(request, "id"), "result",
				    result));
}

struct arena *server_scratch(struct server *s)
{
	return s->is_analysed ? s->analysis.arena : s->arena;
}

const char *server_uri(struct server *s, const char *path)
{
	return lsp_uri(server_scratch(s), str_printf(server_scratch(s), "%s/%s", s->root, path));
}

const char *server_document(struct server *s, const json_t *params)
{
	const char *path =
		lsp_path(s->arena, json_string_value(json_object_get(json_object_get(params, "textDocument"), "uri")));
	size_t length = strlen(s->root);

	return path && str_starts_with(path, s->root) && path[length] == '/' ? path + length + 1 : NULL;
}

struct overlay_file *server_open_file(struct server *s, const char *path)
{
	vec_each(struct overlay_file, file, &s->open) {
		if (path && strcmp(file->path, path) == 0)
			return file;
	}
	return NULL;
}

static void set_text(struct server *s, const char *path, const char *text)
{
	struct overlay_file *file = server_open_file(s, path);

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
	edit_note(s, path);
}

json_t *server_location(struct server *s, struct location place)
{
	return json_pack("{s:s, s:o}", "uri", server_uri(s, location_path(place)), "range", lsp_range(place));
}

json_t *server_diagnostic(struct server *s, const struct finding *finding)
{
	json_t *related = json_array();
	int severity = finding->level == LEVEL_ERROR ? 1 : finding->level == LEVEL_WARNING ? 2 : 3;

	vec_each(const struct link, link, &finding->evidence) {
		if (link->location.source)
			json_array_append_new(related,
					      json_pack("{s:o, s:s}", "location", server_location(s, link->location),
							"message", link->text));
	}
	return json_pack("{s:o, s:i, s:s, s:s, s:s, s:o}", "range", lsp_range(finding->location), "severity", severity,
			 "code", finding->rule, "source", "stopgraph", "message", finding->message,
			 "relatedInformation", related);
}

static void publish_file(struct server *s, const char *path)
{
	json_t *list = json_array();

	vec_each(const struct finding *, finding, &s->shown) {
		if (strcmp(location_path((*finding)->location), path) == 0)
			json_array_append_new(list, server_diagnostic(s, *finding));
	}
	notify("textDocument/publishDiagnostics",
	       json_pack("{s:s, s:o}", "uri", server_uri(s, path), "diagnostics", list));
}

/* A place in a text that is open may be on another line with the same offset. */
static uint64_t digest_of_place(struct server *s, uint64_t digest, struct location place)
{
	const struct overlay_file *open = server_open_file(s, location_path(place));
	const uint32_t numbers[] = {place.offset, place.length};

	digest = hash_mix(hash_mix_text(digest, location_path(place)), numbers, sizeof(numbers));
	return open ? hash_mix(digest, open->text, open->length) : digest;
}

/* Of all that an editor is told about a file. */
static uint64_t digest_of_file(struct server *s, const char *path)
{
	uint64_t digest = 1;

	vec_each(const struct finding *, item, &s->shown) {
		const struct finding *finding = *item;
		if (strcmp(location_path(finding->location), path) != 0)
			continue;
		digest = hash_mix(hash_mix_text(digest, finding->rule), &finding->level, sizeof(finding->level));
		digest = digest_of_place(s, hash_mix_text(digest, finding->message), finding->location);
		vec_each(const struct link, link, &finding->evidence)
			digest = digest_of_place(s, hash_mix_text(digest, link->text), link->location);
	}
	return digest;
}

static struct reported_file *find_reported(const struct reported_files *files, const char *path)
{
	vec_each(struct reported_file, file, files) {
		if (strcmp(file->path, path) == 0)
			return file;
	}
	return NULL;
}

/* Only what is not as the editor has it already. Files that had diagnostics get an empty list when they have none now. */
static void publish(struct server *s)
{
	struct arena *arena = arena_new();
	struct reported_files now = {0};

	edit_show(s);
	vec_each(const struct finding *, finding, &s->shown) {
		const char *path = location_path((*finding)->location);
		if (!*path || find_reported(&now, path))
			continue;
		struct reported_file file = {str_copy(arena, path), digest_of_file(s, path)};
		const struct reported_file *before = find_reported(&s->reported, path);
		if (!before || before->digest != file.digest)
			publish_file(s, path);
		vec_push(arena, &now, file);
	}
	vec_each(const struct reported_file, file, &s->reported) {
		if (!find_reported(&now, file->path))
			publish_file(s, file->path);
	}
	arena_free(s->reported_arena);
	s->reported_arena = arena;
	s->reported = now;
}

/* While somebody types, only the text that the editor sends changes: the files below it are not looked at for each key. What
 * else happens to them is seen when a file is opened or saved, or a little later. */
static void look_at_folder(struct server *s)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	if (s->memory && !s->must_look && now.tv_sec - s->looked < LOOK_SECONDS)
		return;
	tree_memory_free(s->memory);
	s->must_look = false;
	s->memory = tree_memory_new();
	s->looked = now.tv_sec;
}

static struct analysis_options options_of(struct server *s)
{
	struct analysis_options options = analysis_options_of(s->options);

	options.folder = s->root;
	options.memory = s->memory;
	options.overlay = &s->open;
	return options;
}

static void analyse_whole(struct server *s)
{
	edit_forget(s);
	if (s->is_analysed)
		analysis_done(&s->analysis);
	look_at_folder(s);
	struct analysis_options options = options_of(s);
	analysis_init(&s->analysis);
	s->is_analysed = true;
	s->is_stale = false;
	if (analysis_run(&s->analysis, &options, ANALYSIS_FINDINGS) == 0)
		publish(s);
	else
		notify("window/showMessage",
		       json_pack("{s:i, s:s}", "type", 2, "message", "stopgraph cannot read this folder"));
}

static void analyse(struct server *s)
{
	struct analysis_options options = options_of(s);

	s->is_stale = false;
	if (edit_analyse(s, &options))
		publish(s);
	else
		analyse_whole(s);
}

/* The editor is silent: now is the time for what the next key will need, and for what the last one left aside. */
static void use_pause(struct server *s)
{
	if (s->is_edited)
		analyse_whole(s);
	edit_expect(s);
}

static json_t *initialize(struct server *s, const json_t *params)
{
	const char *path = lsp_path(s->arena, json_string_value(json_object_get(params, "rootUri")));
	char *real = realpath(path ? path : s->options->folder, NULL);

	s->root = str_copy(s->arena, real ? real : s->options->folder);
	free(real);
	return json_pack("{s:{s:{s:b, s:i, s:b}, s:b, s:b, s:b, s:b}, s:{s:s, s:s}}", "capabilities",
			 "textDocumentSync", "openClose", 1, "change", 1, "save", 1, "hoverProvider", 1,
			 "definitionProvider", 1, "referencesProvider", 1, "codeActionProvider", 1, "serverInfo",
			 "name", "stopgraph", "version", STOPGRAPH_VERSION);
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
	{"textDocument/codeAction", true, lsp_code_actions},
	{"textDocument/definition", true, lsp_definition},
	{"textDocument/hover", true, lsp_hover},
	{"textDocument/references", true, lsp_references},
};

static void answer(struct server *s, const char *method, const json_t *message)
{
	const json_t *params = json_object_get(message, "params");

	for (size_t i = 0; i < sizeof(requests) / sizeof(requests[0]); i++) {
		if (strcmp(requests[i].method, method) != 0)
			continue;
		if (requests[i].needs_analysis && (!s->is_analysed || s->is_stale || s->is_edited))
			analyse_whole(s);
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
	const char *path = server_document(s, params);

	struct reported_file *reported = path ? find_reported(&s->reported, path) : NULL;

	/* an editor may have forgotten about a file that it did not hold */
	if (reported && strcmp(method, "textDocument/didChange") != 0)
		reported->digest = 0;
	s->must_look = s->must_look || strcmp(method, "textDocument/didChange") != 0;
	if (strcmp(method, "textDocument/didOpen") == 0)
		set_text(s, path, json_string_value(json_object_get(document, "text")));
	else if (strcmp(method, "textDocument/didChange") == 0 && json_array_size(changes))
		set_text(s, path,
			 json_string_value(
				 json_object_get(json_array_get(changes, json_array_size(changes) - 1), "text")));
	else if (strcmp(method, "textDocument/didSave") == 0)
		s->is_stale = true;
	else if (strcmp(method, "textDocument/didClose") == 0 && server_open_file(s, path)) {
		free((char *)server_open_file(s, path)->text);
		*server_open_file(s, path) = s->open.items[--s->open.count];
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
		if (s->is_stale && !lsp_waiting(stdin, 0))
			analyse(s);
		if (s->is_analysed && !s->is_stale && !lsp_waiting(stdin, PAUSE_MILLISECONDS))
			use_pause(s);
		/* other programs may want to write there while nothing is asked here */
		cache_file_close(s->options->cache);
	}
}

static int run(const struct cli_options *options)
{
	struct server s = {.options = options, .arena = arena_new(), .root = NULL};
	int status = serve(&s);

	edit_forget(&s);
	if (s.is_analysed)
		analysis_done(&s.analysis);
	tree_memory_free(s.memory);
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
		"table.column under the pointer, goes from a queue to the class of its job and to its gates, lists\n"
		"whatever has to do with a job or column, and offers gates and edits.\n"
		"The tree is the root folder that the editor names, else the one of -C.",
	.run = run,
};
