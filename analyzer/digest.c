/* The quick hash of base/hash.h: nobody gains by forging a digest of his own files. A file's time of change is in it
 * besides its time of writing, because tools that copy or unpack set the latter back. */
#include "analyzer/digest.h"

#include <inttypes.h>
#include <sys/stat.h>

/* A file that cannot be looked at counts as its name alone. */
static uint64_t add_file(uint64_t hash, const char *path)
{
	struct stat status;

	hash = hash_mix_text(hash, path);
	if (!path || stat(path, &status))
		return hash;
	const int64_t stamp[] = {status.st_size,        status.st_mtim.tv_sec,  status.st_mtim.tv_nsec,
				 status.st_ctim.tv_sec, status.st_ctim.tv_nsec, (int64_t)status.st_ino};
	return hash_mix(hash, stamp, sizeof(stamp));
}

static uint64_t add_inputs(uint64_t hash, struct arena *arena, const struct inputs *inputs, const char *folder)
{
	vec_each(const struct input, input, inputs) {
		struct arena_mark mark = arena_mark(arena);
		hash = add_file(hash, str_printf(arena, "%s/%s", folder, input->path));
		arena_pop(arena, mark);
	}
	return hash;
}

static char *hex(struct arena *arena, uint64_t hash)
{
	return str_printf(arena, "%016" PRIx64, hash);
}

char *digest_text(struct arena *arena, const char *text)
{
	return hex(arena, hash_mix_text(0, text));
}

char *digest_tree(struct analysis *analysis, const struct analysis_options *options)
{
	struct arena *arena = analysis->arena;
	struct diags dropped = diags_new(arena);
	struct inputs inputs = {0};
	struct names tags = {0};
	uint64_t hash = 0;

	/* a revision's name says what its files hold */
	if (!analysis->tree.revision) {
		inputs_list_paths(arena, &analysis->tree, &analysis->config.paths, &inputs, &dropped);
		hash = add_inputs(hash, arena, &inputs, options->folder);
	}
	hash = hash_mix_text(hash, analysis->tree.revision);
	hash = add_file(hash, analysis->config.path);
	hash = add_file(hash, analysis->releases_path);
	if (analysis->repository)
		repository_tags(analysis->repository, &tags);
	for (size_t i = 0; i < tags.count; i++)
		hash = hash_mix_text(hash, tags.items[i]);
	return hex(arena, hash);
}

char *digest_releases(const struct series *series, const struct series_options *options)
{
	const struct release limits[] = {options->first, options->last};
	uint64_t hash = hash_mix(0, limits, sizeof(limits));

	vec_each(const struct release_tag, tag, &series->tags) {
		hash = hash_mix_text(hash, tag->name);
		hash = hash_mix(hash, &tag->revision.commit, sizeof(tag->revision.commit));
	}
	hash = hash_mix(hash, series->here.config.digest, sizeof(series->here.config.digest));
	hash = hash_mix_text(hash, options->analysis->config);
	hash = add_file(hash, series->here.releases_path);
	return hex(series->arena, hash);
}
