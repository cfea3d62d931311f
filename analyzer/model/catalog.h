/* What is known about tables from structure.sql and from earlier migrations, as questions a reader of code may ask.
 * The graph's schema answers them; the parsers only see this interface, so that they know no versions and no order.
 * Every answer may be "not known". All strings live as long as the scan. */
#ifndef STOPGRAPH_MODEL_CATALOG_H
#define STOPGRAPH_MODEL_CATALOG_H

#include "analyzer/base/str.h"
#include "analyzer/model/effect.h"

struct catalog {
	void *payload;
	/* TRI_UNKNOWN when the table is not known at all. */
	enum tristate (*has_column)(void *payload, const char *table, const char *column);
	enum tristate (*has_table)(void *payload, const char *table);
	/* Columns in order, NULL when the table is not known. */
	const struct names *(*columns)(void *payload, const char *table);
	/* Primary key columns, NULL when not known. */
	const struct names *(*primary_key)(void *payload, const char *table);
	/* May the column hold NULL? */
	enum tristate (*is_nullable)(void *payload, const char *table, const char *column);
	/* Table of an index or constraint, by name; NULL when not known. */
	const char *(*index_table)(void *payload, const char *index);
	/* Every table with known columns but partitions and views, sorted; may be NULL. */
	const struct names *(*tables)(void *payload);
};

#endif
