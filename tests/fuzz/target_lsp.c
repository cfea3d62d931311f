/* What an editor sends, as messages, and their texts as places: a URI, and columns of a line. */
#include "analyzer/cli/lsp_message.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct arena *arena = arena_new();
	char *text = str_copy_n(arena, (const char *)bytes, size);
	FILE *in = size ? fmemopen(text, size, "r") : NULL;
	json_t *message;

	while (in && (message = lsp_read(in)))
		json_decref(message);
	if (in)
		fclose(in);
	const char *path = lsp_path(arena, text);
	if (path)
		lsp_uri(arena, path);
	for (size_t units = 0; units < 8; units++)
		lsp_column(text, size, units);
	arena_free(arena);
	return 0;
}
