#include "graph/walk.h"

const struct edge_kind edge_kind_drop_target = {.relation = RELATION_DROP_TARGET};
