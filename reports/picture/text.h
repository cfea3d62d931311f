/* Text of unknown origin in pictures. */
#ifndef STOPGRAPH_PICTURE_TEXT_H
#define STOPGRAPH_PICTURE_TEXT_H

#include "analyzer/base/str.h"

#include <stdio.h>

/* The text as valid UTF-8 without line breaks, control characters and noncharacters: each becomes U+FFFD. NULL gives
 * "". Lives in `arena`. */
const char *picture_clean(struct arena *arena, const char *text);

/* At most `limit` characters; what is longer loses its middle to an ellipsis. `text` is clean. Lives in `arena`. */
const char *picture_shorten(struct arena *arena, const char *text, size_t limit);

/* Writes clean text so that it is text in XML and HTML, inside double quotes, too. */
void picture_put_xml(FILE *out, const char *text);

/* About how many pixels clean text takes in a sans-serif font of `size` pixels, rather too many than too few. */
int picture_text_width(const char *text, int size);

#endif
