"""Makes C source of text files, so that the program carries them: embed.py OUTPUT FILE...

page.css becomes `const char embedded_page_css[]`, ending in a NUL byte; of styles and scripts the base64 of the SHA-256
follows as `embedded_page_css_sha256`. reports/embedded.h declares them.
"""

import base64
import hashlib
import pathlib
import re
import sys


def c_array(name, data):
    numbers = ",".join(str(byte) for byte in data + b"\0")
    return f"const char {name}[] = {{{numbers}}};\n"


def c_source(path):
    name = "embedded_" + re.sub(r"\W", "_", path.name)
    data = path.read_bytes()
    if b"\0" in data:
        sys.exit(f"{path}: holds a NUL byte")
    source = c_array(name, data)
    if path.name not in ("dark.css", "page.html"):
        source += c_array(f"{name}_sha256", base64.b64encode(hashlib.sha256(data).digest()))
    return source


def main(output, *inputs):
    sources = "".join(c_source(pathlib.Path(name)) for name in inputs)
    pathlib.Path(output).write_text('#include "reports/embedded.h"\n\n' + sources)


main(*sys.argv[1:])
