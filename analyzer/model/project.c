/* Questions about a project that several layers ask. */
#include "analyzer/model/project.h"

bool project_is_gitlab(const struct project *project)
{
	return !project || !project->profile || str_equal(project->profile, "gitlab");
}
