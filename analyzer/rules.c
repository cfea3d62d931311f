/* The runner: requirements, order of rules, levels, order of findings, duplicates, fingerprints, counts.
 *
 * A rule named in another's `after` runs first; everything else runs in the order of ids, so that nothing depends on
 * the order of families. Findings are collected raw, then levelled, sorted by place, rid of duplicates and given their
 * fingerprints: two findings with equal parts (the same job queued twice in one migration) differ by a counter that
 * follows the order of their places. */
#include "analyzer/config/suppression.h"
#include "analyzer/rule.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define X(family) extern const struct rule_family rule_family_##family;
#include "analyzer/rules.def"
#undef X

static const struct rule_family *const families[] = {
#define X(family) &rule_family_##family,
#include "analyzer/rules.def"
#undef X
};

#define FAMILY_COUNT (sizeof(families) / sizeof(families[0]))

struct rule_findings {
	VEC(struct finding) list;
};

static int compare_rules(const void *a, const void *b)
{
	return strcmp((*(const struct rule *const *)a)->id, (*(const struct rule *const *)b)->id);
}

const struct rule *const *rules_list(struct arena *arena, size_t *count_out)
{
	size_t count = 0;
	for (size_t i = 0; i < FAMILY_COUNT; i++)
		count += families[i]->count;
	const struct rule **list = ARENA_ARRAY(arena, const struct rule *, count);
	size_t filled = 0;
	for (size_t i = 0; i < FAMILY_COUNT; i++) {
		for (size_t j = 0; j < families[i]->count; j++)
			list[filled++] = &families[i]->rules[j];
	}
	qsort(list, count, sizeof(*list), compare_rules);
	*count_out = count;
	return list;
}

const struct rule *rule_find(const char *id)
{
	for (size_t i = 0; id && i < FAMILY_COUNT; i++) {
		for (size_t j = 0; j < families[i]->count; j++) {
			if (strcmp(families[i]->rules[j].id, id) == 0)
				return &families[i]->rules[j];
		}
	}
	return NULL;
}

const char *rule_proposal(struct arena *arena, const char *id)
{
	size_t count;
	const struct rule *const *list = rules_list(arena, &count);
	const char **ids = ARENA_ARRAY(arena, const char *, count + 1);

	for (size_t i = 0; i < count; i++)
		ids[i] = list[i]->id;
	return str_proposal(arena, id, ids);
}

struct finding *rule_finding(struct rule_ctx *cx, struct location location, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	const char *message = str_vprintf(cx->arena, format, args);
	va_end(args);
	vec_push(cx->arena, &cx->findings->list,
		 (struct finding){.rule = cx->rule->id,
				  .level = cx->rule->level,
				  .message = message,
				  .location = location,
				  .certainty = CERTAINTY_PROVEN,
				  .subject = ""});
	return vec_last(&cx->findings->list);
}

void finding_link(struct rule_ctx *cx, struct finding *finding, enum link_role role, struct location location,
		  const char *text)
{
	vec_push(cx->arena, &finding->evidence, (struct link){.role = role, .location = location, .text = text});
}

void finding_fix(struct rule_ctx *cx, struct finding *finding, enum fix_kind kind, const char *release,
		 const char *text)
{
	if (!finding->fixes.count && str_starts_with(text, "or "))
		text += strlen("or "); /* no other way was found before it */
	vec_push(cx->arena, &finding->fixes, (struct fix){.kind = kind, .text = text, .release = release});
}

void finding_edit(struct rule_ctx *cx, struct finding *finding, struct location place, const char *value,
		  const char *text)
{
	if (!place.source || !place.length)
		return;
	source_load(place.source);
	const char *first = place.source->bytes + place.offset;
	bool has_quotes = *first == '\'' || *first == '"';
	bool lies_in_quotes = place.offset > 0 && (first[-1] == '\'' || first[-1] == '"');
	const char *quote = lies_in_quotes && !has_quotes ? "" : "'";
	struct fix fix = {.kind = FIX_EDIT, .text = text, .edit_place = place};

	fix.edit_text = str_printf(cx->arena, "%s%s%s", quote, value, quote);
	vec_push(cx->arena, &finding->fixes, fix);
}

bool rule_fired(const struct rule_ctx *cx, const char *rule, const struct job *job)
{
	vec_each(const struct finding, finding, &cx->findings->list) {
		if (finding->job == job && strcmp(finding->rule, rule) == 0)
			return true;
	}
	return false;
}

