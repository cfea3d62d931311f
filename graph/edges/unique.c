#include "graph/walk.h"

const struct edge_kind edge_kind_unique = {.relation = RELATION_UNIQUE};
