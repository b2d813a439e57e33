"""Recordings, one or many."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from os import PathLike
from pathlib import Path
from typing import Any, Iterable, Iterator, Tuple, Union

import numpy as np

from . import _library as lib
from ._take import Chart, Ear, Take, chart_of, settings_of

MIDI_RATE = 1e6  # frames of an e-kit's take are microseconds
BLOCK = 1 << 16


def hear(
    path: Union[str, "PathLike[str]"],
    *,
    chart: Union[None, str, "PathLike[str]", Chart] = None,
    bpm: float = 0,
    voices: str = "kit",
    ear: str = "file",
    kit: Union[None, str] = None,
) -> Take:
    """Judges a recording (wav, flac, ogg, opus, mp3: what soundfile reads) or an e-kit's MIDI file, as `firstchair hear`
    does. chart: what should be played; without one the player is judged against the own pulse. bpm: the tempo that was
    meant, 0: none. voices: "kit" or "pad". ear: "file" or "live". kit: the profile that reads a MIDI file.

    Memory stays flat: the file is read in blocks. Raises Error with the program's line."""
    path = Path(path)
    chart = chart_of(chart)
    try:
        with open(path, "rb") as file:
            sign = file.read(12)
            midi = sign[:4] == b"MThd" or (sign[:4] == b"RIFF" and sign[8:] == b"RMID")
            data = sign + file.read() if midi else None
    except OSError as error:
        raise lib.Error(f"{path}: {error.strerror}.") from error
    try:
        if data is not None:
            wishes = settings_of(bpm=float(bpm), pad=int(voices == "pad"), name=path.name, kit=kit)
            handle = lib.make("session_midi", wishes, chart._handle if chart else None, data, len(data))
            try:
                return Take(handle, MIDI_RATE)
            finally:
                lib.call("session_free", handle)
        return _hear_sound(path, chart=chart, bpm=bpm, voices=voices, ear=ear)
    except lib.Error as error:
        raise lib.Error(f"{path}: {error}") from None


def _hear_sound(path: Path, **wishes: Any) -> Take:
    import soundfile  # type: ignore[import-untyped,unused-ignore]

    try:
        with soundfile.SoundFile(path) as file:
            listener = Ear(file.samplerate, channels=file.channels, name=path.name, **wishes)
            room = np.empty((BLOCK, file.channels), np.float32)
            while len(block := file.read(out=room)):
                listener.hear(block)
            return listener.finish()
    except (RuntimeError, OSError) as error:
        raise lib.Error(f"not a sound file that can be read ({error})") from error


def hear_many(
    paths: "Iterable[Union[str, PathLike[str]]]", *, workers: Union[None, int] = None, **wishes: Any
) -> Iterator[Tuple[Path, Union[Take, lib.Error]]]:
    """Judges many recordings on `workers` threads (as many as there are processors when left out), with the wishes of
    hear(). Gives (path, take) in the order of the paths; what could not be heard gives its Error instead, so that one
    bad file does not end a night's work."""

    def one(path: Union[str, "PathLike[str]"]) -> Union[Take, lib.Error]:
        try:
            return hear(path, **wishes)
        except lib.Error as error:
            return error

    wishes["chart"] = chart_of(wishes.get("chart"))
    every = [Path(path) for path in paths]
    with ThreadPoolExecutor(workers) as pool:
        yield from zip(every, pool.map(one, every))
