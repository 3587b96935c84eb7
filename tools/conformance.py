#!/usr/bin/env python3
"""Runs the conformance test of the project and the suites of others that can be had, and tells their scores.

    tools/conformance.py [--h1spec http_test.ts] [--llhttp test/request] [--write]

--h1spec   the test file of github.com/uNetworking/h1spec (it has no licence, so it is not part of this project);
           it is run by deno, which comes from the npm package of that name
--llhttp   the folder test/request of github.com/nodejs/llhttp: its vectors for requests
--write    puts the scores into tests/conformance/outside.md, which becomes a part of docs/conformance.md

slowhttptest runs when it is installed (apt install slowhttptest), the Autobahn suite when there is a Python 2.7
(tools/autobahn.py). A suite that is not there is left out, and said so; its score of the last run with it stays.
The exit code is 1 when a suite has a result that is neither right nor explained.
"""

import argparse
import re
import shutil
import socket
import subprocess
import sys
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import autobahn

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "target" / "conformance"
OUTSIDE = ROOT / "tests/conformance/outside.md"

# Vectors that are about something else than HTTP/1.x: by their titles.
ELSEWHERE = {
    "connection: Upgrade GET request": "the rest is no HTTP for who upgrades; the echo does not",
    "connection: Upgrade POST request": "the rest is no HTTP for who upgrades; the echo does not",
    "invalid: HTTP protocol and ANNOUNCE method": "llhttp has a list of methods, here the program decides",
    "invalid: Invalid method": "llhttp has a list of methods, here the program decides",
    "method: SOURCE request with ICE": "the protocol of Icecast",
    "method: OPTIONS request with RTSP": "RTSP",
    "method: ANNOUNCE request with RTSP": "RTSP",
    "method: PRI request HTTP2": "HTTP/2",
    "sample: No HTTP version": "HTTP/0.9",
}

# Where the verdict about a vector is another one on purpose: by its title.
EXPLAINED = {
    "connection: CRLF between requests, implicit `keep-alive`": "one empty line before a request is ignored, not two",
    "connection: Multiple tokens with folding and LWS": "folded lines are refused (RFC 9112 section 5.2)",
    "method: M-SEARCH request": "`*` is for OPTIONS only (RFC 9110 section 7.1)",
    "transfer-encoding: POST with `chunked` as last transfer-encoding (multiple headers)": "a repeated Transfer-Encoding "
    "is refused",
    "uri: Fragment in URI": "a fragment is no part of a target (RFC 9112 section 3.2)",
    "uri: `host:port` and basic auth": "user information in a target is an error (RFC 9110 section 4.2.4)",
}


@contextmanager
def server():
    """The echo server on the library as released; gives its port."""
    BUILD.mkdir(parents=True, exist_ok=True)
    program = BUILD / "echo"
    subprocess.run(["cargo", "build", "--locked", "--release", "--package", "cerver-ffi"], cwd=ROOT, check=True)
    release = ROOT / "target" / "release"
    command = ["cc", "-O2", "-Wall", "-I", ROOT / "include", "-o", program, ROOT / "tests/conformance/echo.c"]
    subprocess.run([*command, release / "libcerver.so", f"-Wl,-rpath,{release}"], check=True)
    with subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield int(process.stdout.readline().removeprefix("port "))
        finally:
            process.stdin.close()
            process.wait(20)


def own_cases():
    done = subprocess.run(
        ["cargo", "test", "--locked", "--test", "conformance"], cwd=ROOT, text=True, capture_output=True
    )
    print(done.stdout)
    return done.returncode == 0


def h1spec(port, test):
    """Passed and all."""
    deno = shutil.which("deno") or BUILD / "node_modules/.bin/deno"
    if not Path(deno).exists():
        subprocess.run(["npm", "install", "--prefix", BUILD, "deno"], check=True, stdout=subprocess.DEVNULL)
    command = [deno, "run", "--allow-net", "--no-config", test, "127.0.0.1", str(port)]
    output = subprocess.run(command, text=True, capture_output=True, timeout=120).stdout
    print(output)
    passed, total = re.search(r"(\d+) out of (\d+) tests passed", output).groups()
    return int(passed), int(total)


