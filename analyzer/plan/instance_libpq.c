/* The name is that of the interface which libpq has had since PostgreSQL 8.2. */
#include "analyzer/plan/instance_libpq.h"

#include <dlfcn.h>

bool libpq_load(struct libpq *out)
{
	void *library = dlopen("libpq.so.5", RTLD_NOW | RTLD_LOCAL);

	if (!library)
		return false;
#define X(name)                                                                                                        \
	*(void **)&out->name = dlsym(library, #name);                                                                  \
	if (!out->name)                                                                                                \
		return false;
	LIBPQ_FUNCTIONS
#undef X
	return true;
}
