"""Charts, takes, and the ear that hears while somebody plays."""

from __future__ import annotations

import ctypes
import json
from dataclasses import dataclass
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import Any, Optional, Union

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import _library as lib


class Chart:
    """What should be played: a file that firstchair reads, or the name of a built-in chart."""

    def __init__(self, source: Union[str, "PathLike[str]"]) -> None:
        path = Path(source)
        if path.is_file():
            data = path.read_bytes()
            self._handle = lib.make("chart_read", data, len(data), path.name.encode())
        else:
            self._handle = lib.make("chart_find", str(source).encode())

    @property
    def title(self) -> str:
        return lib.text("chart_title", self._handle)

    def __len__(self) -> int:
        """How many notes it holds."""
        notes: int = lib.call("chart_notes", self._handle)
        return notes

    def __del__(self) -> None:
        if getattr(self, "_handle", None):
            lib.call("chart_free", self._handle)


def chart_of(chart: Union[None, str, "PathLike[str]", Chart]) -> Optional[Chart]:
    return chart if chart is None or isinstance(chart, Chart) else Chart(chart)


def settings_of(**wishes: Any) -> bytes:
    lines = []
    for key, value in wishes.items():
        if value is None:
            continue
        text = f"{value!r}" if isinstance(value, float) else str(value)
        if "\n" in text:
            raise lib.Error(f"{key} holds a line break")
        lines.append(f"{key} {text}\n")
    return "".join(lines).encode()


def mean_of(samples: "NDArray[np.float32]") -> "NDArray[np.float32]":
    """(frames, channels) as the mean of the channels, (frames,), added in their order as the program does."""
    if samples.shape[1] == 0:
        raise lib.Error("a block has no channel")
    mean = samples[:, 0].copy()
    for channel in range(1, samples.shape[1]):
        mean += samples[:, channel]
    mean /= np.float32(samples.shape[1])
    return mean


@dataclass(frozen=True)
class Beat:
    """The beat of free playing at one moment. bpm: quarter notes a minute; next: seconds; phase: 0 to 1; in_bar: 0 to 3."""

    bpm: float
    bpm_sd: float
    next: float
    phase: float
    probability: float
    in_bar: int
    bar_probability: float


class Take:
    """One performance as it was heard and judged. n is the number of strokes.

    time      (n,) float64  seconds from the beginning of the sound to the attack
    voice     (n,) str      what was struck: "kick", "snare", "hat_closed" ...
    strength  (n,) float32  0 to 127, on the scale of MIDI velocities
    sigma_ms  (n,) float32  standard deviation of time, ms
    error_ms  (n,) float64  against the player's own pulse, negative is early; NaN where there is none
    note      (n,) int32    the chart's note that it answers, from 0; -1: none
    kind      (n,) int32    0 it answers a note, 1 on another drum, 2 a grace stroke, 3 it answers none
    timed     (n,) bool     False: no trustworthy attack, never judged for time
    json      dict          the whole take (docs/formats/take.md)
    """

    def __init__(self, handle: int, rate: float) -> None:
        text = ctypes.c_char_p()
        lib.ask("session_finish", handle, ctypes.byref(text))
        self._text = text.value or b""
        self._strokes = lib.all_of("session_strokes", handle, lib.STROKE)
        self._pulse = lib.all_of("session_pulse", handle, lib.PULSE)
        self.rate = rate

    time: NDArray[np.float64] = cached_property(lambda self: self._strokes["frame"] / self.rate)  # type: ignore
    voice: NDArray[np.str_] = cached_property(lambda self: lib.VOICES[self._strokes["voice"]])  # type: ignore
    timed: NDArray[np.bool_] = cached_property(lambda self: self._strokes["timed"] != 0)  # type: ignore

    @property
    def strength(self) -> NDArray[np.float32]:
        return self._strokes["strength"]

    @property
    def sigma_ms(self) -> NDArray[np.float32]:
        return self._strokes["sigma_ms"]

    @property
    def error_ms(self) -> NDArray[np.float64]:
        return self._strokes["error_ms"]

    @property
    def note(self) -> NDArray[np.int32]:
        return self._strokes["note"]

    @property
    def kind(self) -> NDArray[np.int32]:
        return self._strokes["kind"]

    @property
    def pulse(self) -> NDArray[Any]:
        """(beats,) with the fields time (s), bpm, bpm_sd: the player's own pulse, beat by beat."""
        told = np.empty(len(self._pulse), [("time", "f8"), ("bpm", "f8"), ("bpm_sd", "f8")])
        told["time"] = self._pulse["frame"] / self.rate
        told["bpm"], told["bpm_sd"] = self._pulse["bpm"], self._pulse["bpm_sd"]
        return told

    @cached_property
    def json(self) -> "dict[str, Any]":
        read: "dict[str, Any]" = json.loads(self._text)
        return read

    def frame(self) -> Any:
        """A pandas.DataFrame with a row a stroke."""
        import pandas

        columns = ("time", "voice", "strength", "sigma_ms", "error_ms", "note", "kind", "timed")
        return pandas.DataFrame({name: getattr(self, name) for name in columns})

    def __len__(self) -> int:
        return len(self._strokes)

    def __repr__(self) -> str:
        return f"<firstchair.Take: {len(self)} strokes>"