def vectors(folder):
    """Title, bytes and log of each vector for a strict parser of requests."""
    block = re.compile(r"^#+ ([^\n]+)$|^<!-- meta=(\{[^\n]*\}) -->$|^```(http|log)\n(.*?)^```$", re.M | re.S)
    for path in sorted(Path(folder).glob("*.md")):
        title, meta, data = "", "", b""
        for heading, new_meta, kind, text in block.findall(path.read_text()):
            if heading:
                title = f"{path.stem}: {heading.strip()}"
            elif new_meta:
                meta = new_meta
            elif kind == "http":
                data = unescaped(text)
            elif re.search(r'"type": ?"request" ?[,}]', meta) and "pause" not in meta and "skipBody" not in meta:
                yield title, data, text


def unescaped(text):
    """The bytes that a vector stands for: lines end with CR LF, escapes are those of the suite."""
    text = text.removesuffix("\n")
    text = re.sub(r"\\\n", "", text)
    text = re.sub(r"\r\n|\r|\n", "\r\n", text)
    for name, byte in (("r", "\r"), ("n", "\n"), ("t", "\t"), ("f", "\f")):
        text = text.replace("\\" + name, byte)
    text = re.sub(r"\\x([0-9a-fA-F]+)", lambda found: chr(int(found[1], 16)), text)
    text = re.sub(r"\\([0-7]{1,3})", lambda found: chr(int(found[1], 8)), text)
    text = re.sub(r"\$\{'(.)'\.repeat\((\d+)\)\}", lambda found: found[1] * int(found[2]), text)
    return text.encode("utf-8" if any(ord(letter) > 255 for letter in text) else "latin-1")


def adapted(data, title):
    """The same with a Host where a request of HTTP/1.1 has none, and without the fragment that many targets have:
    neither is what the vector is about."""
    line = re.compile(rb"^[A-Za-z-]+ [^\r\n]* HTTP/1\.1\r\n", re.M)

    def add(found):
        head = data[found.end() :].split(b"\r\n\r\n", 1)[0]
        text = found[0] if title.startswith("uri") else re.sub(rb"#[^ ]*", b"", found[0])
        return text + (b"" if re.search(rb"^host[ \t]*:", head, re.M | re.I) else b"Host: h\r\n")

    return line.sub(add, data)


def answers(port, data):
    """Statuses of all answers to the bytes and the end of the stream."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
        try:
            client.sendall(data)
            client.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # refused early
        received = b""
        try:
            while part := client.recv(65536):
                received += part
        except ConnectionResetError:
            pass
    return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d\d\d) ", received)]


def agree(log, statuses):
    """Whether the answers mean what the log of llhttp says: as many good requests, and a bad one if there was one.

    Codes 21 to 23 are no errors but pauses, and 5 tells of bytes behind a closing request, which are not looked at
    here. 501 means that the framing was understood and only the coding is not known.
    """
    errors = [code for code in re.findall(r"error code=(\d+)", log) if code not in ("5", "21", "22", "23")]
    complete = len(re.findall("message complete", log))
    good = sum(status in (200, 501) for status in statuses)
    refused = any(status >= 400 and status != 501 for status in statuses)
    # What breaks off inside of a bad head gets no answer at all.
    return good <= complete if errors else good >= complete and not refused


def llhttp(port, folder):
    """Agreeing, all, and the differences."""
    total, differences = 0, []
    for title, data, log in vectors(folder):
        if title in ELSEWHERE:
            continue
        total += 1
        statuses = answers(port, adapted(data, title))
        if not agree(log, statuses):
            differences.append((title, f"the answers are {statuses}"))
    return total - len(differences), total, differences


def slow(port):
    """What slowhttptest says about the service while it attacks, by its kinds of attack."""
    url = f"http://127.0.0.1:{port}/"
    kinds = {
        "slow heads (-H)": ["-H", "-i", "2"],
        "slow bodies (-B)": ["-B", "-i", "2", "-s", "8192"],
        "slow reading (-X)": ["-X", "-w", "1", "-y", "2", "-n", "5", "-z", "32", "-k", "3"],
    }
    result = {}
    for kind, options in kinds.items():
        command = ["slowhttptest", *options, "-c", "500", "-r", "200", "-l", "15", "-p", "2", "-u", url]
        output = subprocess.run(command, text=True, capture_output=True, timeout=120).stdout
        states = re.findall(r"service available:\s*(YES|NO)", re.sub(r"\x1b\[[0-9;]*m", "", output))
        result[kind] = "YES" if states and set(states) == {"YES"} else f"NO in {states.count('NO')} of {len(states)}"
        print(f"slowhttptest, {kind}: service available: {result[kind]}")
    return result


def web_socket():
    """The score of the Autobahn suite, and whether it is as it must be; None when it cannot run here."""
    try:
        score = autobahn.run()
    except autobahn.Missing as why:
        print(f"autobahn is left out: {why}")
        return None
    passed, total = sum(score[verdict] for verdict in autobahn.GOOD), sum(score.values())
    notes = f"{score['INFORMATIONAL']} informational, {score['NON-STRICT']} non-strict, {score['UNIMPLEMENTED']} not implemented"
    print(f"autobahn: {passed} of {autobahn.CASES} ({notes}, {total} ran)")
    return f"{passed} of {autobahn.CASES}: {score['FAILED']} failed, {notes}", passed == autobahn.CASES


def page(scores):
    """The scores of this run, and of an earlier one where a suite was not there."""
    rows = (
        {}
        if not OUTSIDE.exists()
        else dict(re.findall(r"^\| (?!suite|---)([^|]+) (\|[^\n]*) \|$", OUTSIDE.read_text(), re.M))
    )
    today = date.today()
    rows |= {suite: f"| {score} | {others} | {today}" for suite, (score, others) in scores.items()}
    lines = "".join(f"| {suite} {rest} |\n" for suite, rest in rows.items())

    def listed(reasons):
        return "".join(f"- {title}: {reason}\n" for title, reason in reasons.items())

    return f"""## Suites of others

