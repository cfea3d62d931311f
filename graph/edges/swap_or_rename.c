#include "graph/walk.h"

const struct edge_kind edge_kind_swap_or_rename = {.relation = RELATION_SWAP_OR_RENAME};
