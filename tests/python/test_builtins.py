"""The built-in functions behave as the ctypes functions of the same names, whatever the arguments are."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

from support import Client


def test_both_behave_alike(interpreter: str, install: Callable[[str], str]) -> None:
    done = subprocess.run([install(interpreter), "-c", _ALIKE], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split() == ["cases", "done"]


_ALIKE = """
import gc, itertools, random, sys
from cerver import _bindings, cerver_clear_last_error, cerver_last_error
from cerver._library import _keeping_lock

class Index:
    def __init__(self, value):
        self.value = value
        self.count = 0
    def __index__(self):
        self.count += 1
        if isinstance(self.value, BaseException):
            raise type(self.value)(*self.value.args)  # a new one: each raise makes the traceback of an old one longer
        return self.value

class Number(int): pass
class Bytes(bytes): pass

def outcome(function, arguments, keywords=None):
    for argument in arguments:
        if isinstance(argument, Index):
            argument.count = 0
    cerver_clear_last_error()
    try:
        result = function(*arguments, **(keywords or {}))
    except BaseException as error:
        result = type(error), str(error)
    counts = [argument.count for argument in arguments if isinstance(argument, Index)]
    return type(result), result, cerver_last_error(), counts

NUMBERS = [
    None, 0.0, 1.5, True, False, -1, -2, 0, 7, 200, 1 << 31, 1 << 32, 1 << 62, 1 << 63, 1 << 64, -(1 << 63),
    -(1 << 70), "1", b"1", Number(200), Index(200), Index(-1), Index(1 << 80), Index("no number"),
    Index(KeyboardInterrupt("planned")), Index(SystemExit(3)), object(),
]
DATA = [None, b"", b"abc", Bytes(b"abc"), "abc", bytearray(b"abc"), memoryview(b"abc"), 1.5, object(), [1]]
LENGTHS = [None, 0, 3, -1, 1.0, True, 5, 1 << 63, 1 << 64, Number(3), Index(3), Index(KeyboardInterrupt("len")), "3"]
USUAL = {
    "http_response_render": (5, 200, 1),
    "http_response_render_text": (5, 200),
    "http_response_render_json": (5, 200),
    "cerver_connection_send": (5,),
}

cases = []
plain_functions = {}
for name, numbers in USUAL.items():
    builtin = getattr(_bindings, name)
    plain = plain_functions[name] = _keeping_lock[name]
    plain.restype, plain.argtypes = _bindings._SHORT_CALLS[name]
    assert type(builtin) is type(len) and type(plain) is not type(len), "no built-in function was made"
    usual = (*numbers, b"abc", 3)
    cases.append((builtin, plain, usual, None))
    for place, number in itertools.product(range(len(numbers)), NUMBERS):
        cases.append((builtin, plain, (*numbers[:place], number, *numbers[place + 1:], b"abc", 3), None))
    for data, length in itertools.product(DATA, LENGTHS):
        cases.append((builtin, plain, (*numbers, data, length), None))
    for count in range(len(usual)):
        cases.append((builtin, plain, usual[:count], None))
    for pair in itertools.product([Index(ValueError("first")), 1 << 64, None], repeat=2):
        cases.append((builtin, plain, (*pair, *usual[2:]), None))

for builtin, plain, arguments, keywords in cases:
    one, other = outcome(builtin, arguments, keywords), outcome(plain, arguments, keywords)
    assert one == other, (builtin, arguments, one, other)
for name, numbers in USUAL.items():
    for extra, keywords in (((), {"len": 3}), ((3,), {"wrong": 1})):
        one = outcome(getattr(_bindings, name), (*numbers, b"abc", *extra), keywords)
        assert one[0] is tuple and one[1][0] is TypeError, one
    # A C function takes more arguments than it knows.
    one, other = (outcome(f, (*numbers, b"abc", 3, 4)) for f in (getattr(_bindings, name), plain_functions[name]))
    assert one == other, (one, other)
print("cases")

def watched():
    plain = [value for value in NUMBERS + DATA + LENGTHS if sys.getrefcount(value) < 1 << 20]
    return [sys.getrefcount(value) for value in [*plain, int, bytes, TypeError, *(case[1] for case in cases[:1])]]

choice = random.Random(1)
picked = choice.choices(cases, k=1000)
def calls(rounds):
    for _ in range(rounds):
        for builtin, _plain, arguments, _keywords in picked:
            try:
                builtin(*arguments)
            except BaseException:
                pass
calls(1)
gc.collect()
before, blocks = watched(), sys.getallocatedblocks()
calls(100)
gc.collect()
after, grown = watched(), sys.getallocatedblocks() - blocks
assert all(abs(a - b) < 50 for a, b in zip(after, before)), (before, after)
assert grown < 500, grown
print("done")
"""


def test_the_fallback_answers_too(client: Client) -> None:
    """Arguments that no built-in function takes itself reach the client all the same."""
    for way in ("bytearray", "memoryview", "str", "bytes"):
        assert client.get(f"/texts?way={way}").text == "Grüße, 世界"
