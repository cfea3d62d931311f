/* Every key is checked here, once; what uses a setting need not doubt it. */
#include "analyzer/config.h"

#include "analyzer/releases_git.h"
#include "parser/yaml/events.h"

static int reject(struct diags *diags, const struct yaml_node *node, const char *text)
{
	diag_add(diags, DIAG_config_invalid, node->location, "%s", text);
	return -1;
}

static int read_levels(struct arena *arena, const struct yaml_node *map, struct config *out, struct diags *diags)
{
	int status = 0;

	if (map->kind != YAML_MAP)
		return reject(diags, map, "'rules' is a map of rule ids to levels");
	for (size_t i = 0; i + 1 < map->count; i += 2) {
		const char *rule = yaml_string(map->items[i], NULL);
		const char *level = yaml_string(map->items[i + 1], NULL);
		if (rule && str_in(level, "off note warning error"))
			vec_push(arena, &out->levels, (struct config_level){rule, level, map->items[i]->location});
		else
			status = reject(diags, map->items[i + 1], "a level is one of off, note, warning, error");
	}
	return status;
}

static int read_release_tags(struct arena *arena, const struct yaml_node *value, struct config *out,
			     struct diags *diags)
{
	out->release_tags = yaml_string(value, NULL);
	if (!out->release_tags)
		return reject(diags, value, "'release_tags' is a regular expression");
	const char *problem = release_pattern_problem(arena, out->release_tags);
	if (!problem)
		return 0;
	diag_add(diags, DIAG_config_invalid, value->location, "'release_tags' cannot be used: %s", problem);
	return -1;
}

static int read_setting(struct arena *arena, const struct yaml_node *key, const struct yaml_node *value,
			struct config *out, struct diags *diags)
{
	const char *name = yaml_string(key, NULL);

	if (str_equal(name, "rules"))
		return read_levels(arena, value, out, diags);
	if (str_equal(name, "releases")) {
		out->releases = yaml_string(value, NULL);
		return out->releases ? 0 : reject(diags, value, "'releases' is a path");
	}
	if (str_equal(name, "release_tags"))
		return read_release_tags(arena, value, out, diags);
	if (str_equal(name, "default_branch")) {
		out->default_branch = yaml_string(value, NULL);
		return out->default_branch ? 0 : reject(diags, value, "'default_branch' is the name of a branch");
	}
	if (str_equal(name, "fail_on")) {
		out->fail_on = yaml_string(value, NULL);
		if (str_in(out->fail_on, "error warning note never"))
			return 0;
		return reject(diags, value, "'fail_on' is one of error, warning, note, never");
	}
	diag_add(diags, DIAG_config_invalid, key->location, "unknown setting '%s'", name ? name : "");
	return -1;
}

int config_read(struct arena *arena, const struct source *source, struct config *out, struct diags *diags)
{
	size_t before = diags->count;
	const struct yaml_node *root = yaml_read(arena, source, diags);
	int status = diags->count == before ? 0 : -1;

	out->path = source->path;
	if (!root)
		return status;
	if (root->kind != YAML_MAP)
		return reject(diags, root, "the configuration is a map of settings");
	for (size_t i = 0; i + 1 < root->count; i += 2) {
		if (read_setting(arena, root->items[i], root->items[i + 1], out, diags))
			status = -1;
	}
	return status;
}
