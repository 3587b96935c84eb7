"""cerver.threads, cerver.utils, cerver.files, cerver.timer and cerver.version."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

from conftest import ROOT
from support import make_certificate

EXITS = 50


def run(python: str, program: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs a program, which imports all that the modules offer."""
    imports = (
        "import ctypes, sys, threading, time\n"
        "from cerver import *\n"
        "from cerver.threads import *\n"
        "from cerver.utils import *\n"
    )
    return subprocess.run(
        [python, "-c", imports + program],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, **environment},
        cwd=folder,
    )


def succeeds(python: str, program: str, folder: Path) -> str:
    done = run(python, program, folder)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_every_published_name_is_there(python: str, tmp_path: Path) -> None:
    published = {
        "cerver.threads": ("bsem_", "job_", "thread_", "worker_"),
        "cerver.utils": ("cerver_log",),
        "cerver": ("files_", "file_exists", "timer_", "cerver_version_"),
    }
    lines = (ROOT / "tests/python/fixtures/published_symbols.txt").read_text().splitlines()
    names = [line for line in lines if not line.startswith("#")]
    program = "import json, cerver, cerver.threads, cerver.utils\n" + "".join(
        f"for name in {[name for name in names if name.startswith(prefixes)]!r}:\n"
        f"    assert name in {module}.__all__ and callable(getattr({module}, name)), name\n"
        for module, prefixes in published.items()
    )
    program += (
        "import cerver.files, cerver.timer, cerver.version, cerver.utils.log\n"
        "assert cerver.files.files_create_dir and cerver.timer.timer_get_current_time() > 1.7e9\n"
        "assert LogType and LOG_TYPE_PLAYER == 17 and cerver.files.ImageType and Job is CerverJob\n"
        "assert [name for name in cerver.threads.__all__ if getattr(cerver.threads, name, None) is None] == []\n"
    )
    succeeds(python, program, tmp_path)


def test_a_worker_does_its_jobs_in_order(python: str, tmp_path: Path) -> None:
    program = (
        "seen, done = [], bsem_new()\n"
        "@ctypes.CFUNCTYPE(None, ctypes.py_object)\n"
        "def work(data):\n"
        "    seen.append(data['number'])\n"
        "    if data['number'] == 99: bsem_post(done)\n"
        "worker = Worker('worker', work)\n"
        "for number in range(50): assert worker.push({'number': number}) == 0\n"
        "assert worker.queue == [{'number': number} for number in range(50)]\n"
        "assert worker.start() == 0 and worker.start() == 1\n"
        "for number in range(50, 100): assert worker.push({'number': number}) == 0\n"
        "bsem_wait(done)\n"
        "assert seen == list(range(100))\n"
        "assert worker.stop() == 0 and worker_get_state(worker.worker) == WORKER_STATE_STOPPED\n"
        "assert worker.stop() == 1 and worker.resume() == 0\n"
        "assert worker.end() == 0 and worker.end() == 1 and worker.push({}) == 1 and worker.queue == []\n"
        "handle = worker.worker\n"
        "del worker\n"
        "cerver_clear_last_error(); worker_get_state(handle)\n"
        "assert cerver_last_error() == CERVER_ERROR_HANDLE\n"
    )
    succeeds(python, program, tmp_path)


def test_what_work_raises_does_not_end_the_worker(python: str, tmp_path: Path) -> None:
    program = (
        "done = bsem_new()\n"
        "def work(data):\n"
        "    if data == 'raise': raise ValueError('mine')\n"
        "    bsem_post(done)\n"
        "worker = Worker('worker', work)\n"
        "worker.start(); worker.push('raise'); worker.push('go on')\n"
        "bsem_wait(done)\n"
    )
    done = run(python, program, tmp_path)
    assert done.returncode == 0
    assert "ValueError: mine" in done.stderr


