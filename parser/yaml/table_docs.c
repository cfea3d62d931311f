/* The dictionary entry of a table or view, living or deleted. */
#include "parser/yaml/events.h"
#include "parser/yaml/yaml.h"

#include <string.h>

struct table_dictionary *yaml_read_table_dictionary(struct arena *arena, const struct source *source,
						    struct diags *diags)
{
	const struct yaml_node *root = yaml_read(arena, source, diags);
	const char *view = yaml_string(yaml_get(root, "view_name"), diags);
	const char *table = yaml_string(yaml_get(root, "table_name"), diags);

	if (!table && !view) {
		struct location whole = {source, 0, 0};
		diag_add(diags, DIAG_yaml_value, whole, "neither 'table_name' nor 'view_name'");
		return NULL;
	}
	struct table_dictionary *entry = ARENA_NEW(arena, struct table_dictionary);
	*entry = (struct table_dictionary){
		.path = source->path,
		.table = table ? table : view,
		.gitlab_schema = yaml_string(yaml_get(root, "gitlab_schema"), diags),
		.milestone = yaml_string(yaml_get(root, "milestone"), diags),
		.table_size = yaml_string(yaml_get(root, "table_size"), diags),
		.is_deleted =
			yaml_string(yaml_get(root, "removed_in_milestone"), diags) || strstr(source->path, "/deleted_"),
	};
	yaml_strings(arena, yaml_get(root, "classes"), &entry->classes, diags);
	return entry;
}
