/* A guard that is not understood (OTHER) is a set of its own: it meets what is unguarded and nothing else. */
#include "graph/guards.h"

unsigned guard_installations(enum guard guard)
{
	switch (guard) {
	case GUARD_SELF_MANAGED:
		return INSTALLATIONS_SELF_MANAGED;
	case GUARD_GITLAB_COM:
		return INSTALLATION_GITLAB_COM;
	case GUARD_EE:
		return (unsigned)INSTALLATION_SELF_MANAGED_EE | (unsigned)INSTALLATION_GITLAB_COM;
	case GUARD_OTHER:
		return INSTALLATION_OTHER;
	case GUARD_NONE:
		break;
	}
	return INSTALLATIONS_SELF_MANAGED | INSTALLATIONS_ELSEWHERE;
}

enum guard guard_both(enum guard a, enum guard b)
{
	static const enum guard by_weight[] = {GUARD_OTHER, GUARD_GITLAB_COM, GUARD_EE, GUARD_SELF_MANAGED};

	for (size_t i = 0; i < sizeof(by_weight) / sizeof(by_weight[0]); i++) {
		if (a == by_weight[i] || b == by_weight[i])
			return by_weight[i];
	}
	return GUARD_NONE;
}

bool guard_is_self_managed(enum guard guard)
{
	return (guard_installations(guard) & INSTALLATIONS_SELF_MANAGED) != 0;
}
