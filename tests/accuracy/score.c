/* Scores a built program against the labels of this folder.
 *
 *     score PROGRAM FOLDER TREE
 *
 * TREE is the name in the first column of the label files ("gitlab-18.9"). The tree itself is named by an environment
 * variable made of it (STOPGRAPH_TREE_GITLAB_18_9); without the variable the test says so and is skipped. The program's
 * `graph --format json` of that tree is read once. Every difference is one line, then come the figures; the test fails
 * below the bars. FOLDER/README.md explains the columns and what counts as a difference.
 *
 * Awkward cases: a label of "?" is a set that cannot be known, so the program is wrong only if it claims to know it. A
 * class that no file queues is no job, and is not counted. A class may stand for several jobs (one per partition): their
 * sets are united. One true dependency may be found through several edges: the best one counts. */
#include <ctype.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SKIPPED = 77, MAX_FIELDS = 12, LINE_SIZE = 8192 };

/* Rows that triggers of the product write for each deleted row: bookkeeping that no migration depends on. */
static const char bookkeeping[] = "loose_foreign_keys_deleted_records:insert";

struct bar {
	const char *what;
	int percent;
};

static const struct bar found_bar = {"true dependencies found", 98};
static const struct bar true_bar = {"edges that are true", 95};
static const struct bar writes_bar = {"write sets exact", 97};
static const struct bar verdict_bar = {"queue, gate and rule right", 0};
static const struct bar reads_bar = {"read sets exact", 0};

struct count {
	int good;
	int all;
};

struct score {
	json_t *graph;
	const char *folder;
	const char *tree;
	json_t *labelled; /* dependent -> array of its labels */
	struct count found;
	struct count truth;
	struct count verdicts;
	struct count writes;
	struct count reads;
	int absent;
};

struct row {
	char line[LINE_SIZE];
	char *fields[MAX_FIELDS];
	int count;
};

struct dependency {
	const char *dependent;
	const char *job_class;
	const char *queue;
	const char *release;
	const char *relations;
	const char *severity;
	const char *gate;
	const char *rule;
};

/* The next row of the tree: false at the end of the file. */
static bool next_row(FILE *file, const char *tree, struct row *row)
{
	while (fgets(row->line, sizeof(row->line), file)) {
		char *rest = row->line;

		row->line[strcspn(row->line, "\n")] = '\0';
		row->count = 0;
		while (rest && row->count < MAX_FIELDS)
			row->fields[row->count++] = strsep(&rest, "\t");
		if (row->count > 1 && strcmp(row->fields[0], tree) == 0)
			return true;
	}
	return false;
}

static FILE *open_labels(const char *folder, const char *name)
{
	char path[4096];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, "r");
	if (!file) {
		perror(path);
		exit(2);
	}
	return file;
}

/* Is `item` among the items of `list`, which `separator` parts? */
static bool listed(const char *list, char separator, const char *item)
{
	size_t length = strlen(item);

	while (list) {
		const char *end = strchr(list, separator);
		size_t this_length = end ? (size_t)(end - list) : strlen(list);

		if (this_length == length && strncmp(list, item, length) == 0)
			return true;
		list = end ? end + 1 : NULL;
	}
	return false;
}

static bool is_label(const char *label)
{
	return strcmp(label, "-") != 0;
}

static const char *text_of(json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "-";
}

static bool same_class(const char *a, const char *b)
{
	const char *prefix = "Gitlab::BackgroundMigration::";
	size_t length = strlen(prefix);

	while (strncmp(a, "::", 2) == 0)
		a += 2;
	if (strncmp(a, prefix, length) == 0)
		a += length;
	return strcmp(a, b) == 0;
}

/* Jobs */

/* Adds the strings of `list` to the set `set`, an object. */
static void unite(json_t *set, json_t *list)
{
	size_t index;
	json_t *item;

	json_array_foreach(list, index, item) json_object_set_new(set, json_string_value(item), json_true());
}

static bool is_ignored(const char *item, bool is_read)
{
	size_t length = strlen(item);

	return strcmp(item, bookkeeping) == 0 || (is_read && length > 3 && strcmp(item + length - 3, ".id") == 0);
}

/* Compares the set `found` with the space-separated label; prints what differs; true when equal. */
static bool compare_sets(const char *job_class, const char *label, json_t *found, bool is_read)
{
	const char *kind = is_read ? "read" : "write";
	char copy[LINE_SIZE];
	char *rest = copy;
	const char *item;
	json_t *value;
	bool equal = true;

	snprintf(copy, sizeof(copy), "%s", is_label(label) ? label : "");
	for (char *word = strsep(&rest, " "); word; word = strsep(&rest, " ")) {
		size_t length = strlen(word);
		bool optional = length > 0 && word[length - 1] == '?';

		if (optional)
			word[length - 1] = '\0';
		if (length == 0 || json_object_del(found, word) == 0 || optional)
			continue;
		printf("# job %s: missing %s %s\n", job_class, kind, word);
		equal = false;
	}
	json_object_foreach(found, item, value)
	{
		if (is_ignored(item, is_read))
			continue;
		printf("# job %s: false %s %s\n", job_class, kind, item);
		equal = false;
	}
	return equal;
}

