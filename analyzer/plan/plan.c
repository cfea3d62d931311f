/* The path is what is declared between two releases; a conditional stop stays in it until an answer takes it out. A
 * path that is given is compared with that and then judged hop by hop like any other. */
#include "analyzer/plan/plan_parts.h"

#include "analyzer/releases/release_calendar.h"

#include <ctype.h>
#include <string.h>

const char *plan_kind_name(enum plan_kind kind)
{
	static const char *const names[] = {"start", "required", "conditional", "target", "superfluous"};
	return names[kind];
}

const char *plan_verdict_name(enum plan_verdict verdict)
{
	static const char *const names[] = {"go", "wait", "no-go"};
	return names[verdict];
}

void plan_say(struct planner *p, enum plan_verdict verdict, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vec_push(p->arena, &p->said, (struct said){verdict, str_vprintf(p->arena, format, args)});
	va_end(args);
	if (verdict > p->plan->verdict)
		p->plan->verdict = verdict;
}

static const struct plan_release *published(const struct plan_question *question, struct release release)
{
	for (size_t i = 0; i < question->published->count; i++) {
		if (release_compare_minor(question->published->items[i].release, release) == 0)
			return &question->published->items[i];
	}
	return NULL;
}

/* With the latest patch that is known, unless it has a patch itself. */
static struct release patched(const struct plan_question *question, struct release release)
{
	const struct plan_release *row = published(question, release);

	if (release.patch < 0 && row)
		release.patch = row->release.patch;
	return release;
}

/* The stops that are known: those of the tree when it declares any, else the published ones. Ascending. */
static struct plan_releases known_stops(struct arena *arena, const struct plan_question *question)
{
	struct plan_releases stops = {0};

	if (!question->graph || !question->graph->stops.count) {
		vec_each(const struct plan_release, row, question->published) {
			if (row->is_required || row->condition)
				vec_push(arena, &stops, *row);
		}
		return stops;
	}
	vec_each(const struct declared_stop, stop, &question->graph->stops) {
		struct plan_release known = {.is_required = stop->kind == STOP_REQUIRED};
		if (!release_parse(stop->release, &known.release))
			continue;
		const struct plan_release *row = published(question, known.release);
		if (!known.is_required)
			known.condition = row && row->condition ? row->condition : stop->comment;
		if (row)
			known.names = row->names;
		known.release = patched(question, known.release);
		vec_push(arena, &stops, known);
	}
	return stops;
}

enum answer { ANSWER_NONE, ANSWER_YES, ANSWER_NO };

/* The release itself is a name of its condition. One that holds is enough, none may hold for a no. */
static enum answer answer_of(struct arena *arena, const struct plan_question *question, const struct plan_release *stop)
{
	const char *self = str_printf(arena, "%d.%d", stop->release.major, stop->release.minor);
	size_t denied = 0;

	if (names_has(&question->has, self))
		return ANSWER_YES;
	if (names_has(&question->has_not, self))
		return ANSWER_NO;
	for (size_t i = 0; i < stop->names.count; i++) {
		if (names_has(&question->has, stop->names.items[i]))
			return ANSWER_YES;
		denied += names_has(&question->has_not, stop->names.items[i]);
	}
	return stop->names.count && denied == stop->names.count ? ANSWER_NO : ANSWER_NONE;
}

static const char *question_of(struct arena *arena, const struct plan_release *stop)
{
	if (stop->names.count)
		return names_join(arena, &stop->names, ",");
	return str_printf(arena, "%d.%d", stop->release.major, stop->release.minor);
}

static void add_step(struct planner *p, struct release release, enum plan_kind kind)
{
	vec_push(p->arena, &p->plan->path, (struct plan_step){.release = release, .kind = kind});
}

static void add_stop(struct planner *p, const struct plan_release *stop)
{
	enum answer answer = stop->is_required ? ANSWER_YES : answer_of(p->arena, p->question, stop);

	if (answer == ANSWER_NO)
		return;
	add_step(p, stop->release, stop->is_required ? PLAN_REQUIRED : PLAN_CONDITIONAL);
	struct plan_step *step = vec_last(&p->plan->path);
	step->condition = stop->condition;
	if (answer == ANSWER_YES)
		return;
	step->asked = question_of(p->arena, stop);
	plan_say(p, PLAN_WAIT, "%s is a conditional stop (%s): answer with --has %s or --has-not %s",
		 release_text(p->arena, stop->release), stop->condition, step->asked, step->asked);
}

static bool lies_between(struct release at, struct release after, struct release before)
{
	return release_compare_minor(at, after) > 0 && release_compare_minor(at, before) < 0;
}

static void make_path(struct planner *p)
{
	struct plan *plan = p->plan;
	struct plan_releases stops = known_stops(p->arena, p->question);

	add_step(p, plan->from, PLAN_START);
	vec_each(struct plan_release, stop, &stops) {
		if (lies_between(stop->release, plan->from, plan->to))
			add_stop(p, stop);
	}
	add_step(p, plan->to, PLAN_TARGET);
}

