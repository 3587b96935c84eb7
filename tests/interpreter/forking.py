"""os.fork and multiprocessing beside a running server: children cannot use the handle, nobody hangs."""

import multiprocessing
import os
import warnings

import host

warnings.simplefilter("ignore", DeprecationWarning)  # fork with threads: that is the point


@host.Handler
def handler(receive, request):
    host.answer(receive)


def double(number):
    return 2 * number


if __name__ == "__main__":
    server = host.server(handler, pool=2)
    port = host.start(server)
    assert host.get(port) == 200
    for _ in range(5):
        child = os.fork()
        if child == 0:
            refused = host.lib.cerver_drain(server, 10) == host.FORKED
            refused = refused and host.lib.cerver_get_port(server) == 0 and host.lib.cerver_last_error() == host.FORKED
            os._exit(0 if refused else 1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert host.get(port) == 200
    for method in ("fork", "spawn"):
        with multiprocessing.get_context(method).Pool(2) as pool:
            assert pool.map(double, range(10)) == [2 * number for number in range(10)]
        assert host.get(port) == 200
    # A child that ends in the ordinary way runs the interpreter's end too.
    child = os.fork()
    if child == 0:
        raise SystemExit(7)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
    assert host.get(port) == 200
    assert host.lib.cerver_teardown(server) == 0
