/* Both sides are whole trees, because a change of one file can make a finding about another: a new queue makes an old
 * migration its dependent. So the base is analysed like the tree, but only when a file of the profile differs, and
 * before the tree, so that both are never in memory together.
 *
 * Rules and levels are those of the new side for both: switching a rule on is no new mistake. */
#include "analyzer/changes.h"

#include "analyzer/cache/contents.h"
#include "analyzer/reach/reach.h"
#include "analyzer/rules.h"

#include <string.h>

static int no_base(struct analysis *now, const char *text)
{
	const char *more = now->repository && repository_is_shallow(now->repository)
				   ? "; this clone is shallow: run 'git fetch --unshallow', or fetch with more depth"
				   : "";

	diag_add(&now->diags, DIAG_git_base, (struct location){0}, "%s%s", text, more);
	return -1;
}

static int find_named(struct analysis *now, const char *name, struct revision *out)
{
	if (repository_revision(now->repository, name, out, NULL) == 0)
		return 0;
	/* "HEAD~1" is none of the remote's names */
	const char *fetch = strpbrk(name, "~^@:") ? "" : str_printf(now->arena, "run 'git fetch origin %s', or ", name);
	return no_base(
		now, str_printf(now->arena, "the base '%s' is not in this clone: %sgive another --base", name, fetch));
}

/* A branch, rather as the remote has it than as it may have been left behind here. */
static bool find_branch(struct analysis *now, const char *name, struct revision *out)
{
	const char *remote = str_printf(now->arena, "refs/remotes/origin/%s", name);
	const char *local = str_printf(now->arena, "refs/heads/%s", name);

	return repository_revision(now->repository, remote, out, NULL) == 0 ||
	       repository_revision(now->repository, local, out, NULL) == 0;
}

static bool find_default_branch(struct analysis *now, struct revision *out)
{
	return repository_revision(now->repository, "refs/remotes/origin/HEAD", out, NULL) == 0 ||
	       find_branch(now, "main", out) || find_branch(now, "master", out);
}

static int find_merge_base(struct analysis *now, const char *branch, struct revision *out)
{
	struct revision tip, target;

	if (now->revision.name && object_id_known(&now->revision.commit))
		tip = now->revision;
	else if (repository_revision(now->repository, "HEAD", &tip, NULL))
		return no_base(now, "there is no commit yet to compare with: give --all for the whole tree");
	if (branch && !find_branch(now, branch, &target) && repository_revision(now->repository, branch, &target, NULL))
		return no_base(now,
			       str_printf(now->arena,
					  "the branch '%s' is not in this clone: run 'git fetch origin %s', or give "
					  "--base",
					  branch, branch));
	if (!branch && !find_default_branch(now, &target))
		return no_base(now, "the default branch is not known: give --base, set default_branch in "
				    ".stopgraph.yml, or give --all for the whole tree");
	if (repository_merge_base(now->repository, &tip, &target, out) == 0)
		return 0;
	return no_base(now, str_printf(now->arena, "there is no common ancestor with '%s': give --base",
				       branch ? branch : "the default branch"));
}

int changes_find_base(struct analysis *now, const struct base_request *request, struct revision *out)
{
	const char *branch = request->target ? request->target : now->config.default_branch;

	if (!now->repository)
		return no_base(now,
			       "there is no git repository to compare with: give --all for the whole tree, or files");
	if (request->revision)
		return find_named(now, request->revision, out);
	if (request->merge_base)
		return find_named(now, request->merge_base, out);
	return find_merge_base(now, branch, out);
}

/* --- differences --- */

/* The id of an input's bytes; false when it cannot be told. */
static bool content_of(struct analysis *now, struct input *input, struct object_id *out)
{
	bool is_known = input->has_content;

	if (!is_known && now->contents)
		is_known = contents_know(now->contents, input);
	if (!is_known)
		return repository_file_id(now->repository, input->path, out);
	*out = input->content;
	return true;
}

