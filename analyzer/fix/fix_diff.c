/* One gate serves every migration after it, so the findings are first brought together: for each job and queue the
 * earliest dependent gets a gate, which takes its folder, release and the last free version before it. A post migration
 * is no gate for a regular one (all regular migrations may run first), so regular dependents are taken first; a later
 * post migration needs no second gate then. */
#include "analyzer/fix/fix_diff.h"

#include "analyzer/fix/gate_migration.h"
#include "analyzer/fix/patch.h"
#include "analyzer/releases/release_calendar.h"
#include "parser/ruby/eval/names.h"

#include <stdio.h>
#include <string.h>

struct need {
	struct gate_request request;
	const struct finding *finding; /* of the dependent */
};

struct writer {
	struct analysis *analysis;
	struct arena *arena;
	struct fix_diff *out;
	struct patch patch;
	VEC(struct need) needs;
	struct names versions, classes; /* that are taken */
};

static void remark(struct writer *w, const struct finding *finding, const char *text)
{
	names_add(w->arena, &w->out->remarks,
		  str_printf(w->arena, "%s:%u: [%s] no patch: %s", location_path(finding->location),
			     location_line(finding->location), finding->rule, text));
}

static bool is_regular(const struct placed_migration *migration)
{
	return migration && migration->migration->kind == MIGRATION_REGULAR;
}

static bool has_required_stop(const struct edge *edge)
{
	return edge->stop && edge->stop->kind == STOP_REQUIRED;
}

/* Is there a gate on the list that runs before this dependent, whatever way the migrations are run? */
static struct need *need_like(struct writer *w, const struct edge *edge)
{
	vec_each(struct need, need, &w->needs) {
		const struct placed_migration *dependent = need->request.dependent;
		if (need->request.job != edge->job || need->request.run != edge->run)
			continue;
		if (is_regular(dependent) == is_regular(edge->dependent) ||
		    (is_regular(dependent) && edge->dependent && dependent->order < edge->dependent->order))
			return need;
	}
	return NULL;
}

static void add_need(struct writer *w, const struct finding *finding)
{
	const struct edge *edge = finding->edge;
	struct gate_request request = {
		.job = edge->job,
		.run = edge->run,
		.dependent = edge->dependent,
		.is_early = !has_required_stop(edge),
	};
	const char *obstacle = gate_obstacle(&request);
	if (obstacle) {
		remark(w, finding, obstacle);
		return;
	}
	struct need *known = need_like(w, edge);
	if (!known)
		vec_push(w->arena, &w->needs, (struct need){request, finding});
	else if (edge->dependent->order < known->request.dependent->order)
		*known = (struct need){request, finding};
}

/* Findings that an edge of the graph is behind, in one of two passes. */
static void collect(struct writer *w, bool regular)
{
	vec_each(struct finding, finding, &w->analysis->result.findings) {
		const struct edge *edge = finding->edge;
		if (!edge || finding->suppressed_reason || !str_equal(finding->rule, verdict_rule(edge->verdict)) ||
		    is_regular(edge->dependent) != regular)
			continue;
		if (edge->relation == RELATION_FINALIZES)
			remark(w, finding, "this is a gate itself; postpone it");
		else
			add_need(w, finding);
	}
}

/* The second before a version; versions that are no times just count down. NULL when there is none. */
static const char *version_before(struct arena *arena, const char *version)
{
	int day, hour, minute, second;
	char rest;
	unsigned long long number;

	if (strlen(version) == 14 && sscanf(version, "%8d%2d%2d%2d%c", &day, &hour, &minute, &second, &rest) == 4 &&
	    date_is_valid(day) && hour < 24 && minute < 60 && second < 60) {
		int seconds = (hour * 60 + minute) * 60 + second;
		if (seconds == 0) {
			day = date_add(day, -1);
			seconds = 24 * 60 * 60;
		}
		seconds--;
		return str_printf(arena, "%08d%02d%02d%02d", day, seconds / 3600, seconds / 60 % 60, seconds % 60);
	}
	if (sscanf(version, "%llu", &number) != 1 || number == 0)
		return NULL;
	return str_printf(arena, "%0*llu", (int)strlen(version), number - 1);
}

/* The last version before the dependent that is free and behind the queue; NULL when there is no room. */
static const char *free_version(struct writer *w, const struct gate_request *request)
{
	const struct placed_migration *queue = request->run ? request->run->migration : NULL;
	const char *version = request->dependent->migration->version;
	bool stands_beside = queue && queue->migration->kind == request->dependent->migration->kind &&
			     release_compare_minor(queue->release, request->dependent->release) == 0;

	do {
		version = version_before(w->arena, version);
		if (version && stands_beside && strcmp(version, queue->migration->version) <= 0)
			return NULL;
	} while (version && names_has(&w->versions, version));
	return version;
}

