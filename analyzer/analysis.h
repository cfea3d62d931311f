/* The whole pipeline for one tree, as far as a command needs it.
 *
 *     struct analysis analysis;
 *     struct analysis_options options = {.folder = "."};
 *     analysis_init(&analysis);
 *     if (analysis_run(&analysis, &options, ANALYSIS_FINDINGS) == 0)
 *             ... analysis.result ...
 *     analysis_done(&analysis);
 *
 * Everything lives in analysis.arena until analysis_done(). */
#ifndef STOPGRAPH_ANALYSIS_H
#define STOPGRAPH_ANALYSIS_H

#include "analyzer/config/config.h"
#include "analyzer/config/mitigations.h"
#include "analyzer/releases/history.h"
#include "analyzer/result.h"
#include "analyzer/scan/scan.h"

enum analysis_stage { ANALYSIS_CONFIG, ANALYSIS_SCAN, ANALYSIS_GRAPH, ANALYSIS_FINDINGS };

/* What analyses of several revisions of one repository have in common, so that it is found out once. Whoever runs them keeps
 * it; it must outlive them. */
struct analysis_common {
	struct repository *repository;
	const char *pattern;             /* of release tags; NULL: the default */
	const struct release_tags *tags; /* chosen by that pattern */
	struct ruby_trees *trees;
};

struct analysis_options {
	const char *folder;            /* root of the tree */
	const char *revision;          /* git revision to read instead of the folder's files; NULL */
	const char *ceiling;           /* folders above which no repository is looked for, NULL */
	const struct overlay *overlay; /* text that wins over the folder's files; NULL */
	struct tree_memory *memory;    /* of what the folder looked like a moment ago; NULL: it is looked at anew */
	bool staged;                   /* read the index instead of the folder's files */
	const struct revision *base;   /* what the tree is compared with, for the rules that look back; NULL */
	const struct config *config_in_use;   /* instead of reading one; NULL */
	const struct analysis_common *common; /* of several analyses; NULL: this is the only one */
	const char *config;                   /* file to read instead of FOLDER/.stopgraph.yml; NULL */
	const char *releases;                 /* releases file that wins over the configured one; NULL */
	const char *const *shares; /* folders where the program's own files may lie, first found wins; ends with NULL */
	bool lists;                /* the first stage lists the inputs, too */
	unsigned threads;          /* that parse, the caller's included; 0 and 1: only that */
	struct cache_file *cache;  /* of what earlier runs read; NULL: everything is read */
	struct reach *reach;       /* of a change: what of the tree is read; NULL: all of it */
	scan_progress_fn *progress;
	void *progress_payload;
};

struct analysis {
	struct arena *arena;
	struct diags diags;
	struct repository *repository; /* that the folder lies in, NULL when there is none */
	bool borrows_repository;       /* from what analyses have in common */
	struct revision revision;      /* that is read; name NULL for the folder's files */
	struct revision tip;           /* the commit that the tree is, or was made from; name NULL: none */
	struct release_tags tags;      /* of releases; none without a repository */
	struct tree tree;
	struct config config;
	struct mitigations mitigations;
	const char *releases_path; /* of the releases file in use, NULL when there is none */
	struct inputs inputs;      /* of the tree, once they were listed */
	bool is_listed;
	size_t listing_diag;       /* the first diagnostic about them */
	struct contents *contents; /* of the inputs; NULL without a cache */
	size_t scan_diag;          /* the first diagnostic after the listing */
	struct scan *scan;
	struct graph graph;
	struct result result;
};

void analysis_init(struct analysis *analysis);
void analysis_done(struct analysis *analysis);

/* Runs the stages up to `last` that did not run yet. 0; -1 when the tree or the configuration cannot be used (see
 * analysis->diags). */
int analysis_run(struct analysis *analysis, const struct analysis_options *options, enum analysis_stage last);

/* Forgets what came after the listing, so that it is done again. */
void analysis_forget(struct analysis *analysis);

/* Lists the inputs of the tree unless that was done. After the first stage. */
void analysis_list(struct analysis *analysis, const struct analysis_options *options);

/* A file by a path from here, with the care and limits of the tree's files. NULL after a diagnostic. */
struct source *analysis_read_file(struct analysis *analysis, const char *path);

/* The releases file in use; NULL when there is none, or after a diagnostic. After the first stage. */
struct source *analysis_read_releases(struct analysis *analysis, const struct analysis_options *options);

/* Does the tree's root look like one with migrations: a folder `db`, a VERSION file or a configuration? After the first
 * stage. */
bool analysis_has_tree(struct analysis *analysis);

#endif
