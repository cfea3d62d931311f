/* The inside of a scan, shared by scan.c (order, declarations), scan_code.c (dumps, jobs, migrations) and scan_models.c. */
#ifndef STOPGRAPH_SCAN_PARTS_H
#define STOPGRAPH_SCAN_PARTS_H

#include "analyzer/cache/readings.h"
#include "analyzer/reach/reach.h"
#include "analyzer/scan/scan.h"
#include "analyzer/scan/scan_kept.h"
#include "graph/map.h"
#include "parser/script/script.h"

struct scanner {
	struct arena *arena;
	const struct scan_options *options;
	struct diags *diags;
	struct scan *scan;
	struct project *project;
	struct schema *schema;   /* without a cache */
	struct catalog *catalog; /* of what was learned so far */
	struct ruby *ruby;
	struct sql_memo *memo; /* of the dumps of the schema, while they are read */
	struct script_jobs script_jobs;

	/* with a cache; else NULL */
	struct contents *contents;
	struct surroundings *around;
	struct readings *readings;
	struct map job_readings; /* key -> struct job_answer */
	struct job_answers job_answers;
	struct map digests;       /* path of a migration -> struct digest of its reading */
	size_t declaration_diags; /* about the files that declare */
	uint64_t dump_digests[2]; /* of the initial structure and of the present one; 0: not known */
};

#define SORT(vec, order)                                                                                               \
	do {                                                                                                           \
		if ((vec)->count)                                                                                      \
			qsort((vec)->items, (vec)->count, sizeof(*(vec)->items), (order));                             \
	} while (0)

void scan_progress(const struct scanner *scanner, const char *what, size_t done, size_t total);

/* Reads an input now. NULL after a diagnostic. */
struct source *scan_read(struct scanner *scanner, struct input *input);

/* One file on its way: its source, which is read late when everything about it is known. */
struct scanned {
	struct input *input;
	struct source *source;
	struct reading reading;
	size_t diags; /* how many there were before */
};

/* Notes which reading of a file is in use. */
void scan_note_digest(struct scanner *scanner, const struct scanned *scanned);

/* The part of the dumps about the tables that the reach of a change names. */
void scan_recall_dump_parts(struct scanner *scanner);

/* Finds the source of an input, and what is kept under `kind`. False after a diagnostic when it cannot be read. */
bool scan_open(struct scanner *scanner, struct input *input, const char *kind, struct scanned *out);
/* Fills `into` with what is kept. When it is false, the source is read, and what is asked from here on is noted. */
bool scan_recall(struct scanner *scanner, struct scanned *scanned, const struct shape *shape, void *into);
/* Keeps what was read instead. */
void scan_keep(struct scanner *scanner, struct scanned *scanned, const struct shape *shape, const void *from);

/* Calls `take` for every input of a role. */
void scan_each(struct scanner *scanner, enum input_role role, void (*take)(struct scanner *, struct input *));

/* Lets other threads parse the job files, migrations and models that nothing is kept about, in the order of their
 * reading, until ruby_end_ahead(). */
void scan_begin_ahead(struct scanner *scanner);

/* The migrations in the order of their versions, in the scan's arena. */
struct input_list {
	VEC(struct input *) list;
};
struct input_list scan_migrations(const struct scanner *scanner);
/* Makes known what effects do to tables; `digest` of where they come from, 0: not known. */
void scan_learn(struct scanner *scanner, const struct effects *effects, uint64_t digest);

/* Reads migrations that are SQL files, and their jobs. */
void scan_scripts(struct scanner *scanner);

/* The parts of a scan, in this order. */
void scan_code(struct scanner *scanner);
void scan_models(struct scanner *scanner);
/* Does a model say anything about columns, or to the program? */
bool scan_wants_model(const struct source *source);
/* Before scan_code(): lets ruby ask for model files. */
void scan_models_connect(struct scanner *scanner);

#endif
