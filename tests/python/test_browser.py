"""A browser plays the video of the demo and seeks in it, and in a recording too long to be loaded whole."""

from __future__ import annotations

import wave
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from browser import Browser
from conftest import ROOT
from support import App

SECONDS = 300
RATE = 44_100

PLAY = """
new Promise((resolve, reject) => {
    const clip = document.getElementById("clip");
    clip.onerror = () => reject(new Error(`error ${clip.error.code}: ${clip.error.message}`));
    clip.ontimeupdate = () => clip.currentTime > 0.3 && resolve(clip.duration);
    clip.play().catch(reject);
})
"""

SEEK = """
new Promise((resolve, reject) => {
    const clip = document.getElementById("clip");
    clip.onerror = () => reject(new Error(`error ${clip.error.code}: ${clip.error.message}`));
    clip.onseeked = (event) => resolve([event.type, clip.currentTime]);
    clip.currentTime = %d;
})
"""


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Browser]:
    browser = Browser(tmp_path)
    yield browser
    browser.close()


def play_and_seek(browser: Browser, page: str, seconds: int, place: int) -> list[dict[str, Any]]:
    """Opens a page, plays its clip and seeks; the answers that the browser got for the clip."""
    browser.send("Network.enable")
    browser.send("Page.enable")
    browser.send("Page.navigate", url=page)
    browser.wait_for("Page.domContentEventFired")
    assert abs(browser.run(PLAY) - seconds) < 1
    event, reached = browser.run(SEEK % place)
    assert event == "seeked" and abs(reached - place) < 1
    answers = [event["params"]["response"] for event in browser.events if event["method"] == "Network.responseReceived"]
    clips = [answer for answer in answers if "/clip." in answer["url"]]
    assert {answer["status"] for answer in clips} == {206}, clips
    return clips


def first_byte(answer: dict[str, Any]) -> int:
    headers = {name.lower(): value for name, value in answer["headers"].items()}
    return int(headers["content-range"].removeprefix("bytes ").partition("-")[0])


def test_the_video_of_the_demo(python: str, tmp_path: Path, browser: Browser) -> None:
    demo = App([python, str(ROOT / "examples" / "demo.py"), "0"], tmp_path, {})
    try:
        play_and_seek(browser, f"http://127.0.0.1:{demo.port}/", 30, 25)
    finally:
        demo.kill()


def test_a_seek_asks_for_what_lies_behind(start: Callable[..., App], tmp_path: Path, browser: Browser) -> None:
    folder = tmp_path / "public"
    folder.mkdir()
    (folder / "index.html").write_text('<!doctype html><audio id="clip" src="/clip.wav" preload="metadata"></audio>')
    with wave.open(str(folder / "clip.wav"), "wb") as recording:
        recording.setparams((2, 2, RATE, 0, "NONE", ""))
        recording.writeframes(bytes(4 * RATE * SECONDS))
    app = start("static.py", str(folder))
    answers = play_and_seek(browser, f"http://127.0.0.1:{app.port}/", SECONDS, SECONDS - 30)
    starts = [first_byte(answer) for answer in answers]
    assert starts[0] == 0 and max(starts) > 4 * RATE * SECONDS // 2, starts
