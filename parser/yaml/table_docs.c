/* The dictionary entry of a table or view, living or deleted. */
#include "parser/yaml/events.h"
#include "parser/yaml/yaml.h"

#include <string.h>

static struct table_dictionary *entry_of(struct arena *arena, const struct source *source, const struct yaml_node *root,
					 struct diags *diags)
{
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
		.table = str_copy(arena, table ? table : view),
		.gitlab_schema = str_copy(arena, yaml_string(yaml_get(root, "gitlab_schema"), diags)),
		.milestone = str_copy(arena, yaml_string(yaml_get(root, "milestone"), diags)),
		.table_size = str_copy(arena, yaml_string(yaml_get(root, "table_size"), diags)),
		.is_deleted =
			yaml_string(yaml_get(root, "removed_in_milestone"), diags) || strstr(source->path, "/deleted_"),
	};
	struct names classes = {0};
	yaml_strings(arena, yaml_get(root, "classes"), &classes, diags);
	for (size_t i = 0; i < classes.count; i++)
		names_push(arena, &entry->classes, str_copy(arena, classes.items[i]));
	return entry;
}

/* There are a thousand of them, most of whose text is of no use. */
struct table_dictionary *yaml_read_table_dictionary(struct arena *arena, const struct source *source,
						    struct diags *diags)
{
	struct arena *scratch = arena_new();
	struct table_dictionary *entry = entry_of(arena, source, yaml_read(scratch, source, diags), diags);

	arena_free(scratch);
	return entry;
}