static uint64_t hash_text(uint64_t hash, const char *text)
{
	for (const char *byte = text ? text : ""; *byte; byte++)
		hash = (hash ^ (unsigned char)*byte) * UINT64_C(0x100000001b3);
	return (hash ^ 0x1f) * UINT64_C(0x100000001b3);
}

const char *finding_fingerprint(struct arena *arena, const struct finding *finding, unsigned occurrence)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325);
	hash = hash_text(hash, finding->rule);
	hash = hash_text(hash, finding->job ? finding->job->id : NULL);
	hash = hash_text(hash, finding->dependent);
	hash = hash_text(hash, finding->edge ? relation_name(finding->edge->relation) : NULL);
	hash = hash_text(hash, finding->subject);
	if (occurrence > 0)
		hash = hash_text(hash, str_printf(arena, "%u", occurrence));
	return str_printf(arena, "%016" PRIx64, hash);
}

static const struct rule_level *configured_level(const struct rule_options *options, const char *rule)
{
	for (size_t i = 0; i < options->level_count; i++) {
		if (strcmp(options->levels[i].rule, rule) == 0)
			return &options->levels[i];
	}
	return NULL;
}

/* The floor of the floor of the tree's release: what began before it is history. Major 0: nothing is. */
static struct release age_limit(const struct rule_ctx *cx)
{
	struct release floor = stop_calendar_floor(&cx->calendar, cx->graph->release);
	return release_known(floor) ? stop_calendar_floor(&cx->calendar, floor) : floor;
}

static void settle_levels(struct rule_ctx *cx)
{
	struct release limit = age_limit(cx);
	vec_each(struct finding, finding, &cx->findings->list) {
		const struct rule_level *configured = configured_level(cx->options, finding->rule);
		if (configured)
			finding->level = configured->level;
		if (finding->level == LEVEL_ERROR && finding->certainty != CERTAINTY_PROVEN)
			finding->level = LEVEL_WARNING;
		if (release_known(limit) && release_known(finding->since) &&
		    release_compare_minor(finding->since, limit) < 0)
			finding->level = LEVEL_NOTE;
	}
}

static int compare_places(const struct finding *a, const struct finding *b)
{
	int order = strcmp(location_path(a->location), location_path(b->location));
	if (order)
		return order;
	if (a->location.offset != b->location.offset)
		return a->location.offset < b->location.offset ? -1 : 1;
	return strcmp(a->rule, b->rule);
}

static int compare_findings(const void *a, const void *b)
{
	const struct finding *left = a, *right = b;
	int order = compare_places(left, right);
	if (order == 0)
		order = str_compare(left->fingerprint, right->fingerprint);
	return order ? order : strcmp(left->message, right->message);
}

static bool same_finding(const struct finding *a, const struct finding *b)
{
	return compare_places(a, b) == 0 && str_equal(a->message, b->message);
}

/* Drops equals of a sorted list. */
static void drop_duplicates(struct result *out)
{
	size_t kept = 0;
	for (size_t i = 0; i < out->findings.count; i++) {
		if (kept && same_finding(&out->findings.items[kept - 1], &out->findings.items[i]))
			continue;
		out->findings.items[kept++] = out->findings.items[i];
	}
	out->findings.count = kept;
}

static int compare_fingerprints(const void *a, const void *b)
{
	const struct finding *left = *(const struct finding *const *)a, *right = *(const struct finding *const *)b;
	int order = strcmp(left->fingerprint, right->fingerprint);
	return order ? order : (left > right) - (left < right);
}

/* Gives findings with equal fingerprints different ones, in the order of the sorted list. */
static void number_fingerprints(struct arena *arena, struct result *out)
{
	size_t count = out->findings.count;
	struct finding **list = ARENA_ARRAY(arena, struct finding *, count);
	for (size_t i = 0; i < count; i++)
		list[i] = &out->findings.items[i];
	if (count)
		qsort(list, count, sizeof(*list), compare_fingerprints);
	unsigned occurrence = 0;
	const char *previous = NULL;
	for (size_t i = 0; i < count; i++) {
		const char *fingerprint = list[i]->fingerprint;
		occurrence = str_equal(previous, fingerprint) ? occurrence + 1 : 0;
		previous = fingerprint;
		if (occurrence)
			list[i]->fingerprint = finding_fingerprint(arena, list[i], occurrence);
	}
}

