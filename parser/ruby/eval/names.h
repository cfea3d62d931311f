/* Names that the product generates when the caller of a migration helper gives none.
 *
 * A hash is the first hexadecimal digits of SHA-256 of a text built from the table and column names as they were given
 * (a schema prefix included). The formulas are those of Rails' schema statements and of the product's migration
 * helpers; each was compared with the names in a released structure.sql. All results live in `arena`. */
#ifndef STOPGRAPH_PARSER_RUBY_NAMES_H
#define STOPGRAPH_PARSER_RUBY_NAMES_H

#include "analyzer/base/str.h"

/* `prefix` followed by the first `digits` (at most 64) hexadecimal digits of the SHA-256 of `text`. */
char *name_hashed(struct arena *arena, const char *prefix, const char *text, unsigned digits);

/* Rails: index_<table>_on_<column>_and_<column>; an expression is reduced to its words. */
char *name_index(struct arena *arena, const char *table, const struct names *columns);
/* Rails from 7.1 on: a name of more than 62 bytes is cut, as idx_on_<column>_<column>_<hash of the long name>. */
char *name_short_index(struct arena *arena, const char *table, const struct names *columns);
/* `prefix` ("fk_", "fk_rails_") + hash of <table>_<columns joined by _>_fk. */
char *name_foreign_key(struct arena *arena, const char *prefix, const char *table, const struct names *columns);
/* check_ + hash of <table>_<column>_check_<type>; type is "max_length", "not_null", "num_nonnulls" ... */
char *name_check(struct arena *arena, const char *table, const char *column, const char *type);
/* Several columns are sorted and joined first, as for num_nonnulls. */
char *name_multi_check(struct arena *arena, const char *table, const struct names *columns, const char *type);
/* Rails' own check constraints: chk_rails_ + hash of <table>_<expression>_chk. */
char *name_rails_check(struct arena *arena, const char *table, const char *expression);

/* Rails' unique constraints: uniq_rails_ + hash of <table>_<columns joined by _and_>_unique. */
char *name_rails_unique(struct arena *arena, const char *table, const struct names *columns);
/* Rails' exclusion constraints: excl_rails_ + hash of <table>_<expression>_excl. */
char *name_rails_exclusion(struct arena *arena, const char *table, const char *expression);

/* One-way copy trigger and its function: trigger_ + hash of <table>_<from1>_<to1>_<from2>_<to2>... */
char *name_copy_trigger(struct arena *arena, const char *table, const struct names *from, const struct names *to);
/* Two-way rename: one trigger for each `operation` "insert", "update_old", "update_new". */
char *name_rename_trigger(struct arena *arena, const char *table, const char *old, const char *new_name,
			  const char *operation);
/* Trigger and function that assign a sharding key. */
char *name_sharding_trigger(struct arena *arena, const char *table, const char *sharding_key);

/* The partitioned copy of a table; `legacy` for the formula of the 13.x releases (<table>_part_...). */
char *name_partitioned_copy(struct arena *arena, const char *table, bool legacy);
char *name_sync_function(struct arena *arena, const char *table);
char *name_sync_trigger(struct arena *arena, const char *table);
/* Index of a partition ("schema.partition") that belongs to the parent's index. */
char *name_partition_index(struct arena *arena, const char *partition, const char *parent_index);
char *name_bigint_index(struct arena *arena, const char *index);
char *name_bigint_column(struct arena *arena, const char *column);

#endif
