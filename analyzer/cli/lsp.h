/* The language server's state, and its answers to requests about a place (lsp_answers.c); cmd_lsp.c talks to the editor. */
#ifndef STOPGRAPH_CLI_LSP_H
#define STOPGRAPH_CLI_LSP_H

#include "analyzer/analysis.h"
#include "analyzer/cli/lsp_message.h"

struct cli_options;

/* What the editor was told about a file. */
struct reported_file {
	const char *path;
	uint64_t digest;
};

struct reported_files {
	struct reported_file *items;
	size_t count;
	size_t capacity;
};

/* What the editor is to show. */
struct shown_findings {
	const struct finding **items;
	size_t count;
	size_t capacity;
};

struct kept_reach;

struct server {
	struct tree_memory *memory; /* what the folder looked like at `looked` */
	int64_t looked;             /* seconds, of a clock that never goes back */
	bool must_look;             /* something else than a text may have changed */
	const struct cli_options *options;
	struct arena *arena;            /* for the session */
	const char *root;               /* absolute folder of the tree */
	struct overlay open;            /* texts of open documents */
	struct reported_files reported; /* files that have diagnostics in the editor */
	struct arena *reported_arena;
	struct analysis analysis; /* of the whole tree */
	bool is_analysed, is_stale, shuts_down;
	struct names edited;            /* paths of texts that changed since */
	const struct kept_reach *index; /* of `analysis`, once there is one */
	struct analysis edit;           /* of what the edited ones can reach */
	bool is_edited;
	struct shown_findings shown;
};

/* The text of a document changed since the whole tree was analysed. */
void edit_note(struct server *s, const char *path);
/* Makes ready for the next key. */
void edit_expect(struct server *s);
/* After an analysis of the whole tree, or before the end. */
void edit_forget(struct server *s);
/* Analyses what the edited migrations can reach. False when that does not do: the whole tree is to be analysed. */
bool edit_analyse(struct server *s, const struct analysis_options *options);
/* Fills `shown` from both analyses. */
void edit_show(struct server *s);

/* What one answer needs lives as long as the analysis. */
struct arena *server_scratch(struct server *s);

const char *server_uri(struct server *s, const char *path_in_tree);

/* The path in the tree of params.textDocument; NULL when it lies elsewhere. */
const char *server_document(struct server *s, const json_t *params);

/* The open document of a path in the tree; NULL when there is none. */
struct overlay_file *server_open_file(struct server *s, const char *path);

/* New references: a Location, a Diagnostic. */
json_t *server_location(struct server *s, struct location place);
json_t *server_diagnostic(struct server *s, const struct finding *finding);

/* Answers to textDocument/hover, definition, references and codeAction, after an analysis; JSON null when there is nothing
 * to say. New references. */
json_t *lsp_hover(struct server *s, const json_t *params);
json_t *lsp_definition(struct server *s, const json_t *params);
json_t *lsp_references(struct server *s, const json_t *params);
json_t *lsp_code_actions(struct server *s, const json_t *params);

#endif