/* Has a file other bytes, or is it in one of the trees only? */
static bool file_differs(struct arena *arena, const struct tree *left, const struct tree *right, const char *path)
{
	struct diags ignored = diags_new(arena);
	struct input input = {.path = path};
	struct source *a = tree_has_file(arena, left, path) ? input_read(arena, left, &input, &ignored) : NULL;
	struct source *b = tree_has_file(arena, right, path) ? input_read(arena, right, &input, &ignored) : NULL;

	if (!a || !b)
		return a || b;
	return a->length != b->length || memcmp(a->bytes, b->bytes, a->length) != 0;
}

/* The configuration, the mitigations file, and the files with recorded workarounds are no inputs of the profile. */
static bool other_files_differ(struct arena *arena, const struct analysis *now, const struct tree *base)
{
	const char *mitigations = now->config.mitigations ? now->config.mitigations : CONFIG_MITIGATIONS_DEFAULT;
	bool differ = file_differs(arena, base, &now->tree, ".stopgraph.yml") ||
		      file_differs(arena, base, &now->tree, mitigations);

	vec_each(const struct mitigation, mitigation, &now->mitigations.items) {
		for (size_t i = 0; i < mitigation->paths.count && !differ; i++)
			differ = file_differs(arena, base, &now->tree, mitigation->paths.items[i]);
	}
	return differ;
}

/* The files of the profile in the base. A tree with the same id is the same tree. */
static void list_base(struct arena *arena, const struct analysis *now, const struct analysis_options *options,
		      const struct revision *base, struct kept_listing *out)
{
	struct hash_part parts[] = {{"listing", 7},
				    {program_digest(), strlen(program_digest())},
				    {base->tree.bytes, sizeof(base->tree.bytes)},
				    {now->config.digest, sizeof(now->config.digest)}};
	struct diags ignored = diags_new(arena);
	struct inputs inputs = {0};
	struct cache_key key;
	struct tree tree;

	hash_parts(parts, sizeof(parts) / sizeof(parts[0]), key.bytes);
	if (kept_get(arena, options->cache, &key, &shape_listing, out))
		return;
	tree_open_revision(arena, now->repository, base, &tree);
	inputs_list_paths(arena, &tree, &now->config.paths, &inputs, &ignored);
	tree_close(&tree);
	vec_each(const struct input, input, &inputs)
		vec_push(arena, &out->list, (struct kept_entry){input->path, input->content});
	/* what cannot be listed now may be there the next time */
	if (ignored.count == 0)
		kept_put(options->cache, &key, &shape_listing, out);
}

static void take_difference(struct analysis *now, const struct input *input, struct changed_files *out)
{
	if (input->role == INPUT_MIGRATION || input->role == INPUT_POST_MIGRATION)
		names_push(now->arena, &out->migrations, input->path);
	else
		out->others = true;
}

/* Both lists are by path. */
static void compare_listings(struct analysis *now, const struct kept_listing *before, struct changed_files *out)
{
	size_t at = 0;

	vec_each(struct input, input, &now->inputs) {
		const struct kept_entry *entry = NULL;
		struct object_id id;
		int order = 1;
		while (at < before->list.count && (order = strcmp(before->list.items[at].path, input->path)) < 0) {
			out->others = true; /* it is gone */
			at++;
		}
		if (at < before->list.count && order == 0)
			entry = &before->list.items[at++];
		if (!content_of(now, input, &id) || !entry || !object_id_equal(&entry->content, &id))
			take_difference(now, input, out);
	}
	out->others = out->others || at < before->list.count;
}

bool changes_any(struct analysis *now, const struct analysis_options *options, const struct revision *base,
		 struct changed_files *out)
{
	struct arena *arena = arena_new();
	struct kept_listing before = {0};
	struct tree tree;

	*out = (struct changed_files){.others = false};
	list_base(arena, now, options, base, &before);
	analysis_list(now, options);
	tree_open_revision(arena, now->repository, base, &tree);
	out->others = other_files_differ(arena, now, &tree);
	tree_close(&tree);
	compare_listings(now, &before, out);
	arena_free(arena);
	return out->others || out->migrations.count;
}

/* Everything that the findings at the base depend on. The files of its tree have the tree's id; what is left are the
 * configuration, files outside of the tree, and the releases of the repository. */
