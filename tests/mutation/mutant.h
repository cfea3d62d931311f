/* Included in front of every file of a build that tests/mutation/run makes: mutant(N, CONDITION) stands for each condition.
 *
 * MUTANT=N in the environment turns the condition N into its opposite. MUTANT_REACHED=FILE appends the numbers of the
 * conditions that were evaluated, one a line, when the program ends. */
#ifndef STOPGRAPH_TESTS_MUTANT_H
#define STOPGRAPH_TESTS_MUTANT_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#define MUTANTS_MAX 10000

struct mutants {
	bool known;
	long changed;
	bool reached[MUTANTS_MAX];
};

/* weak: every object file has one, and the program keeps one of them */
__attribute__((weak)) struct mutants mutants_of_program;

void mutants_write(void);
bool mutant(int number, bool value);

__attribute__((weak)) void mutants_write(void)
{
	const char *path = getenv("MUTANT_REACHED");
	FILE *file = path ? fopen(path, "a") : NULL;

	for (int i = 0; file && i < MUTANTS_MAX; i++) {
		if (mutants_of_program.reached[i])
			fprintf(file, "%d\n", i);
	}
	if (file)
		fclose(file);
}

__attribute__((weak)) bool mutant(int number, bool value)
{
	struct mutants *mutants = &mutants_of_program;

	if (!mutants->known) {
		const char *changed = getenv("MUTANT");
		mutants->known = true;
		mutants->changed = changed ? strtol(changed, NULL, 10) : -1;
		atexit(mutants_write);
	}
	mutants->reached[number] = true;
	return value != (number == mutants->changed);
}

#endif
