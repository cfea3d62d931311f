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

/* The same questions to a catalog that may be NULL, or may lack the answer: "not known" then, as for names that are
 * NULL. */
static inline enum tristate catalog_has_column(const struct catalog *catalog, const char *table, const char *column)
{
	bool can_tell = catalog && catalog->has_column && table && column;

	return can_tell ? catalog->has_column(catalog->payload, table, column) : TRI_UNKNOWN;
}

static inline enum tristate catalog_has_table(const struct catalog *catalog, const char *table)
{
	return catalog && catalog->has_table && table ? catalog->has_table(catalog->payload, table) : TRI_UNKNOWN;
}

static inline enum tristate catalog_is_nullable(const struct catalog *catalog, const char *table, const char *column)
{
	bool can_tell = catalog && catalog->is_nullable && table && column;

	return can_tell ? catalog->is_nullable(catalog->payload, table, column) : TRI_UNKNOWN;
}

static inline const struct names *catalog_columns(const struct catalog *catalog, const char *table)
{
	return catalog && catalog->columns && table ? catalog->columns(catalog->payload, table) : NULL;
}

static inline const struct names *catalog_primary_key(const struct catalog *catalog, const char *table)
{
	return catalog && catalog->primary_key && table ? catalog->primary_key(catalog->payload, table) : NULL;
}

/* The primary key when it is one column; NULL when it is several, or not known. */
static inline const char *catalog_key_column(const struct catalog *catalog, const char *table)
{
	const struct names *key = catalog_primary_key(catalog, table);

	return key && key->count == 1 ? key->items[0] : NULL;
}

static inline const char *catalog_index_table(const struct catalog *catalog, const char *index)
{
	return catalog && catalog->index_table && index ? catalog->index_table(catalog->payload, index) : NULL;
}

static inline const struct names *catalog_tables(const struct catalog *catalog)
{
	return catalog && catalog->tables ? catalog->tables(catalog->payload) : NULL;
}

#endif
