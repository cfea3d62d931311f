/* What record.c and record_names.c share. */
#ifndef STOPGRAPH_PARSER_RUBY_RECORD_H
#define STOPGRAPH_PARSER_RUBY_RECORD_H

#include "parser/ruby/records/relation.h"

struct value record_itself_value(struct relation *record);
/* The same row, of which it is not known whether there is one; other values as they are. */
struct value record_or_nil(struct interp *in, struct value value);
/* Keeps an attribute until the row is saved. */
void record_set(struct interp *in, struct relation *record, const char *name, struct value value);
/* Sends what is assigned as an UPDATE or INSERT; `touch`: with the time of the update. */
void record_send_assigned(struct interp *in, const struct call *call, struct relation *record, bool touch);
/* Adds the columns behind an encrypted attribute; false when it is none. */
bool record_encrypted_columns(struct interp *in, const struct relation *relation, struct hash *columns,
			      const char *name);
/* Model.encrypted_attributes of attr_encrypted: by name, with the column under :attribute. */
struct value record_encrypted_attributes(struct interp *in, const struct relation *model);
/* Is `name` among the names of the calls of a class-level macro (`attr_encrypted :a, :b, options`)? Gives the options. */
const struct hash *record_declares(const struct value *declared, const char *name, bool *found);
/* Methods that every row has. */
bool record_builtin_call(struct interp *in, const struct call *call, struct relation *record, struct value *result);

#endif