static void name_base(struct analysis *now, const struct analysis_options *options, const struct revision *base,
		      const char *kind, struct cache_key *out)
{
	struct source *releases = analysis_read_releases(now, options);
	struct strbuf tags = strbuf_new(now->arena);

	if (!repository_is_shallow(now->repository))
		repository_tags_text(now->repository, &tags);
	const char *text = strbuf_finish(&tags);
	struct hash_part parts[] = {
		{kind, strlen(kind)},
		{program_digest(), strlen(program_digest())},
		{base->commit.bytes, sizeof(base->commit.bytes)},
		{base->tree.bytes, sizeof(base->tree.bytes)},
		{now->config.digest, sizeof(now->config.digest)},
		{releases ? releases->bytes : "", releases ? releases->length : 0},
		{text, strlen(text)},
	};
	hash_parts(parts, sizeof(parts) / sizeof(parts[0]), out->bytes);
}

static int analyse_base(struct arena *arena, const struct analysis_options *options, struct analysis *now,
			const struct revision *base, struct names *out)
{
	struct analysis_options wanted = *options;
	struct analysis there;

	wanted.revision = base->name;
	wanted.staged = false;
	wanted.base = NULL;
	wanted.config_in_use = &now->config;
	analysis_init(&there);
	int status = analysis_run(&there, &wanted, ANALYSIS_FINDINGS);
	/* what was suppressed and is so no longer is new */
	vec_each(struct finding, finding, &there.result.findings) {
		if (!finding->suppressed_reason)
			names_push(arena, out, str_copy(arena, finding->fingerprint));
	}
	names_sort(out);
	if (status == 0 && options->cache) {
		struct cache_key key;
		name_base(now, options, base, "reach", &key);
		reach_keep(&there, options->cache, &key);
	}
	vec_each(struct diag, diag, &there.diags) {
		if (diag->code == DIAG_none_found)
			status = 0;
		else if (status && diag_code_severity(diag->code) == DIAG_SEVERITY_ERROR)
			diag_add(&now->diags, DIAG_git_base, (struct location){0}, "the base cannot be analysed: %s",
				 diag->text);
	}
	analysis_done(&there);
	return status;
}

int changes_known(struct arena *arena, const struct analysis_options *options, struct analysis *now,
		  const struct revision *base, struct names *out)
{
	struct kept_fingerprints kept = {0};
	struct cache_key key;

	if (!object_id_known(&base->tree))
		return 0;
	if (!options->cache)
		return analyse_base(arena, options, now, base, out);
	name_base(now, options, base, "base", &key);
	if (kept_get(arena, options->cache, &key, &shape_fingerprints, &kept)) {
		*out = kept.list;
		return 0;
	}
	int status = analyse_base(arena, options, now, base, out);
	kept.list = *out;
	if (status == 0)
		kept_put(options->cache, &key, &shape_fingerprints, &kept);
	return status;
}

/* Findings that were suppressed are in no list of known ones: a tree with any has them all in its result. */
bool changes_are_harmless(const struct analysis_options *options, struct analysis *now, const struct revision *base,
			  const struct names *known, const struct changed_files *changed)
{
	struct cache_key key;

	if (changed->others || !options->cache || !now->contents || !object_id_known(&base->tree))
		return false;
	name_base(now, options, base, "reach", &key);
	struct reach *reach = reach_new(&(struct reach_request){.arena = now->arena,
								.file = options->cache,
								.key = &key,
								.contents = now->contents,
								.changed = &changed->migrations});
	if (!reach || !reach_analyse(reach, now, options))
		return false;
	changes_keep_new(&now->result, known);
	if (now->result.findings.count == 0)
		return true;
	analysis_forget(now);
	return false;
}

void changes_keep_new(struct result *result, const struct names *known)
{
	size_t kept = 0;

	for (size_t i = 0; i < result->findings.count; i++) {
		if (!names_has_sorted(known, result->findings.items[i].fingerprint))
			result->findings.items[kept++] = result->findings.items[i];
	}
	result->findings.count = kept;
	result_count(result);
}
