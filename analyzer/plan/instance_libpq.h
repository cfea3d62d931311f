/* libpq, loaded when it is first asked for: it brings a dozen libraries along, which no other command should wait
 * for. */
#ifndef STOPGRAPH_INSTANCE_LIBPQ_H
#define STOPGRAPH_INSTANCE_LIBPQ_H

#include <libpq-fe.h>
#include <stdbool.h>

#define LIBPQ_FUNCTIONS                                                                                                \
	X(PQclear)                                                                                                     \
	X(PQconnectdbParams)                                                                                           \
	X(PQconninfoFree)                                                                                              \
	X(PQconninfoParse)                                                                                             \
	X(PQconsumeInput)                                                                                              \
	X(PQerrorMessage)                                                                                              \
	X(PQfinish)                                                                                                    \
	X(PQgetResult)                                                                                                 \
	X(PQgetisnull)                                                                                                 \
	X(PQgetvalue)                                                                                                  \
	X(PQisBusy)                                                                                                    \
	X(PQntuples)                                                                                                   \
	X(PQresultErrorMessage)                                                                                        \
	X(PQresultStatus)                                                                                              \
	X(PQsendQuery)                                                                                                 \
	X(PQsocket)                                                                                                    \
	X(PQstatus)

/* pq->PQclear(result) */
struct libpq {
#define X(name) __typeof__(name) *name;
	LIBPQ_FUNCTIONS
#undef X
};

/* False when the library, or one of the functions, is not there. It stays loaded. */
bool libpq_load(struct libpq *out);

#endif
