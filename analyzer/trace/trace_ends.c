/* The two ends of a jump. Where release tags are, the target's tree is the one of its tag, and the jump runs what the
 * source's tag lacks: backports make releases overlap. A target that is not tagged yet may be the tree itself. */
#include "analyzer/analysis.h"
#include "analyzer/trace/trace.h"
#include "graph/map.h"
#include "parser/yaml/yaml.h"

#include <string.h>

static const char *read_release(struct arena *arena, const char *text, struct release *out)
{
	if (release_parse(text, out))
		return NULL;
	return str_printf(arena, "'%s' is no release: write it like 14.9 or 14.9.5", text);
}

const char *trace_read_releases(struct arena *arena, const char *from, const char *to, struct trace_jump *out)
{
	const char *problem = read_release(arena, from, &out->from);

	if (!problem)
		problem = read_release(arena, to, &out->to);
	if (problem)
		return problem;
	int order = release_compare_minor(out->from, out->to);
	if (order == 0 && out->from.patch >= 0 && out->to.patch >= 0)
		order = release_compare(out->from, out->to);
	else if (order == 0 && out->from.patch >= 0)
		order = -1;
	if (order >= 0)
		return str_printf(arena, "an upgrade leads to a later release, but %s is not before %s", from, to);
	return NULL;
}

/* The tag of a release; of one without a patch, that of the latest. Tags stand by release. */
static const struct release_tag *find_tag(const struct release_tags *tags, struct release release)
{
	const struct release_tag *found = NULL;
	int patch = release.patch > 0 ? release.patch : -1;

	vec_each(const struct release_tag, tag, tags) {
		if (release_compare_minor(tag->release, release) != 0 || !object_id_known(&tag->revision.tree))
			continue;
		if (release.patch < 0 || tag->release.patch == patch)
			found = tag;
	}
	return found;
}

static bool any_tree(const struct release_tags *tags)
{
	vec_each(const struct release_tag, tag, tags) {
		if (object_id_known(&tag->revision.tree))
			return true;
	}
	return false;
}

static const char *no_tag(struct arena *arena, const struct release_tags *tags, struct release release)
{
	struct names near = {0};

	vec_each(const struct release_tag, tag, tags) {
		if (release_compare_minor(tag->release, release) == 0)
			names_push(arena, &near, tag->name);
	}
	if (near.count)
		return str_printf(arena, "there is no release tag of %s; there are %s", release_text(arena, release),
				  names_join(arena, &near, ", "));
	if (tags->count == 1)
		return str_printf(arena, "there is no release tag of %s; the only one is %s",
				  release_text(arena, release), tags->items[0].name);
	return str_printf(arena, "there is no release tag of %s; they go from %s to %s", release_text(arena, release),
			  tags->items[0].name, vec_last(tags)->name);
}

void trace_read_source(struct analysis *here, const struct analysis *target, struct trace_jump *jump)
{
	struct shipped_migrations shipped = {0};
	struct release_walk walk = {.repository = here->repository, .places = &target->scan->places};

	if (!jump->from_tree)
		return;
	struct map *keys = ARENA_NEW(here->arena, struct map);
	*keys = map_new(here->arena);
	migrations_of_revision(here->arena, &walk, &jump->from_tree->revision, &shipped);
	vec_each(struct shipped_migration, item, &shipped)
		map_put(keys, item->key, item);
	jump->before = keys;
}

/* The stops that the tree before us declares: more is known by now than at the target. */
static void read_stops(struct analysis *here, struct trace_jump *jump)
{
	struct diags ignored = diags_new(here->arena);
	struct input input = {.path = "config/upgrade_path.yml"};
	struct project project = {0};
	struct source *source = input_read(here->arena, &here->tree, &input, &ignored);

	if (source)
		yaml_read_upgrade_path(here->arena, source, &project, &ignored);
	vec_each(const struct declared_stop, stop, &project.stops)
		vec_push(here->arena, &jump->later_stops, *stop);
}

const char *trace_find_ends(struct analysis *here, struct trace_jump *jump, const char **revision_out)
{
	struct release_tags_options options = {.repository = here->repository, .pattern = here->config.release_tags};
	struct release_tags tags = {0};

	*revision_out = NULL;
	if (!here->repository || repository_is_shallow(here->repository))
		return NULL;
	release_tags_read(here->arena, &options, &tags, &here->diags);
	if (!any_tree(&tags))
		return NULL;
	const struct release_tag *from = find_tag(&tags, jump->from);
	const struct release_tag *to = find_tag(&tags, jump->to);
	if (!from)
		return no_tag(here->arena, &tags, jump->from);
	if (!to && release_compare_minor(jump->to, vec_last(&tags)->release) <= 0)
		return no_tag(here->arena, &tags, jump->to);
	jump->from = from->release;
	jump->from_tag = from->name;
	jump->from_tree = from;
	read_stops(here, jump);
	if (to) {
		jump->to = to->release;
		jump->to_tag = to->name;
		*revision_out = to->revision.name;
	}
	return NULL;
}

const char *trace_check_target(struct arena *arena, const struct graph *graph, const struct trace_jump *jump)
{
	int order = release_compare_minor(jump->to, graph->release);

	if (jump->to_tag || order == 0 || (order < 0 && !jump->before))
		return NULL;
	if (!release_known(graph->release))
		return "the release of the tree is not known, so it cannot stand for a release";
	return str_printf(arena, "the release %s is not known: the tree is of %s", release_text(arena, jump->to),
			  release_text(arena, graph->release));
}
