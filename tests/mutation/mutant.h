/* Included in front of every file of a build that tests/mutation/run makes: mutant(N, CONDITION) stands for each condition, and
 * left_out(N, NEUTRAL, OPERAND) for each operand of && (NEUTRAL is true) and of || (false).
 *
 * MUTANT=N in the environment turns the condition N into its opposite, or leaves the operand N out. MUTANT_REACHED=FILE
 * appends the numbers of what was evaluated, one a line, when the program ends. */
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
bool mutant_is_changed(int number);
bool mutant(int number, bool value);
bool left_out(int number, bool neutral, bool value);

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

/* Is this the one? Notes that it was evaluated. */
__attribute__((weak)) bool mutant_is_changed(int number)
{
	struct mutants *mutants = &mutants_of_program;

	if (!mutants->known) {
		const char *changed = getenv("MUTANT");
		mutants->known = true;
		mutants->changed = changed ? strtol(changed, NULL, 10) : -1;
		atexit(mutants_write);
	}
	mutants->reached[number] = true;
	return number == mutants->changed;
}

__attribute__((weak)) bool mutant(int number, bool value)
{
	return value != mutant_is_changed(number);
}

__attribute__((weak)) bool left_out(int number, bool neutral, bool value)
{
	return mutant_is_changed(number) ? neutral : value;
}

#endif
