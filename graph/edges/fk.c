#include "graph/walk.h"

const struct edge_kind edge_kind_fk = {.relation = RELATION_FK};
