/* Two patch releases of one minor often have the same files but for VERSION, of which only major and minor count. What lies
 * outside of the listed files makes the origin unknown: recorded workarounds, which are looked for in any file, a releases
 * file of the tree's own. The tree that the release is compared with belongs to it. */
#include "analyzer/series_origin.h"

#include <string.h>

struct parts {
	struct arena *arena;
	VEC(struct hash_part) list;
};

static void add(struct parts *parts, const void *bytes, size_t length)
{
	vec_push(parts->arena, &parts->list, (struct hash_part){bytes, length});
}

static void add_text(struct parts *parts, const char *text)
{
	add(parts, text ? text : "", text ? strlen(text) + 1 : 0);
}

/* "11.1.4" -> "11.1"; NULL when it is not that plain. */
static const char *minor_of(struct arena *arena, const struct analysis *analysis, const struct input *version)
{
	struct diags ignored = diags_new(arena);
	struct release release;
	const struct source *source = input_read(arena, &analysis->tree, version, &ignored);

	if (!source || !release_parse(str_copy_n(arena, source->bytes, source->length), &release))
		return NULL;
	release.patch = -1;
	return release_text(arena, release);
}

/* False when the release of the tree is told by something else than a VERSION file. */
static bool add_release(struct parts *parts, const struct analysis *analysis, const struct input *version,
			const struct release_tags *tags)
{
	struct release release;
	const char *minor = version ? minor_of(parts->arena, analysis, version) : NULL;

	if (!minor || !release_parse(minor, &release))
		return false;
	const struct release_tag *before = release_tag_before(tags, release, analysis->revision.time);
	add_text(parts, minor);
	add_text(parts, before ? before->name : NULL);
	return true;
}

/* False when it is not known what some input holds. */
static bool look_at_inputs(const struct analysis *analysis, const struct input **version_out)
{
	vec_each(const struct input, input, &analysis->inputs) {
		if (input->role == INPUT_VERSION)
			*version_out = input;
		else if (!input->has_content)
			return false;
	}
	return true;
}

struct series_origin series_origin_of(const struct analysis *analysis, const struct analysis_options *options,
				      const struct release_tags *tags)
{
	struct series_origin origin = {.is_known = false};
	struct parts parts = {.arena = arena_new()};
	const struct input *version = NULL;
	const struct config *config = &analysis->config;
	bool reads_more = analysis->mitigations.source || config->mitigations || config->releases;

	add(&parts, config->digest, sizeof(config->digest));
	add_text(&parts, options->config);
	if (!reads_more && look_at_inputs(analysis, &version) && add_release(&parts, analysis, version, tags)) {
		origin.inputs = &analysis->inputs;
		hash_parts(parts.list.items, parts.list.count, origin.digest);
		origin.is_known = true;
	}
	arena_free(parts.arena);
	return origin;
}

/* The next input but VERSION; NULL behind the last one. */
static const struct input *next_of(const struct inputs *inputs, size_t *at)
{
	while (*at < inputs->count && inputs->items[*at].role == INPUT_VERSION)
		(*at)++;
	return *at < inputs->count ? &inputs->items[(*at)++] : NULL;
}

static bool same_inputs(const struct inputs *left, const struct inputs *right)
{
	size_t at = 0, right_at = 0;

	for (;;) {
		const struct input *a = next_of(left, &at);
		const struct input *b = next_of(right, &right_at);
		if (!a || !b)
			return a == b;
		if (strcmp(a->path, b->path) != 0 || a->is_link != b->is_link ||
		    memcmp(&a->content, &b->content, sizeof(a->content)) != 0)
			return false;
	}
}

bool series_origin_equal(const struct series_origin *a, const struct series_origin *b)
{
	return a->is_known && b->is_known && memcmp(a->digest, b->digest, sizeof(a->digest)) == 0 &&
	       same_inputs(a->inputs, b->inputs);
}
