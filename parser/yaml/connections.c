/* Which gitlab_schemas a database serves. */
#include "parser/yaml/events.h"
#include "parser/yaml/yaml.h"

struct database_connection *yaml_read_connection(struct arena *arena, const struct source *source, struct diags *diags)
{
	const struct yaml_node *root = yaml_read(arena, source, diags);
	const char *name = yaml_string(yaml_get(root, "name"), diags);

	if (!name) {
		struct location whole = {source, 0, 0};
		diag_add(diags, DIAG_yaml_value, whole, "no 'name'");
		return NULL;
	}
	struct database_connection *connection = ARENA_NEW(arena, struct database_connection);
	connection->name = name;
	yaml_strings(arena, yaml_get(root, "gitlab_schemas"), &connection->gitlab_schemas, diags);
	return connection;
}