static void score_set(struct count *count, const struct row *row, json_t *found, bool claims, bool is_read)
{
	const char *label = row->fields[is_read ? 3 : 2];

	count->all++;
	if (strcmp(label, "?") != 0) {
		count->good += compare_sets(row->fields[1], label, found, is_read);
		return;
	}
	if (claims)
		printf("# job %s: its %s are said to be known\n", row->fields[1], is_read ? "reads" : "writes");
	count->good += !claims;
}

static void score_job(struct score *score, const struct row *row)
{
	json_t *writes = json_object();
	json_t *reads = json_object();
	bool resolved = true, known = false;
	size_t index;
	json_t *job;

	json_array_foreach(json_object_get(score->graph, "jobs"), index, job)
	{
		if (!same_class(text_of(job, "class"), row->fields[1]))
			continue;
		known = true;
		resolved = resolved && json_is_true(json_object_get(job, "resolved"));
		unite(writes, json_object_get(job, "writes"));
		unite(reads, json_object_get(job, "reads"));
	}
	if (known) {
		score_set(&score->writes, row, writes, resolved, false);
		score_set(&score->reads, row, reads, resolved, true);
		if (!resolved && strcmp(row->fields[2], "?") != 0 && strcmp(row->fields[3], "?") != 0)
			printf("# job %s: not resolved (note)\n", row->fields[1]);
	} else {
		printf("# job %s: no job of the graph (note)\n", row->fields[1]);
		score->absent++;
	}
	json_decref(writes);
	json_decref(reads);
}

static void score_jobs(struct score *score)
{
	FILE *file = open_labels(score->folder, "jobs.tsv");
	struct row row;

	while (next_row(file, score->tree, &row))
		score_job(score, &row);
	fclose(file);
}

/* Dependencies */

static struct dependency dependency_of(const struct row *row)
{
	return (struct dependency){
		.dependent = row->fields[1],
		.job_class = row->fields[2],
		.queue = row->fields[3],
		.release = row->fields[4],
		.relations = row->fields[5],
		.severity = row->fields[6],
		.gate = row->fields[8],
		.rule = row->fields[9],
	};
}

static bool is_about(json_t *edge, const struct dependency *label)
{
	return strcmp(text_of(edge, "dependent"), label->dependent) == 0 &&
	       same_class(text_of(edge, "job_class"), label->job_class) &&
	       listed(label->relations, '|', text_of(edge, "relation"));
}

static bool breaks(json_t *edge)
{
	return strcmp(text_of(edge, "severity"), "breaks") == 0 && strcmp(text_of(edge, "guard"), "gitlab_com") != 0;
}

static bool verdict_is_right(json_t *edge, const struct dependency *label)
{
	return (!is_label(label->queue) || strcmp(label->queue, text_of(edge, "queue_version")) == 0) &&
	       (!is_label(label->release) || strcmp(label->release, text_of(edge, "queue_release")) == 0) &&
	       strcmp(label->gate, text_of(edge, "gate")) == 0 && strcmp(label->rule, text_of(edge, "rule")) == 0;
}

static void print_verdict(json_t *edge, const struct dependency *label)
{
	printf("# %s %s %s: queue %s (%s) gate %s rule %s, expected queue %s (%s) gate %s rule %s\n", label->dependent,
	       label->job_class, label->relations, text_of(edge, "queue_version"), text_of(edge, "queue_release"),
	       text_of(edge, "gate"), text_of(edge, "rule"), label->queue, label->release, label->gate, label->rule);
}

static void score_dependency(struct score *score, const struct dependency *label)
{
	json_t *best = NULL;
	bool benign = false;
	size_t index;
	json_t *edge;

	json_array_foreach(json_object_get(score->graph, "edges"), index, edge)
	{
		if (!is_about(edge, label))
			continue;
		if (!breaks(edge))
			benign = true;
		else if (!best || !verdict_is_right(best, label))
			best = edge;
	}
	score->found.all++;
	if (!best) {
		printf("# %s %s %s: %s\n", label->dependent, label->job_class, label->relations,
		       benign ? "found, but as benign" : "not found");
		return;
	}
	score->found.good++;
	score->verdicts.all++;
	if (verdict_is_right(best, label))
		score->verdicts.good++;
	else
		print_verdict(best, label);
}

/* Remembers the label under its dependent, as "CLASS RELATIONS". */
static void remember(struct score *score, const struct dependency *label)
{
	json_t *labels = json_object_get(score->labelled, label->dependent);

	if (!labels) {
		labels = json_array();
		json_object_set_new(score->labelled, label->dependent, labels);
	}
	if (strcmp(label->severity, "breaks") == 0 || strcmp(label->severity, "either") == 0)
		json_array_append_new(labels, json_pack("{ss ss ss}", "class", label->job_class, "relations",
							label->relations, "severity", label->severity));
}