`make conformance` runs them on the released library: those of HTTP against `tests/conformance/echo.c`, the Autobahn suite
for WebSocket (autobahntestsuite 25.10.1, all of its 517 cases, with permessage-deflate) against `bench/hello.c`.

| suite | score | others | run on |
|---|---|---|---|
{lines}
Vectors of llhttp with another verdict here, on purpose:

{listed(EXPLAINED)}
Vectors of llhttp that are left out:

{listed(ELSEWHERE)}"""


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--h1spec", default="")
    arguments.add_argument("--llhttp", default="")
    arguments.add_argument("--write", action="store_true")
    wanted = arguments.parse_args()
    right = own_cases()
    scores = {}
    with server() as port:
        if wanted.h1spec:
            passed, total = h1spec(port, wanted.h1spec)
            right &= passed == total
            scores["h1spec"] = f"{passed} of {total}", "node 32, hyper 31, h2o 30, nginx 27"
        else:
            print("h1spec is left out: name its http_test.ts with --h1spec")
        if wanted.llhttp:
            same, total, differences = llhttp(port, wanted.llhttp)
            print(f"llhttp: the same verdict for {same} of {total} vectors")
            for title, verdict in differences:
                print(f"  {title}: {verdict}: {EXPLAINED.get(title, 'NOT EXPLAINED')}")
            right &= all(title in EXPLAINED for title, _ in differences)
            others = "node 106, hyper 91, nginx 89, h2o 82, Go 75, of 113, in another count"
            scores["llhttp's vectors of requests"] = f"{same} of {total}", others
        else:
            print("llhttp is left out: name its folder test/request with --llhttp")
        if shutil.which("slowhttptest"):
            result = slow(port)
            right &= all(state == "YES" for state in result.values())
            for kind, state in result.items():
                scores[f"slowhttptest, {kind}, 500 connections"] = f"service available: {state}", "nginx YES"
        else:
            print("slowhttptest is left out: it is not installed (apt install slowhttptest)")
    if result := web_socket():
        scores["Autobahn, WebSocket"] = result[0], "tungstenite 301 of 517, 216 not implemented"
        right &= result[1]
    text = page(scores)
    print(text)
    if wanted.write:
        OUTSIDE.write_text(text)
        print("written; now: BLESS=1 cargo test --test conformance page")
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