def test_objects_live_as_long_as_their_jobs(python: str, tmp_path: Path) -> None:
    program = (
        "import gc, weakref\n"
        "class Thing: pass\n"
        "seen, gone, hold, done = [], [], bsem_new(), bsem_new()\n"
        "def push(call):\n"
        "    thing = Thing()\n"
        "    weakref.finalize(thing, gone.append, True)\n"
        "    call(thing)\n"
        "queue = job_queue_create(JOB_QUEUE_TYPE_JOBS)\n"
        "for _ in range(10): push(lambda thing: job_queue_push_job(queue, lambda data: seen.append(type(data)), thing))\n"
        "worker = worker_create()\n"
        "for _ in range(10):\n"
        "    push(lambda thing: worker_push_job_with_work(worker, lambda data: seen.append(type(data)), thing))\n"
        "gc.collect()\n"
        "assert gone == []\n"
        "job_queue_push_job(queue, lambda data: bsem_post(done)); job_queue_start(queue); bsem_wait(done)\n"
        "worker_push_job_with_work(worker, lambda data: bsem_post(done)); worker_start(worker); bsem_wait(done)\n"
        "assert seen == [Thing] * 20\n"
        "assert worker_end(worker) == 0\n"
        "worker_delete(worker); job_queue_delete(queue); gc.collect()\n"
        "assert len(gone) == 20\n"
        "queue = job_queue_create(JOB_QUEUE_TYPE_JOBS)\n"
        "push(lambda thing: job_queue_push_job(queue, seen.append, thing))\n"
        "job_queue_delete(queue); gc.collect()\n"
        "assert len(gone) == 21\n"
    )
    succeeds(python, program, tmp_path)


def test_jobs_and_handlers(python: str, tmp_path: Path) -> None:
    program = (
        "done, seen = bsem_new(), []\n"
        "queue = job_queue_create(JOB_QUEUE_TYPE_JOBS)\n"
        "assert job_queue_push_job_with_id(queue, 5, seen.append, 'five') == 0\n"
        "job = job_queue_request(queue, 5)\n"
        "assert job.contents.id == 5\n"
        "job.contents.work(job.contents.args)\n"
        "job_return(queue, job)\n"
        "job = job_create(seen.append, 'made')\n"
        "assert job_queue_push(queue, job) == 0 and job_queue_push(queue, job) == 1\n"
        "job = job_queue_pull(queue)\n"
        "job.contents.method(job.contents.args); job_delete(job)\n"
        "assert not job_queue_pull(queue) and seen == ['five', 'made']\n"
        "job_delete(job)\n"
        "assert cerver_last_error() == CERVER_ERROR_HANDLE\n"
        "job_queue_delete(queue)\n"
        "queue = job_queue_create(JOB_QUEUE_TYPE_HANDLERS)\n"
        "job_queue_set_handler(queue, lambda data: data.update(result=data['value'] * 2))\n"
        "assert job_queue_start(queue) == 0\n"
        "results = []\n"
        "def ask(value):\n"
        "    data = {'value': value}\n"
        "    job_handler_wait(queue, data)\n"
        "    results.append(data['result'])\n"
        "threads = [threading.Thread(target=ask, args=(value,)) for value in range(8)]\n"
        "for thread in threads: thread.start()\n"
        "for thread in threads: thread.join()\n"
        "assert sorted(results) == list(range(0, 16, 2))\n"
        "deleted = []\n"
        "def delete(data): deleted.append(data); bsem_post(done)\n"
        "assert job_queue_push_handler(queue, None, None, {'value': 4}, delete) == 0\n"
        "bsem_wait(done)\n"
        "assert deleted == [{'value': 4, 'result': 8}]\n"
        "assert thread_create_detached(lambda data: (seen.append(data), bsem_post(done)), 'thread') != 0\n"
        "bsem_wait(done)\n"
        "assert seen[-1] == 'thread'\n"
        "try: worker_set_work(worker_create(), 5)\n"
        "except TypeError: pass\n"
        "else: raise SystemExit('5 is no work')\n"
    )
    succeeds(python, program, tmp_path)


def test_interpreters_end_with_running_workers(python: str, tmp_path: Path) -> None:
    program = (
        "hold = bsem_new()\n"
        "def work(data): sum(range(100))\n"
        "worker = Worker('worker', work); worker.start()\n"
        "for number in range(3000): worker.push(number)\n"
        "queue = job_queue_create(JOB_QUEUE_TYPE_JOBS); job_queue_start(queue)\n"
        "for number in range(1000): job_queue_push_job(queue, work, number)\n"
        "thread_create_detached(lambda data: bsem_wait(hold) if data else None, False)\n"
    )
    for number in range(EXITS):
        begun = time.monotonic()
        done = run(python, program + ("sys.exit(3)\n" if number % 2 else ""), tmp_path)
        assert (done.returncode, done.stderr) == (3 if number % 2 else 0, "")
        assert time.monotonic() - begun < 10


