/* The program run many times over: each command line in a child of one process, so that loading thirty libraries, which is
 * most of what a run over a small tree costs (and more with sanitizers), is paid once. The children share nothing that one
 * of them could change for the next: each begins with the memory that main() begins with, and ends as the program ends.
 *
 *     many <COMMAND-LINES >STATUSES
 *
 * A command line is a line of words parted by tabs: the files to which standard output and standard error are added, then
 * the arguments. The answer is a line with the status, 128 and more for a signal. Arguments hold no tab and no line break.
 *
 * The command line's main() is linked under the name stopgraph_main (meson.build). */
#undef main

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MAX_WORDS = 64, TROUBLE = 125 };

int stopgraph_main(int argc, char **argv);

/* Opens a file as one of the standard streams. */
static void redirect(const char *path, int flags, int stream)
{
	int file = open(path, flags, 0666);

	if (file < 0 || dup2(file, stream) < 0) {
		perror(path);
		_exit(TROUBLE);
	}
	close(file);
}

static void run_child(int count, char **words)
{
	redirect("/dev/null", O_RDONLY, STDIN_FILENO);
	redirect(words[0], O_WRONLY | O_APPEND | O_CREAT, STDOUT_FILENO);
	redirect(words[1], O_WRONLY | O_APPEND | O_CREAT, STDERR_FILENO);
	/* the place before the first argument is that of the program's name */
	exit(stopgraph_main(count - 1, words + 1));
}

static int status_of(int count, char **words)
{
	int status;
	pid_t child = fork();

	if (child == 0)
		run_child(count, words);
	if (child < 0 || waitpid(child, &status, 0) < 0)
		return TROUBLE;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int main(void)
{
	char *line = NULL;
	size_t size = 0;

	while (getline(&line, &size, stdin) > 0) {
		char *words[MAX_WORDS + 1] = {NULL};
		char *rest = line;
		int count = 0;

		line[strcspn(line, "\n")] = '\0';
		while (rest && count < MAX_WORDS)
			words[count++] = strsep(&rest, "\t");
		printf("%d\n", count > 2 && !rest ? status_of(count, words) : TROUBLE);
		fflush(stdout);
	}
	free(line);
	return 0;
}
