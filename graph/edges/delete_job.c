#include "graph/walk.h"

const struct edge_kind edge_kind_delete_job = {.relation = RELATION_DELETE_JOB};
