#!/usr/bin/env python3
"""read_lists.py FOLDER [DTD]: reads the edit lists in FOLDER with OpenTimelineIO and its adapters, and FCPXML against
Apple's DTD where its file is given. Every list must hold the shots of film.otio: the file, where it lies, how long.

    python3 -m venv venv
    venv/bin/pip install --only-binary :all: opentimelineio otio-cmx3600-adapter otio-fcp-adapter otio-fcpx-xml-adapter lxml
"""
import glob
import os
import sys
from urllib.parse import unquote, urlparse

import opentimelineio as otio

folder, dtd = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None


def timeline(read):
    if isinstance(read, otio.schema.SerializableCollection):
        return next(iter(read.find_children(otio.schema.Timeline)), None) or read
    return read


def shots(line):
    """Name of the medium, where it begins and how long it is, in seconds, of every clip of the first track of pictures."""
    track = [t for t in line.tracks if isinstance(t, otio.schema.Track) and t.kind == otio.schema.TrackKind.Video][0]
    found, at = [], 0.0
    for item in track:
        length = item.duration().to_seconds()
        if isinstance(item, otio.schema.Clip):
            found.append((item.name, at, length))
        at += length
    return found


def compare(name, found):
    off = [max(abs(a[1] - b[1]), abs(a[2] - b[2])) for a, b in zip(found, wanted)]
    same = [n for n, _, _ in found] == [n for n, _, _ in wanted]
    print(f"{name}: {len(found)} shots, names the same: {same}, at most {1000 * max(off):.1f} ms off")


def read(name, **how):
    return timeline(otio.adapters.read_from_file(os.path.join(folder, name), **how))


own = read("film.otio")
wanted = shots(own)
rate = own.tracks[0].source_range or own.tracks[0].trimmed_range()
rate = rate.duration.rate
for clip in own.find_clips():
    assert clip.media_reference.target_url, clip.name
print(f"film.otio: {len(wanted)} shots at {rate:.3f}")

edl, begin = [], 0.0
for path in sorted(glob.glob(os.path.join(folder, "film*.edl")), key=lambda p: (len(p), p)):
    # Its rate is a whole number of frames: the film's seconds are longer by what it is less.
    part = shots(otio.adapters.read_from_file(path, rate=round(rate)))
    edl += [(n, (at + begin) * round(rate) / rate, length * round(rate) / rate) for n, at, length in part]
    begin += sum(length for _, _, length in part)
compare("film.edl", [s for s in edl if not s[0].isdigit()])  # black has only its number
compare("film.xml", shots(read("film.xml")))
compare("film.fcpxml", shots(timeline(otio.adapters.read_from_file(os.path.join(folder, "film.fcpxml")))))

if dtd:
    from lxml import etree

    grammar = etree.DTD(dtd)
    for path in glob.glob(os.path.join(folder, "*.fcpxml")):
        good = grammar.validate(etree.parse(path))
        print(f"{os.path.basename(path)} against the DTD: {good}", *grammar.error_log.filter_from_errors()[:3])
