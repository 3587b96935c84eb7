"""What all services share: the end by a signal, with statistics."""

import signal
import sys

from cerver import *
from cerver.http import *

_cervers = []


def end(number, frame):
    """Handler of SIGINT and SIGTERM: prints the statistics, ends every cerver of the process, then the process."""
    for cerver, is_web in _cervers:
        if is_web:
            http_cerver_all_stats_print(http_cerver_get(cerver))
        else:
            cerver_stats_print(cerver, True, True)
        cerver_teardown(cerver)
    cerver_end()
    sys.exit("Done!")


def prepare():
    """To be called before anything else."""
    signal.signal(signal.SIGINT, end)
    signal.signal(signal.SIGTERM, end)
    cerver_init()


def port(index=1):
    """The port that the command line names."""
    return int(sys.argv[index])


def create(name, port):
    """A web cerver with a thread for each connection."""
    cerver = cerver_create_web(name, port, 16)
    cerver_set_alias(cerver, name)
    cerver_set_receive_buffer_size(cerver, 4096)
    cerver_set_thpool_n_threads(cerver, 4)
    cerver_set_handler_type(cerver, CERVER_HANDLER_TYPE_THREADS)
    cerver_set_reusable_address_flags(cerver, True)
    remember(cerver)
    return cerver


def remember(cerver, is_web=True):
    """Has the cerver torn down at the end."""
    _cervers.append((cerver, is_web))
