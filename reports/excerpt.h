/* How text for people shows a place: by its path, and by a line of source with the place underlined:
 *
 *        12 |     validate_not_null_constraint :notes, :namespace_id
 *           |     ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
 *
 * Tabs become blanks up to the next multiple of 8, invalid bytes and control characters become U+FFFD, lines that are
 * too long are cut with "..." around the place. Of a place over several lines the first is shown. */
#ifndef STOPGRAPH_EXCERPT_H
#define STOPGRAPH_EXCERPT_H

#include "reports/style.h"

/* "path:line:column:"; of a place without bytes "path:", of none nothing. */
void place_add(struct styled *s, struct location location);

/* "label:", behind a blank unless at the start of a line. */
void label_add(struct styled *s, enum style style, const char *label);

/* Adds the two lines; nothing when the location has no bytes. */
void excerpt_add(struct styled *s, struct location location, enum style caret_style);

#endif
