/* What a fuzz target is: a file target_NAME.c with a row in targets.def, which takes any bytes and must neither crash nor
 * hang nor leak.
 *
 * With -Dfuzzing=true libFuzzer (clang) or AFL++ (afl-clang-fast) drives it; else replay.c, with the inputs that were saved
 * and seeds from corpus/, as an ordinary test. tests/fuzz/run does the former. */
#ifndef STOPGRAPH_TESTS_FUZZ_H
#define STOPGRAPH_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>

/* Takes one input. Always 0; the name and type are libFuzzer's. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

#endif
