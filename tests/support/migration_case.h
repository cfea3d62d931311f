/* Tables of {superclass, body of `up`, effects}: what the migration helpers make of a call.
 *
 *     {"2.3", "drop_table :shelves", "drop table shelves() -\n"},
 *
 * A version below 4 is the product's own migration class, others are ActiveRecord's. */
#ifndef STOPGRAPH_TESTS_MIGRATION_CASE_H
#define STOPGRAPH_TESTS_MIGRATION_CASE_H

#include <stddef.h>

struct migration_case {
	const char *version;
	const char *ruby;
	const char *effects; /* as effects_text() writes them */
};

/* Evaluates every case and compares; fails the running test with the first one that differs. */
void check_migration_cases(const struct migration_case *cases, size_t count);

#define CHECK_MIGRATION_CASES(cases) check_migration_cases(cases, sizeof(cases) / sizeof((cases)[0]))

#endif
