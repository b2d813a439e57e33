"""The C API (include/firstchair/firstchair.h), as ctypes sees it. A call runs without Python's lock."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path
from typing import Any, List

import numpy as np
from numpy.typing import NDArray

MATCHED, WRONG_VOICE, GRACE, EXTRA, HEARD = 0, 1, 2, 3, 6

# firstchair_stroke: arrays of it are filled by C.
STROKE = np.dtype(
    [
        ("frame", "<i8"),
        ("error_ms", "<f8"),
        ("voice", "<i4"),
        ("kind", "<i4"),
        ("note", "<i4"),
        ("voice_probability", "<f4"),
        ("level_db", "<f4"),
        ("strength", "<f4"),
        ("sigma_ms", "<f4"),
        ("timed", "u1"),
        ("unison", "u1"),
        ("revised", "u1"),
        ("elsewhere", "u1"),
    ],
    align=True,
)
PULSE = np.dtype([("frame", "<f8"), ("bpm", "<f8"), ("bpm_sd", "<f8")])


class Error(Exception):
    """Something was refused. Its text is the line that the program would print."""


class BeatStruct(ctypes.Structure):
    _fields_ = [
        ("bpm", ctypes.c_double),
        ("bpm_sd", ctypes.c_double),
        ("next", ctypes.c_double),
        ("phase", ctypes.c_double),
        ("probability", ctypes.c_float),
        ("bar_probability", ctypes.c_float),
        ("in_bar", ctypes.c_int32),
        ("known", ctypes.c_int32),
    ]


def _open() -> ctypes.CDLL:
    # FIRSTCHAIR_LIBRARY names another one: a build tree's.
    named = os.environ.get("FIRSTCHAIR_LIBRARY")
    beside = sorted(Path(__file__).parent.glob("libfirstchair.*"))
    return ctypes.CDLL(named or (str(beside[0]) if beside else "libfirstchair.so.0"))


_lib = _open()
_handle, _text, _size = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t
_place = ctypes.POINTER(ctypes.c_void_p)


def _declare(name: str, result: Any, *arguments: Any) -> None:
    function = getattr(_lib, "firstchair_" + name)
    function.restype = result
    function.argtypes = arguments


_declare("version", _text)
_declare("error", _text)
_declare("voice_name", _text, ctypes.c_int32)
_declare("chart_read", ctypes.c_int, _text, _size, _text, _place)
_declare("chart_find", ctypes.c_int, _text, _place)
_declare("chart_title", _text, _handle)
_declare("chart_notes", _size, _handle)
_declare("chart_free", None, _handle)
_declare("session_new", ctypes.c_int, _text, _handle, _place)
_declare("session_midi", ctypes.c_int, _text, _handle, _text, _size, _place)
_declare("session_push", ctypes.c_int, _handle, ctypes.c_void_p, _size)
_declare("session_note", ctypes.c_int, _handle, ctypes.c_double, ctypes.c_int, ctypes.c_int)
_declare("session_poll", _size, _handle, ctypes.c_void_p, _size)
_declare("session_beat", ctypes.c_int, _handle, ctypes.POINTER(BeatStruct))
_declare("session_finish", ctypes.c_int, _handle, ctypes.POINTER(_text))
_declare("session_strokes", _size, _handle, _size, ctypes.c_void_p, _size)
_declare("session_pulse", _size, _handle, _size, ctypes.c_void_p, _size)
_declare("session_free", None, _handle)


def call(name: str, *arguments: Any) -> Any:
    """Calls firstchair_NAME, whose result is no status."""
    return getattr(_lib, "firstchair_" + name)(*arguments)


def text(name: str, *arguments: Any) -> str:
    """Calls firstchair_NAME, whose result is a string."""
    told: bytes = call(name, *arguments)
    return told.decode()


def ask(name: str, *arguments: Any) -> None:
    """Calls firstchair_NAME, and raises Error with its line when it refuses."""
    if call(name, *arguments) != 0:
        raise Error(text("error"))


def make(name: str, *arguments: Any) -> int:
    """Calls firstchair_NAME, which makes a handle, and returns that."""
    made = ctypes.c_void_p()
    ask(name, *arguments, ctypes.byref(made))
    assert made.value is not None
    return made.value


def version() -> str:
    """The library's version."""
    return text("version")


def _voices() -> "NDArray[np.str_]":
    names: List[str] = []
    while (name := call("voice_name", len(names))) is not None:
        names.append(name.decode())
    return np.array(names)


VOICES = _voices()


def all_of(name: str, handle: int, dtype: "np.dtype[Any]") -> "NDArray[Any]":
    """Everything that firstchair_NAME(handle, from, out, room) writes."""
    parts, read, room = [], 0, 4096
    while True:
        part = np.empty(room, dtype)
        told = call(name, handle, read, part.ctypes.data, room)
        parts.append(part[:told])
        read += told
        if told < room:
            return np.concatenate(parts)
