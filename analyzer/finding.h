/* A finding: what a rule says about one place, with the edges and facts that prove it. */
#ifndef STOPGRAPH_FINDING_H
#define STOPGRAPH_FINDING_H

#include "graph/graph.h"

enum level { LEVEL_NOTE, LEVEL_WARNING, LEVEL_ERROR };

enum fix_kind { FIX_GATE, FIX_POSTPONE, FIX_STOP, FIX_EDIT };

struct fix {
	enum fix_kind kind;
	const char *text;           /* what to do, for people */
	const char *release;        /* the release to postpone to, or to declare; NULL for a gate */
	struct location edit_place; /* bytes that edit_text would take the place of; source NULL: no edit */
	const char *edit_text;      /* NULL: no edit */
};

struct finding {
	const char *rule;
	enum level level;
	const char *message;      /* one sentence, lower case, no full stop */
	struct location location; /* the primary place */
	const char *fingerprint;  /* 16 hex digits; no line numbers in it */
	const struct edge *edge;  /* NULL for findings without one */
	const struct job *job;    /* NULL when none is concerned */
	const char *dependent;    /* version, NULL */
	const char *subject;  /* "table.column,column" or what else it is about; part of the fingerprint, never NULL */
	struct release since; /* release whose age decides whether it is only a note; unknown: it never ages */
	enum certainty certainty;
	VEC(struct link) evidence;         /* chain order */
	const char *fails_from, *fails_to; /* upgrades from .. to that fail; NULL when not applicable */
	VEC(struct fix) fixes;             /* best first */
	const char *suppressed_reason;     /* NULL: not suppressed */
	const char *suppressed_until;      /* release up to which that holds, NULL: for ever */
	const char *suppressed_source;     /* "path:line" of the comment or entry, or the baseline file */
	bool suppressed_in_source;         /* by a comment in the code */
};

/* "note", "warning", "error" */
const char *level_name(enum level level);
/* The level of such a name; false for any other. */
bool level_find(const char *name, enum level *out);

#endif
