/* The dictionary entry of a batched background migration. */
#include "parser/yaml/events.h"
#include "parser/yaml/yaml.h"

struct job_dictionary *yaml_read_job_dictionary(struct arena *arena, const struct source *source, struct diags *diags)
{
	const struct yaml_node *root = yaml_read(arena, source, diags);
	const struct yaml_node *class_name = yaml_get(root, "migration_job_name");
	const struct yaml_node *milestone = yaml_get(root, "milestone");
	const struct yaml_node *queued = yaml_get(root, "queued_migration_version");
	const struct yaml_node *finalized = yaml_get(root, "finalized_by");

	if (!yaml_string(class_name, diags)) {
		struct location whole = {source, 0, 0};
		diag_add(diags, DIAG_yaml_value, whole, "no 'migration_job_name'");
		return NULL;
	}
	struct job_dictionary *entry = ARENA_NEW(arena, struct job_dictionary);
	*entry = (struct job_dictionary){
		.path = source->path,
		.location = yaml_location(root, NULL),
		.class_name = yaml_string(class_name, NULL),
		.class_location = yaml_location(class_name, root),
		.milestone = yaml_string(milestone, diags),
		.milestone_location = yaml_location(milestone, root),
		.queued_version = yaml_string(queued, diags),
		.queued_version_location = yaml_location(queued, root),
		.finalized_by = yaml_string(finalized, diags),
		.finalized_by_location = yaml_location(finalized, root),
		.feature_category = yaml_string(yaml_get(root, "feature_category"), diags),
		.introduced_by_url = yaml_string(yaml_get(root, "introduced_by_url"), diags),
	};
	return entry;
}
