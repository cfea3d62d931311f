/* On which installations something runs, as sets that can be intersected. */
#ifndef STOPGRAPH_GRAPH_GUARDS_H
#define STOPGRAPH_GRAPH_GUARDS_H

#include "analyzer/model/effect.h"

enum installation {
	INSTALLATION_SELF_MANAGED_CE = 1u << 0,
	INSTALLATION_SELF_MANAGED_EE = 1u << 1,
	INSTALLATION_GITLAB_COM = 1u << 2,
	INSTALLATION_OTHER = 1u << 3, /* what a condition that is not understood lets through */
};

#define INSTALLATIONS_SELF_MANAGED ((unsigned)INSTALLATION_SELF_MANAGED_CE | (unsigned)INSTALLATION_SELF_MANAGED_EE)
#define INSTALLATIONS_ELSEWHERE ((unsigned)INSTALLATION_GITLAB_COM | (unsigned)INSTALLATION_OTHER)

/* The set of installations a guard lets through. */
unsigned guard_installations(enum guard guard);

/* The guard of what needs both; meaningful only when the sets meet. */
enum guard guard_both(enum guard a, enum guard b);

/* Does it run on self-managed instances, for which verdicts are given? */
bool guard_is_self_managed(enum guard guard);

#endif