def test_the_log(python: str, tmp_path: Path) -> None:
    program = (
        "cerver_log_msg('100% %s %n')\n"
        "cerver_log_success(b'%s and %s: %lu, %5.2f, %d', b'bytes', 'text', 5000000000, 1.5, ctypes.c_int(7))\n"
        "cerver_log(LOG_TYPE_HTTP, LOG_TYPE_REQ, '%d%%', 5)\n"
        "cerver_log_raw('raw'); cerver_log_line_break()\n"
        "for wrong in (('%d', 'text'), ('%s %s', 'one')):\n"
        "    try: cerver_log_msg(*wrong)\n"
        "    except TypeError: continue\n"
        "    raise SystemExit(f'{wrong!r} was accepted')\n"
        "cerver_log_set_quiet(True)\n"
        "cerver_log_debug('unseen'); cerver_log_both(LOG_TYPE_CERVER, LOG_TYPE_NONE, 'told')\n"
        "assert cerver_log_set_path('logs') == 0\n"
        "cerver_log_set_output_type(LOG_OUTPUT_TYPE_FILE)\n"
        "cerver_log_error('to the file'); cerver_end()\n"
    )
    expected = "100% %s %n\n[SUCCESS]: bytes and text: 5000000000,  1.50, 7\n[HTTP][REQ]: 5%\nraw\n[CERVER]: told\n"
    assert succeeds(python, program, tmp_path) == expected
    (log,) = (tmp_path / "logs").iterdir()
    assert log.read_text() == "[ERROR]: to the file\n"


def test_files_and_helpers(python: str, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(20))
    program = (
        "import cerver.utils.utils\n"
        "assert files_image_get_type('a.png') == IMAGE_TYPE_PNG and files_image_is_png(b'a.png')\n"
        "assert files_image_type_to_string(IMAGE_TYPE_PNG) == b'PNG'\n"
        "length = ctypes.c_uint()\n"
        "assert files_get_file_extension_reference('a.b.png', ctypes.byref(length)) == b'png' and length.value == 3\n"
        "assert files_create_recursive_dir('x/y', 0o755) == 0 and files_create_dir('x/y', 0o755) == 1 and file_exists('x/y')\n"
        "begun = time.monotonic(); timer_sleep_for_seconds(0.05)\n"
        "assert time.monotonic() - begun >= 0.05 and abs(timer_get_current_time() - time.time()) < 5\n"
        "assert strtobool('Yes') == 1 and strtobool('off') == 0\n"
        "try: strtobool('maybe')\n"
        "except ValueError: pass\n"
        "else: raise SystemExit('maybe')\n"
        "printf('%d-%s', 5, 'x')\n"
        "assert PYCERVER_VERSION.encode() == cerver_version() and pycerver_version_print_full\n"
        "sys.stdout.flush(); cerver_version_print_version_id()\n"
    )
    out = succeeds(python, program, tmp_path)
    assert out.startswith("5-x\nCerver Version ID: 0.")


def test_the_example_of_the_page_runs(python: str, tmp_path: Path) -> None:
    code = (ROOT / "docs/utilities.md").read_text().split("<!-- example: python -->\n```python\n")[1].split("```")[0]
    (tmp_path / "example.py").write_text(code)
    done = subprocess.run([python, "example.py"], cwd=tmp_path, capture_output=True, text=True, timeout=20)
    assert (done.returncode, done.stdout, done.stderr) == (0, "working on tea\n", "")


def test_the_library_s_own_lines(python: str, tmp_path: Path) -> None:
    certificate, key = make_certificate(tmp_path)
    program = """
import sys, threading
from cerver import *
from cerver.utils import *

def run(level):
    told = threading.Event()
    lines = []

    def on_line(kind, text):
        lines.append((kind, text))
        told.set()

    cerver_log_set_handler(on_line if level is not None else None)
    check(cerver_log_set_level(CERVER_LOG_LEVEL_WARNING if level is None else level))
    server = cerver_create_web("lines", 0, 8)
    check(cerver_set_tls_expiry_warning(server, 400))
    check(cerver_set_tls(server, *sys.argv[1:]))
    check(cerver_start_background(server))
    if level:
        assert told.wait(20)
    cerver_teardown(server)
    return lines

[(kind, text)] = run(CERVER_LOG_LEVEL_WARNING)
assert kind == LOG_TYPE_WARNING and "expires in" in text, (kind, text)
assert run(CERVER_LOG_LEVEL_OFF) == []
sys.stderr.write("now\\n")
assert run(None) == []
"""
    command = [python, "-c", program, certificate, key]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    before, after = done.stderr.split("now\n")
    assert before == "" and after.startswith("[WARNING]: the certificate in "), done.stderr
