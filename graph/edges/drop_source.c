#include "graph/walk.h"

const struct edge_kind edge_kind_drop_source = {.relation = RELATION_DROP_SOURCE};