class Ear:
    """Hears sound while it comes.

        ear = firstchair.Ear(48000)
        for block in blocks:
            for stroke in ear.push(block): ...
        take = ear.finish()

    rate: frames a second, 8000 to 192000. voices: "kit", or "pad" for one surface. ear: "live" tells strokes at once,
    "file" knows what comes after one and tells it seconds later. It belongs to one thread at a time.
    """

    def __init__(
        self,
        rate: float = 48000,
        *,
        chart: Union[None, str, "PathLike[str]", Chart] = None,
        bpm: float = 0,
        voices: str = "kit",
        ear: str = "live",
        name: Optional[str] = None,
        channels: int = 1,
    ) -> None:
        if voices not in ("kit", "pad"):
            raise lib.Error(f"{voices} is none of kit, pad")
        self.rate = float(rate)
        wishes = settings_of(
            rate=self.rate, channels=channels, bpm=float(bpm), pad=int(voices == "pad"), ear=ear, name=name
        )
        chart = chart_of(chart)
        self._handle = lib.make("session_new", wishes, chart._handle if chart else None)

    def push(self, block: ArrayLike) -> NDArray[Any]:
        """Hears samples, (frames,) or (frames, channels), full scale 1; of several channels it hears the mean. Returns
        the strokes that became known: a structured array with time (s), voice, strength, sigma_ms."""
        self.hear(block)
        parts = []
        while True:
            part = np.empty(256, lib.STROKE)
            told = lib.call("session_poll", self._handle, part.ctypes.data, len(part))
            parts.append(part[:told])
            if told < len(part):
                break
        strokes = np.concatenate(parts)
        told = np.empty(
            len(strokes), [("time", "f8"), ("voice", lib.VOICES.dtype), ("strength", "f4"), ("sigma_ms", "f4")]
        )
        told["time"] = strokes["frame"] / self.rate
        told["voice"] = lib.VOICES[strokes["voice"]]
        told["strength"], told["sigma_ms"] = strokes["strength"], strokes["sigma_ms"]
        return told

    def hear(self, block: ArrayLike) -> None:
        """Hears samples as push() does, and leaves the strokes to finish()."""
        samples = np.asarray(block, np.float32)
        if samples.ndim == 2:
            samples = mean_of(samples)
        if samples.ndim != 1:
            raise lib.Error("a block has one dimension, or two: frames and channels")
        samples = np.ascontiguousarray(samples)
        lib.ask("session_push", self._handle, samples.ctypes.data, len(samples))

    def beat(self) -> Optional[Beat]:
        """The beat now; None: it is not known. For playing without a chart, heard live."""
        now = lib.BeatStruct()
        lib.ask("session_beat", self._handle, ctypes.byref(now))
        if not now.known:
            return None
        return Beat(
            now.bpm, now.bpm_sd, now.next / self.rate, now.phase, now.probability, now.in_bar, now.bar_probability
        )

    def finish(self) -> Take:
        """Ends the take, and judges it."""
        return Take(self._handle, self.rate)

    def __del__(self) -> None:
        if getattr(self, "_handle", None):
            lib.call("session_free", self._handle)