/* "breaks" or "either" if a label names the edge, else "-". */
static const char *label_of_edge(json_t *labels, json_t *edge)
{
	size_t index;
	json_t *label;

	json_array_foreach(labels, index, label) if (same_class(text_of(edge, "job_class"), text_of(label, "class")) &&
						     listed(text_of(label, "relations"), '|',
							    text_of(edge, "relation"))) return text_of(label,
												       "severity");
	return "-";
}

/* Every edge that breaks and whose dependent has labels is true or false; those that may be either are not counted. */
static void score_edges(struct score *score)
{
	size_t index;
	json_t *edge;

	json_array_foreach(json_object_get(score->graph, "edges"), index, edge)
	{
		json_t *labels = json_object_get(score->labelled, text_of(edge, "dependent"));
		const char *label = labels ? label_of_edge(labels, edge) : "either";

		if (!breaks(edge) || strcmp(label, "either") == 0)
			continue;
		score->truth.all++;
		if (is_label(label))
			score->truth.good++;
		else
			printf("# %s %s %s: false (gate %s, rule %s)\n", text_of(edge, "dependent"),
			       text_of(edge, "job_class"), text_of(edge, "relation"), text_of(edge, "gate"),
			       text_of(edge, "rule"));
	}
}

static void score_dependencies(struct score *score)
{
	FILE *file = open_labels(score->folder, "dependencies.tsv");
	struct row row;

	while (next_row(file, score->tree, &row)) {
		struct dependency label = dependency_of(&row);

		remember(score, &label);
		if (strcmp(label.severity, "breaks") == 0)
			score_dependency(score, &label);
	}
	fclose(file);
	score_edges(score);
}

/* The run */

static json_t *run_program(const char *program, const char *tree)
{
	json_error_t error;
	json_t *graph;
	int ends[2];
	pid_t child;

	if (pipe(ends) != 0 || (child = fork()) < 0) {
		perror("score");
		exit(2);
	}
	if (child == 0) {
		dup2(ends[1], STDOUT_FILENO);
		close(ends[0]);
		close(ends[1]);
		execl(program, program, "-q", "-C", tree, "graph", "--format", "json", (char *)NULL);
		_exit(127);
	}
	close(ends[1]);
	graph = json_loadfd(ends[0], 0, &error);
	close(ends[0]);
	waitpid(child, NULL, 0);
	if (!graph)
		fprintf(stderr, "%s: no graph of %s: %s\n", program, tree, error.text);
	return graph;
}

static bool print_figure(const struct count *count, const struct bar *bar)
{
	bool enough = count->good * 100 >= bar->percent * count->all;

	printf("%-28s %3d of %3d", bar->what, count->good, count->all);
	if (bar->percent > 0)
		printf("   bar %d %%%s", bar->percent, enough ? "" : "   TOO LOW");
	printf("\n");
	return enough;
}

static bool print_figures(const struct score *score)
{
	bool enough = print_figure(&score->found, &found_bar);

	enough = print_figure(&score->truth, &true_bar) && enough;
	enough = print_figure(&score->verdicts, &verdict_bar) && enough;
	enough = print_figure(&score->writes, &writes_bar) && enough;
	enough = print_figure(&score->reads, &reads_bar) && enough;
	if (score->absent > 0)
		printf("%d labelled classes are no jobs of the graph and not counted\n", score->absent);
	return enough;
}

/* STOPGRAPH_TREE_ and the tree's name in capitals, with underscores. */
static const char *tree_path(const char *tree)
{
	char name[128];

	snprintf(name, sizeof(name), "STOPGRAPH_TREE_%s", tree);
	for (char *byte = name; *byte; byte++)
		*byte = isalnum((unsigned char)*byte) ? (char)toupper((unsigned char)*byte) : '_';
	if (!getenv(name) || !*getenv(name)) {
		printf("skipped: %s does not name a tree\n", name);
		return NULL;
	}
	return getenv(name);
}

int main(int argc, char **argv)
{
	struct score score = {0};
	const char *path;
	bool enough;

	if (argc != 4) {
		fprintf(stderr, "usage: score PROGRAM FOLDER TREE\n");
		return 2;
	}
	path = tree_path(argv[3]);
	if (!path)
		return SKIPPED;
	score.folder = argv[2];
	score.tree = argv[3];
	score.graph = run_program(argv[1], path);
	if (!score.graph)
		return 2;
	score.labelled = json_object();
	score_jobs(&score);
	score_dependencies(&score);
	enough = print_figures(&score);
	json_decref(score.labelled);
	json_decref(score.graph);
	return enough ? 0 : 1;
}
