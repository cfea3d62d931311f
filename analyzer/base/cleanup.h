/* The cleanup attribute: a handle of a foreign library is released when its variable leaves scope.
 *
 *     DEFINE_CLEANUP(FILE *, fclose)
 *     _cleanup_(fclose) FILE *f = fopen(...);
 *
 * The release function is called only for a non-NULL handle. May include: nothing. */
#ifndef STOPGRAPH_BASE_CLEANUP_H
#define STOPGRAPH_BASE_CLEANUP_H

#define _cleanup_(function) __attribute__((cleanup(function##_cleanup)))

#define DEFINE_CLEANUP(type, function)                                                                                 \
	static inline void function##_cleanup(type *handle)                                                            \
	{                                                                                                              \
		if (*handle)                                                                                           \
			function(*handle);                                                                             \
	}

#endif
