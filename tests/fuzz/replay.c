/* Gives files to a fuzz target, one after the other: what was saved of earlier crashes, and seeds. Folders stand for the
 * files in them. A crash or a sanitizer's report ends it; that is the test. */
#include "tests/fuzz/fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define INPUT_MAX (1u << 20)

static size_t replay_file(const char *path)
{
	FILE *file = fopen(path, "rb");
	uint8_t *bytes;

	if (!file)
		return 0;
	bytes = malloc(INPUT_MAX);
	if (bytes) {
		size_t size = fread(bytes, 1, INPUT_MAX, file);
		uint8_t *exact = malloc(size ? size : 1); /* so that a read past the end is one */
		if (exact) {
			memcpy(exact, bytes, size);
			LLVMFuzzerTestOneInput(exact, size);
		}
		free(exact);
	}
	free(bytes);
	fclose(file);
	return 1;
}

static size_t replay(const char *path)
{
	struct stat about;
	size_t count = 0;

	if (stat(path, &about))
		return 0;
	if (!S_ISDIR(about.st_mode))
		return replay_file(path);
	struct dirent **entries;
	int entry_count = scandir(path, &entries, NULL, alphasort);
	for (int i = 0; i < entry_count; i++) {
		char child[4096];
		const char *name = entries[i]->d_name;
		int length = snprintf(child, sizeof(child), "%s/%s", path, name);
		if (strcmp(name, ".") && strcmp(name, "..") && length > 0 && (size_t)length < sizeof(child))
			count += replay(child);
		free(entries[i]);
	}
	free(entry_count < 0 ? NULL : entries);
	return count;
}

int main(int argc, char **argv)
{
	size_t count = 0;

	for (int i = 1; i < argc; i++)
		count += replay(argv[i]);
	printf("%zu inputs\n", count);
	return count ? 0 : 1;
}
