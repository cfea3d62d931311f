/* What lies around a file when it is read: it answers the questions that stored readings depend on.
 *
 * The schema is learned late: what migrations do is put on a list, and taken in when somebody asks. Two runs that have
 * learned the same have the same history, a digest: then questions about the schema need not be asked again. The
 * same goes for the job files, all together. */
#ifndef STOPGRAPH_CACHE_SURROUNDINGS_H
#define STOPGRAPH_CACHE_SURROUNDINGS_H

#include "analyzer/cache/contents.h"
#include "analyzer/cache/questions.h"
#include "graph/schema.h"

struct reach;
struct surroundings;

/* Everything is borrowed but the result, which lives in `arena`; surroundings_free() ends it. */
struct surroundings *surroundings_new(struct arena *arena, struct cache_file *file, struct contents *contents,
				      const struct project *project);
void surroundings_free(struct surroundings *around);

/* Only about some names everything is learned (analyzer/reach); whoever asks about another one is told what is known, and
 * the name is noted. NULL: about all. */
void surroundings_limit(struct surroundings *around, struct reach *reach);

/* The catalog of all that was learned, whose questions are noted. For ruby_new(). */
const struct catalog *surroundings_catalog(struct surroundings *around);
struct questions *surroundings_questions(struct surroundings *around);

/* The classes of the job files; `digest` stands for all of these. Call it before the first question; `ruby` tells the
 * questions it asks from then on. */
void surroundings_set_ruby(struct surroundings *around, struct ruby *ruby, uint64_t digest);

/* Adds effects (borrowed) to what is known; `digest` stands for them in the history, 0 when there is none. */
void surroundings_learn(struct surroundings *around, const struct effects *effects, uint64_t digest);

/* A digest of all that was learned; 0: not known, which equals no other. */
uint64_t surroundings_history(const struct surroundings *around);
/* Likewise of the job files. */
uint64_t surroundings_classes(const struct surroundings *around);

/* Is everything known that the answer depends on? */
bool surroundings_can_answer(const struct surroundings *around, const struct question *question);
uint64_t surroundings_answer(struct surroundings *around, const struct question *question);

#endif
