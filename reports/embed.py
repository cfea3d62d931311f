"""Makes C source of text files, so that the program carries them: embed.py OUTPUT FILE...

page.css becomes `const char embedded_page_css[]`, ending in a NUL byte.
"""

import pathlib
import re
import sys


def c_array(path):
    name = "embedded_" + re.sub(r"\W", "_", path.name)
    data = path.read_bytes()
    if b"\0" in data:
        sys.exit(f"{path}: holds a NUL byte")
    numbers = ",".join(str(byte) for byte in data + b"\0")
    return f"const char {name}[] = {{{numbers}}};\n"


def main(output, *inputs):
    arrays = "".join(c_array(pathlib.Path(name)) for name in inputs)
    pathlib.Path(output).write_text('#include "reports/embedded.h"\n\n' + arrays)


main(*sys.argv[1:])
