/* The whole pipeline, up to the findings, over a tree in one text. */
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/packed_tree.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct analysis analysis;

	analysis_init(&analysis);
	packed_tree_analyse(&analysis, bytes, size);
	analysis_done(&analysis);
	return 0;
}
