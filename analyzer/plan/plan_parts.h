/* The parts of plan.c: the steps of a path, what each step asks for, the verdict. */
#ifndef STOPGRAPH_PLAN_PARTS_H
#define STOPGRAPH_PLAN_PARTS_H

#include "analyzer/plan/plan.h"

struct said {
	enum plan_verdict verdict;
	const char *text;
};

struct planner {
	struct arena *arena;
	const struct plan_question *question;
	struct plan *plan;
	VEC(struct said) said;
};

/* Adds a sentence, and makes the verdict at least `verdict`. */
void plan_say(struct planner *p, enum plan_verdict verdict, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Fills what the steps of plan->path ask for. */
void plan_fill_steps(struct planner *p);

/* Compares wait_for of the first step, and all the rest that is listed, with the status of the instance. */
void plan_judge_status(struct planner *p);

#endif
