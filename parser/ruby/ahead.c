/* The files lie in a list in the order in which they will be needed. A thread takes the first one that nobody has
 * begun; so does the caller who asks for a file that was not begun. Who asks for one that is just being parsed waits
 * for it. Nobody else ever waits for the caller but for room: parsed files take up to MOST_HELD bytes, then the threads
 * rest until some are taken; that is enough for all that is parsed while a caller reads large dumps first. A file that is never asked for cannot block anything, since what is not begun the caller
 * does himself.
 *
 * A tree is copied out of the arena of its file, which is then released at once. */
#include "parser/ruby/ahead.h"

#include "analyzer/base/str.h"

#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#define MOST_HELD ((size_t)24 * 1024 * 1024)
#define MOST_THREADS 8
/* As much as the first thread of a program commonly has: nested code needs it. */
#define STACK_SIZE ((size_t)8 * 1024 * 1024)

enum file_state { FILE_WAITS, FILE_IS_PARSED, FILE_IS_READY, FILE_IS_TAKEN };

struct ahead_file {
	const char *path;
	size_t index; /* among the paths of the options */
	enum file_state state;
	struct arena *arena;
	const struct source *source; /* NULL: it could not be read */
	struct node *program;
	struct ruby_syntax_error error;
};

struct ruby_ahead {
	struct ruby_ahead_options options;
	struct ahead_file *files;    /* in the order of the paths */
	struct ahead_file **by_path; /* sorted */
	pthread_t threads[MOST_THREADS];
	unsigned thread_count;

	pthread_mutex_t lock; /* of what follows, and of the states of files */
	pthread_cond_t is_ready, has_room;
	size_t next; /* the first file that may not have been begun */
	size_t held;
	bool ends;
};

static size_t size_of(const struct ahead_file *file)
{
	return file->arena ? arena_used(file->arena) : 0;
}

/* The next file for a thread; NULL when there is nothing to do any more. With the lock. */
static struct ahead_file *next_file(struct ruby_ahead *ahead)
{
	for (;;) {
		while (ahead->next < ahead->options.count && ahead->files[ahead->next].state != FILE_WAITS)
			ahead->next++;
		if (ahead->ends || ahead->next == ahead->options.count)
			return NULL;
		if (ahead->held < MOST_HELD)
			return &ahead->files[ahead->next++];
		pthread_cond_wait(&ahead->has_room, &ahead->lock);
	}
}

static void parse_file(struct ruby_ahead *ahead, struct ruby_parser *parser, struct ahead_file *file)
{
	file->arena = arena_new();
	file->source = ahead->options.read(ahead->options.payload, file->arena, file->index);
	if (file->source) {
		file->program = ruby_parse(parser, file->arena, file->source, &file->error);
	} else {
		arena_free(file->arena);
		file->arena = NULL;
	}
}

static void *run(void *payload)
{
	struct ruby_ahead *ahead = payload;
	struct ruby_parser *parser = ruby_parser_new();
	struct ahead_file *file;

	if (!parser)
		return NULL;
	pthread_mutex_lock(&ahead->lock);
	while ((file = next_file(ahead))) {
		file->state = FILE_IS_PARSED;
		pthread_mutex_unlock(&ahead->lock);
		parse_file(ahead, parser, file);
		pthread_mutex_lock(&ahead->lock);
		file->state = FILE_IS_READY;
		ahead->held += size_of(file);
		pthread_cond_signal(&ahead->is_ready);
	}
	pthread_mutex_unlock(&ahead->lock);
	ruby_parser_free(parser);
	return NULL;
}

static int by_path(const void *left, const void *right)
{
	const struct ahead_file *const *a = left;
	const struct ahead_file *const *b = right;

	return strcmp((*a)->path, (*b)->path);
}

static void list_files(struct ruby_ahead *ahead)
{
	size_t count = ahead->options.count;

	for (size_t i = 0; i < count; i++) {
		ahead->files[i] = (struct ahead_file){.path = ahead->options.paths[i], .index = i};
		ahead->by_path[i] = &ahead->files[i];
	}
	qsort(ahead->by_path, count, sizeof(struct ahead_file *), by_path);
}

