/* How a rule is explained to people; shared by `rules` and `explain`. */
#ifndef STOPGRAPH_CLI_RULE_TEXT_H
#define STOPGRAPH_CLI_RULE_TEXT_H

#include "analyzer/rule.h"

#include <stdio.h>

/* Prints one rule, with an empty line after it. */
void rule_print(const struct rule *rule, FILE *out);

#endif
