#include "graph/walk.h"

const struct edge_kind edge_kind_rejects_write = {.relation = RELATION_REJECTS_WRITE};
