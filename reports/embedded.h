/* Files of this folder that the program carries: reports/embed.py makes C source of them while it is built. */
#ifndef STOPGRAPH_EMBEDDED_H
#define STOPGRAPH_EMBEDDED_H

extern const char embedded_dark_css[];
extern const char embedded_picture_css[];

#endif