void result_count(struct result *result)
{
	result->errors = 0;
	result->warnings = 0;
	result->notes = 0;
	vec_each(struct finding, finding, &result->findings) {
		if (finding->suppressed_reason)
			continue;
		result->errors += finding->level == LEVEL_ERROR;
		result->warnings += finding->level == LEVEL_WARNING;
		result->notes += finding->level == LEVEL_NOTE;
	}
}

static void finish(struct rule_ctx *cx, struct result *out)
{
	settle_levels(cx);
	vec_each(struct finding, finding, &cx->findings->list) {
		finding->fingerprint = finding_fingerprint(cx->arena, finding, 0);
		vec_push(cx->arena, &out->findings, *finding);
	}
	if (out->findings.count)
		qsort(out->findings.items, out->findings.count, sizeof(*out->findings.items), compare_findings);
	drop_duplicates(out);
	number_fingerprints(cx->arena, out);
	result_count(out);
}

static bool stops_are_declared(const struct rule_ctx *cx)
{
	return cx->project->stops_declared || cx->graph->stops.count;
}

static bool requirements_met(const struct rule_ctx *cx, const struct rule *rule)
{
	if ((rule->requires & RULE_NEEDS_STOPS) && !stops_are_declared(cx))
		return false;
	if ((rule->requires & RULE_NEEDS_RELEASE) && !release_known(cx->graph->release))
		return false;
	if ((rule->requires & RULE_NEEDS_DATABASES) && cx->project->databases.count == 0)
		return false;
	return !(rule->requires & RULE_NEEDS_SCHEDULE) || cx->options->schedule;
}

/* Runs a rule once, the one that it waits for first. A chain of `after` is as long as the table at most. */
static void run_rule(struct rule_ctx *cx, const struct rule *const *list, size_t count, size_t index, bool *done)
{
	if (done[index])
		return;
	done[index] = true;
	for (size_t i = 0; list[index]->after && i < count; i++) {
		if (strcmp(list[i]->id, list[index]->after) == 0)
			run_rule(cx, list, count, i, done);
	}
	const struct rule_level *configured = configured_level(cx->options, list[index]->id);
	if ((configured && configured->off) || !requirements_met(cx, list[index]))
		return;
	cx->rule = list[index];
	list[index]->check(cx);
}

static void run_rules(struct rule_ctx *cx, const struct rule *const *list, size_t count, bool *done, bool last)
{
	for (size_t i = 0; i < count; i++) {
		if (!(list[i]->requires & RULE_RUNS_LAST) == !last)
			run_rule(cx, list, count, i, done);
	}
}

/* Without jobs or stops, silence must not be taken for consent. */
static void remark_what_is_missing(const struct rule_ctx *cx, struct result *out)
{
	/* the jobs of GitLab are known by their places; another product must know that it has none to find */
	if (!cx->graph->jobs.count && str_equal(cx->project->profile, "sql")) {
		names_push(
			cx->arena, &out->remarks,
			"no background job is known, so nothing depends on one: in SQL files '-- stopgraph: background "
			"NAME' begins one");
		return;
	}
	if (!cx->graph->jobs.count && !project_is_gitlab(cx->project)) {
		names_push(cx->arena, &out->remarks,
			   "no background job was found, so nothing depends on one: known are those of the gem "
			   "online_migrations and lists of out-of-band migrations");
		return;
	}
	if (!stops_are_declared(cx))
		names_push(cx->arena, &out->remarks,
			   "no declaration of upgrade stops was found: the rules that judge stops are silent, and no "
			   "dependency counts as protected by a stop");
}

void rules_run(struct arena *arena, const struct project *project, const struct graph *graph,
	       const struct rule_options *options, struct result *out)
{
	struct rule_findings findings = {0};
	struct rule_ctx cx = {
		.arena = arena,
		.project = project,
		.graph = graph,
		.options = options,
		.index = rule_index_new(arena, graph),
		.calendar = {.graph = graph, .schedule = options->schedule},
		.findings = &findings,
	};
	size_t count;
	const struct rule *const *list = rules_list(arena, &count);
	bool *done = ARENA_ARRAY(arena, bool, count);
	*out = (struct result){.project = project, .graph = graph, .tool_version = out->tool_version};
	run_rules(&cx, list, count, done, false);
	if (options->suppressions) {
		suppressions_apply(arena, options->suppressions, graph->release, findings.list.items,
				   findings.list.count);
		run_rules(&cx, list, count, done, true);
	}
	remark_what_is_missing(&cx, out);
	finish(&cx, out);
}
