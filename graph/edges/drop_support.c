#include "graph/walk.h"

const struct edge_kind edge_kind_drop_support = {.relation = RELATION_DROP_SUPPORT};
