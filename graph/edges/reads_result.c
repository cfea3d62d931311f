#include "graph/walk.h"

const struct edge_kind edge_kind_reads_result = {.relation = RELATION_READS_RESULT};