/* Signals stay with the caller's thread. */
static void start_threads(struct ruby_ahead *ahead)
{
	pthread_attr_t attributes;
	sigset_t all, before;

	if (pthread_attr_init(&attributes))
		return;
	pthread_attr_setstacksize(&attributes, STACK_SIZE);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	while (ahead->thread_count < ahead->options.threads && ahead->thread_count < MOST_THREADS &&
	       pthread_create(&ahead->threads[ahead->thread_count], &attributes, run, ahead) == 0)
		ahead->thread_count++;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	pthread_attr_destroy(&attributes);
}

struct ruby_ahead *ruby_ahead_new(const struct ruby_ahead_options *options)
{
	struct ruby_ahead *ahead = calloc(1, sizeof(*ahead));

	if (!ahead)
		return NULL;
	ahead->options = *options;
	ahead->files = calloc(options->count + 1, sizeof(struct ahead_file));
	ahead->by_path = calloc(options->count + 1, sizeof(struct ahead_file *));
	pthread_mutex_init(&ahead->lock, NULL);
	pthread_cond_init(&ahead->is_ready, NULL);
	pthread_cond_init(&ahead->has_room, NULL);
	if (ahead->files && ahead->by_path) {
		list_files(ahead);
		start_threads(ahead);
	}
	if (ahead->thread_count)
		return ahead;
	ruby_ahead_free(ahead);
	return NULL;
}

void ruby_ahead_free(struct ruby_ahead *ahead)
{
	if (!ahead)
		return;
	pthread_mutex_lock(&ahead->lock);
	ahead->ends = true;
	pthread_cond_broadcast(&ahead->has_room);
	pthread_mutex_unlock(&ahead->lock);
	for (unsigned i = 0; i < ahead->thread_count; i++)
		pthread_join(ahead->threads[i], NULL);
	for (size_t i = 0; ahead->files && i < ahead->options.count; i++)
		arena_free(ahead->files[i].arena);
	pthread_cond_destroy(&ahead->has_room);
	pthread_cond_destroy(&ahead->is_ready);
	pthread_mutex_destroy(&ahead->lock);
	free(ahead->by_path);
	free(ahead->files);
	free(ahead);
#ifdef __GLIBC__
	malloc_trim(0); /* what threads have released stays with their heaps otherwise, of no use to the caller */
#endif
}

static struct node *copy(struct arena *arena, const struct node *node);

/* A node and those that follow it. */
static struct node *copy_list(struct arena *arena, const struct node *list)
{
	struct node *first = NULL;
	struct node **to = &first;

	for (; list; list = list->next) {
		*to = copy(arena, list);
		to = &(*to)->next;
	}
	return first;
}

static struct node *copy(struct arena *arena, const struct node *node)
{
	struct node *made = ARENA_NEW(arena, struct node);

	*made = *node;
	made->name = node->name ? str_copy(arena, node->name) : NULL;
	made->a = copy_list(arena, node->a);
	made->b = copy_list(arena, node->b);
	made->c = copy_list(arena, node->c);
	made->children = copy_list(arena, node->children);
	made->next = NULL;
	return made;
}

/* True when somebody has parsed the file, or is about to: then it is ready now. */
static bool claim(struct ruby_ahead *ahead, struct ahead_file *file)
{
	bool is_ready;

	pthread_mutex_lock(&ahead->lock);
	while (file->state == FILE_IS_PARSED)
		pthread_cond_wait(&ahead->is_ready, &ahead->lock);
	is_ready = file->state == FILE_IS_READY;
	if (is_ready) {
		ahead->held -= size_of(file);
		pthread_cond_signal(&ahead->has_room);
	}
	file->state = FILE_IS_TAKEN;
	pthread_mutex_unlock(&ahead->lock);
	return is_ready;
}

static bool is_same(const struct source *a, const struct source *b)
{
	return a && a->length == b->length && (a->length == 0 || memcmp(a->bytes, b->bytes, a->length) == 0);
}

struct node *ruby_ahead_take(struct ruby_ahead *ahead, struct arena *arena, const struct source *source,
			     struct ruby_syntax_error *error)
{
	struct ahead_file wanted = {.path = source->path};
	struct ahead_file *key = &wanted;
	struct ahead_file **found =
		bsearch(&key, ahead->by_path, ahead->options.count, sizeof(struct ahead_file *), by_path);
	struct node *program = NULL;

	if (!found || !claim(ahead, *found))
		return NULL;
	if (is_same((*found)->source, source)) {
		program = copy(arena, (*found)->program);
		*error = (*found)->error;
	}
	arena_free((*found)->arena);
	(*found)->arena = NULL;
	return program;
}
