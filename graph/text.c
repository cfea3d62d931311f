/* Names of the enums as the JSON contracts spell them. */
#include "graph/graph.h"

const char *relation_name(enum relation relation)
{
	static const char *const names[] = {
		[RELATION_NOT_NULL] = "not_null",
		[RELATION_UNIQUE] = "unique",
		[RELATION_FK] = "fk",
		[RELATION_REJECTS_WRITE] = "rejects_write",
		[RELATION_DROP_SOURCE] = "drop_source",
		[RELATION_DROP_TARGET] = "drop_target",
		[RELATION_SWAP_OR_RENAME] = "swap_or_rename",
		[RELATION_READS_RESULT] = "reads_result",
		[RELATION_FINALIZES] = "finalizes",
		[RELATION_DROP_SUPPORT] = "drop_support",
		[RELATION_DELETE_JOB] = "delete_job",
		[RELATION_DECLARED] = "declared",
	};
	_Static_assert(sizeof(names) / sizeof(names[0]) == RELATION_COUNT, "a name for every relation");
	return names[relation];
}

const char *severity_name(enum severity severity)
{
	return severity == SEVERITY_BREAKS ? "breaks" : "benign";
}

const char *gate_position_name(enum gate_position position)
{
	static const char *const names[] = {[GATE_NONE] = "none", [GATE_BEFORE] = "before", [GATE_AFTER] = "after"};
	return names[position];
}

const char *link_role_name(enum link_role role)
{
	static const char *const names[] = {
		[LINK_QUEUE] = "queue",         [LINK_READ] = "read", [LINK_WRITE] = "write",   [LINK_GATE] = "gate",
		[LINK_DEPENDENT] = "dependent", [LINK_STOP] = "stop", [LINK_SCHEMA] = "schema",
	};
	return names[role];
}

const char *release_source_name(enum release_source source)
{
	static const char *const names[] = {
		[RELEASE_UNKNOWN] = NULL,        [RELEASE_MILESTONE] = "milestone",
		[RELEASE_TAG] = "tag",           [RELEASE_DICTIONARY] = "dictionary",
		[RELEASE_INFERRED] = "inferred",
	};
	return names[source];
}

const char *verdict_rule(enum verdict verdict)
{
	switch (verdict) {
	case VERDICT_NONE:
		break;
	case VERDICT_CONDITIONAL_STOP_ONLY:
		return "conditional-stop-only";
	case VERDICT_EARLY_FINALIZE_ERROR:
	case VERDICT_EARLY_FINALIZE_WARNING:
		return "early-finalize";
	case VERDICT_STOP_ONLY:
		return "stop-only-dependency";
	case VERDICT_GATE_AFTER:
	case VERDICT_GATE_AFTER_SAME_RELEASE:
		return "gate-after-dependent";
	case VERDICT_IMPLICIT_STOP:
		return "implicit-stop";
	}
	return NULL;
}