/* A class name that Rails finds by the name of its file, and that no other migration has. */
static const char *free_class(struct writer *w, const struct job *job)
{
	char *words = str_underscore(w->arena, job->class_name);
	for (char *at = words; *at; at++) {
		if (*at == '/')
			*at = '_';
	}
	const char *base = str_camelize(w->arena, str_printf(w->arena, "finalize_%s", words));
	const char *name = base;
	for (unsigned number = 2; names_has(&w->classes, name); number++)
		name = str_printf(w->arena, "%s%u", base, number);
	return name;
}

static char *folder_of(struct arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');
	return str_copy_n(arena, path, slash ? (size_t)(slash - path) : 0);
}

/* Beside the migrations the product may keep a file for each version, with a digest of it. */
static void add_version_file(struct writer *w, const char *folder, const char *version)
{
	const char *parent = folder_of(w->arena, folder);
	const char *versions = str_printf(w->arena, "%s%sschema_migrations", parent, *parent ? "/" : "");
	struct tree_entries entries = {0};
	struct diags ignored = diags_new(w->arena);

	if (w->analysis->tree.list(w->analysis->tree.payload, w->arena, versions, &entries, &ignored) || !entries.count)
		return;
	patch_add_file(&w->patch, str_printf(w->arena, "%s/%s", versions, version),
		       name_hashed(w->arena, "", version, 64));
}

/* finalized_by of the job's entry: its line when it has one, else a new line at the end. */
static void edit_dictionary(struct writer *w, const struct job *job, const char *version)
{
	static const char key[] = "finalized_by:";
	const struct source *source = job->dictionary ? job->dictionary->location.source : NULL;

	if (!source)
		return;
	source_load(source);
	uint32_t line = PATCH_AT_END;
	for (uint32_t i = 1; i <= source->line_count; i++) {
		size_t length;
		const char *text = source_line(source, i, &length);
		if (length >= strlen(key) && memcmp(text, key, strlen(key)) == 0)
			line = i;
	}
	patch_set_line(&w->patch, source, line, str_printf(w->arena, "%s '%s'", key, version));
}

static void write_gate(struct writer *w, struct need *need)
{
	struct gate_request *request = &need->request;
	const char *version = free_version(w, request);

	if (!version) {
		remark(w, need->finding, "no version is free between the queue and the dependent");
		return;
	}
	const char *folder = folder_of(w->arena, request->dependent->migration->path);
	request->class_name = free_class(w, request->job);
	names_push(w->arena, &w->versions, version);
	names_push(w->arena, &w->classes, request->class_name);
	patch_add_file(
		&w->patch,
		str_printf(w->arena, "%s/%s_%s.rb", folder, version, str_underscore(w->arena, request->class_name)),
		gate_migration_text(w->arena, request));
	add_version_file(w, folder, version);
	edit_dictionary(w, request->job, version);
}

/* An edit that a rule proposes, when it lies in one line. */
static void add_edit(struct writer *w, const struct fix *fix)
{
	const struct source *source = fix->edit_place.source;
	uint32_t line = location_line(fix->edit_place);
	size_t length;
	const char *text = source_line(source, line, &length);
	size_t head = (size_t)(source->bytes + fix->edit_place.offset - text);

	if (head + fix->edit_place.length > length)
		return;
	size_t tail = head + fix->edit_place.length;
	patch_set_line(
		&w->patch, source, line,
		str_printf(w->arena, "%.*s%s%.*s", (int)head, text, fix->edit_text, (int)(length - tail), text + tail));
}

static void add_edits(struct writer *w)
{
	vec_each(struct finding, finding, &w->analysis->result.findings) {
		vec_each(struct fix, fix, &finding->fixes) {
			if (fix->edit_text && fix->edit_place.source && !finding->suppressed_reason)
				add_edit(w, fix);
		}
	}
}

void fix_diff_make(struct analysis *analysis, struct fix_diff *out)
{
	struct writer w = {.analysis = analysis, .arena = analysis->arena, .out = out};

	*out = (struct fix_diff){0};
	w.patch.arena = analysis->arena;
	vec_each(struct migration *, migration, &analysis->result.project->migrations) {
		names_push(w.arena, &w.versions, (*migration)->version);
		if ((*migration)->class_name)
			names_push(w.arena, &w.classes, (*migration)->class_name);
	}
	collect(&w, true);
	collect(&w, false);
	vec_each(struct need, need, &w.needs)
		write_gate(&w, need);
	add_edits(&w);
	out->patch = patch_text(&w.patch);
	out->written = w.patch;
}