static void review_stop(struct planner *p, const struct plan_release *stop, struct plan_step *step)
{
	enum answer answer = stop->is_required ? ANSWER_YES : answer_of(p->arena, p->question, stop);
	const char *name = release_text(p->arena, stop->release);

	if (step) {
		step->kind = stop->is_required ? PLAN_REQUIRED : PLAN_CONDITIONAL;
		step->condition = stop->condition;
		if (step->release.patch >= 0 && step->release.patch < stop->release.patch)
			plan_say(p, PLAN_GO, "%s: the latest patch of this stop is %s",
				 release_text(p->arena, step->release), name);
		return;
	}
	if (answer == ANSWER_NO)
		return;
	vec_push(p->arena, &p->plan->skipped, stop->release);
	if (stop->is_required)
		plan_say(p, PLAN_NO_GO, "the path skips %s, a required stop", name);
	else if (answer == ANSWER_YES)
		plan_say(p, PLAN_NO_GO, "the path skips %s, a conditional stop (%s) whose condition is met", name,
			 stop->condition);
	else
		plan_say(p, PLAN_WAIT,
			 "the path skips %s, a conditional stop (%s): answer with --has %s or --has-not %s", name,
			 stop->condition, question_of(p->arena, stop), question_of(p->arena, stop));
}

/* The stops between two releases that follow each other in the path, and the second one itself. */
static void review_path(struct planner *p)
{
	struct plan *plan = p->plan;
	struct plan_releases stops = known_stops(p->arena, p->question);
	const struct releases *given = p->question->given;

	for (size_t i = 0; i < given->count; i++)
		add_step(p, given->items[i],
			 i == 0                  ? PLAN_START
			 : i + 1 == given->count ? PLAN_TARGET
						 : PLAN_SUPERFLUOUS);
	vec_each(struct plan_release, stop, &stops) {
		struct plan_step *found = NULL;
		if (!lies_between(stop->release, plan->from, plan->to))
			continue;
		vec_each(struct plan_step, step, &plan->path) {
			if (step->kind == PLAN_SUPERFLUOUS && release_compare_minor(step->release, stop->release) == 0)
				found = step;
		}
		review_stop(p, stop, found);
	}
	vec_each(struct plan_step, step, &plan->path) {
		if (step->kind == PLAN_SUPERFLUOUS)
			plan_say(p, PLAN_GO, "%s is no stop: it may be left out",
				 release_text(p->arena, step->release));
	}
}

static const char *given_problem(struct arena *arena, const struct releases *given)
{
	if (given->count < 2)
		return "a plan needs two releases at least: what the instance has, and the target";
	for (size_t i = 1; i < given->count; i++) {
		if (release_compare(given->items[i], given->items[i - 1]) <= 0)
			return str_printf(arena, "%s does not come after %s: an upgrade only goes forward",
					  release_text(arena, given->items[i]),
					  release_text(arena, given->items[i - 1]));
	}
	return NULL;
}

static const char *unknown_problem(struct arena *arena, const struct plan_question *question, struct release release)
{
	struct release end = {0};

	if (!release_exists(question->graph ? question->graph->project : NULL, release))
		return str_printf(arena, "there is no release %s that is known", release_text(arena, release));
	if (question->graph)
		end = question->graph->release;
	else if (question->published->count)
		end = vec_last(question->published)->release;
	end.patch = -1;
	if (release_known(end) && release_compare_minor(release, end) > 0)
		return str_printf(arena, "%s is beyond %s, which %s: nothing is known of it",
				  release_text(arena, release), release_text(arena, end),
				  question->graph ? "is the release of the tree"
						  : "is the last release of the releases file");
	return NULL;
}

static const char *problem_of(struct arena *arena, const struct plan_question *question, const struct plan *plan)
{
	const char *problem = question->given ? given_problem(arena, question->given) : NULL;

	if (problem)
		return problem;
	if (release_compare(plan->to, plan->from) < 0)
		return str_printf(
			arena,
			"%s is older than %s: there are no downgrades, a backup taken before the upgrade is the "
			"only way back",
			release_text(arena, plan->to), release_text(arena, plan->from));
	if (release_compare(plan->to, plan->from) == 0)
		return str_printf(arena, "the instance has %s already", release_text(arena, plan->to));
	if (question->given) {
		vec_each(const struct release, release, question->given) {
			problem = problem ? problem : unknown_problem(arena, question, *release);
		}
		return problem;
	}
	problem = unknown_problem(arena, question, plan->from);
	return problem ? problem : unknown_problem(arena, question, plan->to);
}

const char *plan_make(struct arena *arena, const struct plan_question *question, struct plan *out)
{
	struct planner p = {.arena = arena, .question = question, .plan = out};
	const struct releases *given = question->given;

	*out = (struct plan){.from = question->from, .to = question->to, .has_status = question->status != NULL};
	if (given && given->count) {
		out->from = given->items[0];
		out->to = *vec_last(given);
	}
	const char *problem = problem_of(arena, question, out);
	if (problem)
		return problem;
	out->to = patched(question, out->to);
	if (given)
		review_path(&p);
	else
		make_path(&p);
	plan_fill_steps(&p);
	plan_judge_status(&p);
	for (int verdict = PLAN_NO_GO; verdict >= PLAN_GO; verdict--) {
		vec_each(struct said, said, &p.said) {
			if ((int)said->verdict == verdict)
				names_add(arena, &out->reasons, said->text);
		}
	}
	return NULL;
}

struct releases plan_read_path(struct arena *arena, const struct source *source, const char **bad_out)
{
	struct releases path = {0};

	*bad_out = NULL;
	for (size_t i = 0; i < source->length;) {
		const char *at = source->bytes + i;
		size_t length = 0;
		struct release release;
		if (*at == '#') {
			while (i < source->length && source->bytes[i] != '\n')
				i++;
			continue;
		}
		while (i + length < source->length && (isalnum((unsigned char)at[length]) || at[length] == '.'))
			length++;
		const char *word = str_copy_n(arena, at, length);
		if (release_parse(word, &release))
			vec_push(arena, &path, release);
		else if (!*bad_out && strpbrk(word, "0123456789"))
			*bad_out = word;
		i += length ? length : 1;
	}
	return path;
}
