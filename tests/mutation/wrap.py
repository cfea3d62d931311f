"""Wraps the conditions of C files in calls of mutant.h, in place, and lists them: NUMBER FILE:LINE: TEXT.

    wrap.py [--operands] FILE...

Each condition of an `if`, to be turned into its opposite; or, with --operands, each operand of && and || outside the heads of
loops, to be left out (a loop without its bound would only run for ever). The numbers are those of mutant() and left_out().
"""
import re
import sys

TOKEN = re.compile(
    r"""(?P<skip>/\*.*?\*/|//[^\n]*|^[ \t]*\#(?:[^\n\\]|\\.|\\\n)*|\s+)
      | (?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
      | (?P<word>\w+)
      | (?P<sign>&&|\|\||[-+*/%&|^!<>=]=|<<=|>>=|->|\+\+|--|<<|>>|.)""",
    re.VERBOSE | re.DOTALL | re.MULTILINE)
# what ends an operand of && and || at the same depth: everything that binds weaker
BORDERS = {",", ";", "?", ":", "=", "+=", "-=", "|=", "&=", "{", "}", "return"}
CLOSE = {"(": ")", "[": "]"}


class File:
    def __init__(self, name, numbers, operands):
        self.name = name
        self.wants_operands = operands
        self.numbers = numbers
        with open(name, encoding="utf-8") as file:
            self.text = file.read()
        self.tokens = [(m.group(), m.start(), m.end()) for m in TOKEN.finditer(self.text) if m.lastgroup != "skip"]
        self.inserts = []

    def wrap(self, call, start, end):
        """Puts `call` around the bytes from start to end and lists them."""
        number = self.numbers.pop()
        self.numbers.append(number + 1)
        line = self.text.count("\n", 0, start) + 1
        shown = " ".join(self.text[start:end].split())
        print(f"{number} {self.name}:{line}: {'without ' if call == 'left_out' else 'if '}{shown}")
        return number

    def surround(self, start, end, before, after):
        # of what begins at one place the outer comes first, of what ends there last
        self.inserts.append((start, 1, -end, before))
        self.inserts.append((end, 0, -start, after))

    def operands(self, chain):
        """Wraps each operand of a chain of && and ||, which is a list of operators and (first, last) tokens."""
        for i, part in enumerate(chain):
            if isinstance(part, str) or len(chain) == 1:
                continue
            neighbours = [chain[k] for k in (i - 1, i + 1) if 0 <= k < len(chain)]
            neutral = "true" if "&&" in neighbours else "false"
            start, end = self.tokens[part[0]][1], self.tokens[part[1]][2]
            number = self.wrap("left_out", start, end)
            self.surround(start, end, f"left_out({number}, {neutral}, ", ")")

    def expression(self, at, closing, counts):
        """From the token `at` to the one that closes; what lies between && and || at this depth are operands."""
        chain, first = [], at
        while at < len(self.tokens):
            token = self.tokens[at][0]
            if token == closing or token in BORDERS or token in ("&&", "||"):
                if at > first:
                    chain.append((first, at - 1))
                if token in ("&&", "||"):
                    chain.append(token)
                else:
                    if counts:
                        self.operands(chain)
                    chain = []
                    if token == closing:
                        return at
                first = at + 1
            elif token in CLOSE:
                before = self.tokens[at - 1][0] if at else ""
                loop = before in ("for", "while", "vec_each")
                end = self.expression(at + 1, CLOSE[token], counts and not loop)
                if token == "(" and before == "if":
                    if self.wants_operands:
                        at = end + 1
                        first = at
                        continue
                    start, stop = self.tokens[at][1], self.tokens[end][2]
                    number = self.wrap("mutant", start, stop)
                    self.surround(start, stop, f"(mutant({number}, ", "))")
                    first = end + 1
                elif loop:
                    first = end + 1
                at = end
            at += 1
        return at

    def write(self):
        self.expression(0, None, self.wants_operands)
        out, last = [], 0
        for place, _, _, text in sorted(self.inserts):
            out += [self.text[last:place], text]
            last = place
        with open(self.name, "w", encoding="utf-8") as file:
            file.write("".join(out) + self.text[last:])


numbers = [0]
for name in sys.argv[1:]:
    if name != "--operands":
        File(name, numbers, "--operands" in sys.argv).write()
