/* GitLab is recognised by what no other product has: its files of declarations, the folder of its background jobs, or a
 * migration that says so. A product that copied one of its helpers into a module of its own is not meant.
 *
 * Awkward cases: the first releases of GitLab had nothing of that but its helpers, which their migrations include; a small
 * tree, such as one in a test, may have a single migration. */
#include "analyzer/scan/profile.h"

#include "analyzer/base/str.h"

#include <string.h>

static bool is_gitlab_file(const struct input *input)
{
	switch (input->role) {
	case INPUT_UPGRADE_PATH:
	case INPUT_JOB_DICTIONARY:
	case INPUT_TABLE_DICTIONARY:
	case INPUT_CONNECTION:
	case INPUT_LOOSE_FOREIGN_KEYS:
		return true;
	case INPUT_JOB:
		return strstr(input->path, "/background_migration/") != NULL;
	default:
		return str_starts_with(input->path, "ee/");
	}
}

static bool is_gitlab_migration(const struct migration *migration)
{
	return migration->superclass &&
	       (migration->gitlab_superclass || migration->milestone || migration->names_gitlab);
}

static bool has_role(const struct scan *scan, enum input_role role)
{
	vec_each(const struct input, input, &scan->inputs) {
		if (input->role == role)
			return true;
	}
	return false;
}

bool profile_has_migrations(const struct scan *scan)
{
	return has_role(scan, INPUT_MIGRATION) || has_role(scan, INPUT_POST_MIGRATION) || has_role(scan, INPUT_JOB) ||
	       has_role(scan, INPUT_SCRIPT) || has_role(scan, INPUT_OUT_OF_BAND);
}

bool profile_is_sql(const struct scan *scan, const char *configured)
{
	if (configured)
		return str_equal(configured, "sql");
	return has_role(scan, INPUT_SCRIPT) && !has_role(scan, INPUT_MIGRATION) &&
	       !has_role(scan, INPUT_POST_MIGRATION) && !has_role(scan, INPUT_JOB);
}

const char *profile_of(const struct scan *scan, const char *configured)
{
	if (configured)
		return configured;
	if (profile_is_sql(scan, NULL))
		return "sql";
	vec_each(const struct input, input, &scan->inputs) {
		if (is_gitlab_file(input))
			return "gitlab";
	}
	for (size_t i = 0; i < scan->project.migrations.count; i++) {
		if (is_gitlab_migration(scan->project.migrations.items[i]))
			return "gitlab";
	}
	return "rails";
}
