/* What record.c and record_names.c share. */
#ifndef STOPGRAPH_PARSER_RUBY_RECORD_H
#define STOPGRAPH_PARSER_RUBY_RECORD_H

#include "parser/ruby/records/relation.h"

struct value record_itself_value(struct relation *record);
/* The same row, of which it is not known whether there is one; other values as they are. */
struct value record_or_nil(struct interp *in, struct value value);
/* Keeps an attribute until the row is saved. */
void record_set(struct interp *in, struct relation *record, const char *name, struct value value);
/* Keeps all of a hash. */
void record_set_all(struct interp *in, struct relation *record, const struct hash *attributes);
/* Sends what is assigned as an INSERT. */
void record_insert(struct interp *in, const struct call *call, struct relation *record);
/* Sends what is assigned as an UPDATE or INSERT; `touch`: with the time of the update. */
void record_send_assigned(struct interp *in, const struct call *call, struct relation *record, bool touch);
/* Adds the columns behind an encrypted attribute; false when it is none. */
bool record_encrypted_columns(struct interp *in, const struct relation *relation, struct hash *columns,
			      const char *name);
/* Model.encrypted_attributes of attr_encrypted: by name, with the column under :attribute. */
struct value record_encrypted_attributes(struct interp *in, const struct relation *model);
/* Is `name` among the names of the calls of a class-level macro (`attr_encrypted :a, :b, options`)? Gives the
 * options. */
const struct hash *record_declares(const struct array *calls, const char *name, bool *found);
/* callbacks.c: the column that holds an attribute of another name; NULL when there is none. `is_part`: it is only a
 * part of what the column holds. */
const char *record_column_behind(struct interp *in, const struct relation *relation, const char *name, bool *is_part);
/* Runs what the model declares under these names (a NULL ends them) on the row. */
void record_callbacks(struct interp *in, const struct call *call, struct relation *record, const char *const *macros);
/* Deletes what is declared to go with the rows (`dependent:`). */
void record_delete_dependents(struct interp *in, const struct call *call, const struct relation *rows);

#endif
