/* The first half of the pipeline: the files of a tree -> `struct project`.
 *
 *     struct scan_options options = {.tree = &tree, .releases = releases_text};
 *     struct scan *scan = scan_tree(arena, &options, &diags);
 *     graph_build(arena, &scan->project, &graph);
 *     scan_free(scan);
 *
 * The only file that sees the parsers and the graph's schema together. Trouble with one file is a diagnostic and an
 * entry in project.unresolved; everything else is still read. */
#ifndef STOPGRAPH_SCAN_H
#define STOPGRAPH_SCAN_H

#include "analyzer/inputs/inputs.h"
#include "analyzer/model/project.h"

/* Called now and then with what is being read ("migrations") and how far: done of total. */
typedef void scan_progress_fn(void *payload, const char *what, size_t done, size_t total);

struct cache_file;
struct contents;
struct ruby_trees;
struct reach;

struct scan_options {
	const struct tree *tree;         /* borrowed; must stay open as long as the scan is used */
	const struct input_paths *paths; /* where to look instead of the profile's places; NULL: nowhere else */
	struct inputs *inputs;           /* what was listed already; NULL: it is listed here */
	struct contents *contents;       /* of `inputs`, when there is a cache */
	size_t listing_diag;             /* the first diagnostic of that listing */
	const struct source *releases;   /* text of the releases file; NULL: none */
	const char *release;             /* of the tree when no file of it says so; NULL: not known */
	const char *release_of_others;   /* likewise, of a product that is not GitLab */
	unsigned threads;                /* that parse, the caller's included; 0 and 1: only that */
	struct cache_file *cache;   /* of what earlier runs read; borrowed as long as the scan is used; NULL: none */
	bool releases_are_gitlabs;  /* they count for a tree of that profile only */
	const char *profile;        /* NULL: the one that the tree shows (analyzer/scan/profile.h) */
	struct ruby_trees *trees;   /* of other scans, to share; NULL: none */
	struct reach *reach;        /* what of the tree is read; NULL: all of it. With a cache only */
	scan_progress_fn *progress; /* may be NULL */
	void *progress_payload;
};

struct ruby;
struct scanner;

struct scan {
	struct project project;
	struct inputs inputs;               /* what was listed, by path */
	struct input_places places;         /* where the migrations lie, in other revisions as well */
	VEC(const struct source *) sources; /* what was read and is kept, in the order of reading */
	struct ruby *ruby;                  /* evaluates jobs for project.read_job */
	struct scanner *scanner;            /* the inside, scan_parts.h */
};

/* Reads the tree. NULL after a diagnostic when not one migration or background job could be read. The result and all it points to
 * live in `arena` until scan_free(), which releases what is not in the arena. */
struct scan *scan_tree(struct arena *arena, const struct scan_options *options, struct diags *diags);
void scan_free(struct scan *scan);

#endif
