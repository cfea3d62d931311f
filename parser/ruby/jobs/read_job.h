/* Evaluating one job class for one question; used by read_job.c and job_table.c. */
#ifndef STOPGRAPH_PARSER_RUBY_READ_JOB_H
#define STOPGRAPH_PARSER_RUBY_READ_JOB_H

#include "parser/ruby/eval/state.h"

/* What is asked; table, column and arguments are NULL when not known. */
struct job_question {
	const char *class_name, *table, *column, *arguments;
};

/* Runs the job's perform. The answer lives in the arena of `ruby`. */
struct job_reading *job_evaluate(struct ruby *ruby, struct klass *klass, const struct job_question *question);

/* For a job whose table nothing tells: the one table named in its code on which it makes sense; NULL when there is none
 * or more than one. The effects are likely, not proven. See job_table.c. */
struct job_reading *job_read_by_code(struct ruby *ruby, struct klass *klass, const struct job_question *question);

#endif
