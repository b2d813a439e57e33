#!/usr/bin/env python3
"""read_lists.py FOLDER [DTD]: reads the edit lists in FOLDER with OpenTimelineIO and its adapters, and FCPXML against
Apple's DTD where its file is given. Every list must hold the shots of film.otio: the file, where it lies, how long,
and where in the file it begins, by the file's timecode where it has one. cameras.* are read likewise where they are
there: every clip of every track of pictures.

    python3 -m venv venv
    venv/bin/pip install --only-binary :all: opentimelineio otio-cmx3600-adapter otio-fcp-adapter otio-fcpx-xml-adapter lxml
"""
import glob
import os
import re
import sys
from urllib.parse import unquote, urlparse

import opentimelineio as otio

folder, dtd = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None


def timeline(read):
    if isinstance(read, otio.schema.SerializableCollection):
        return next(iter(read.find_children(otio.schema.Timeline)), None) or read
    return read


def shots(line, most=1):
    """Name of the medium, where it lies, how long it is and where its source begins, in seconds, of every clip of the
    first tracks of pictures."""
    found = []
    for track in [t for t in line.tracks if isinstance(t, otio.schema.Track) and t.kind == otio.schema.TrackKind.Video][:most]:
        at = 0.0
        for item in track:
            length = item.duration().to_seconds()
            if isinstance(item, otio.schema.Clip):
                found.append((item.name, at, length, item.trimmed_range().start_time.to_seconds()))
            at += length
    return found


def compare(name, found, wanted):
    same = [n for n, *_ in found] == [n for n, *_ in wanted]
    place = max((max(abs(a[1] - b[1]), abs(a[2] - b[2])) for a, b in zip(found, wanted)), default=0)
    # A CMX list names the time of a day: a file that goes on beyond midnight begins it anew.
    source = max((min(abs(a[3] - b[3]), abs(a[3] + 86486.4 - b[3])) for a, b in zip(found, wanted)), default=0)
    print(f"{name}: {len(found)} shots, names the same: {same}, at most {1000 * place:.1f} ms off, sources {1000 * source:.1f} ms")


def read(name, **how):
    return timeline(otio.adapters.read_from_file(os.path.join(folder, name), **how))


own = read("film.otio")
wanted = shots(own)
with open(os.path.join(folder, "film.edl"), encoding="utf-8") as file:
    rate = (lambda found: int(found[1]) / int(found[2]))(re.search(r"\((\d+)/(\d+)\)", file.read()))
for clip in own.find_clips():
    assert clip.media_reference.target_url, clip.name
print(f"film.otio: {len(wanted)} shots at {rate:.3f}")

edl, begin = [], 0.0
for path in sorted(glob.glob(os.path.join(folder, "film*.edl")), key=lambda p: (len(p), p)):
    part = shots(otio.adapters.read_from_file(path, rate=rate))
    edl += [(n, at + begin, length, source) for n, at, length, source in part]
    begin += sum(length for _, _, length, _ in part)
compare("film.edl", [s for s in edl if not s[0].isdigit()], wanted)  # black has only its number
compare("film.xml", shots(read("film.xml")), wanted)
compare("film.fcpxml", shots(read("film.fcpxml")), wanted)
if os.path.exists(os.path.join(folder, "cameras.otio")):
    whole = shots(read("cameras.otio"), 99)
    print(f"cameras.otio: {len(whole)} clips")
    compare("cameras.xml", shots(read("cameras.xml"), 99), whole)
    compare("cameras.fcpxml", shots(read("cameras.fcpxml"), 99), whole)

if dtd:
    from lxml import etree

    grammar = etree.DTD(dtd)
    for path in glob.glob(os.path.join(folder, "*.fcpxml")):
        good = grammar.validate(etree.parse(path))
        print(f"{os.path.basename(path)} against the DTD: {good}", *grammar.error_log.filter_from_errors()[:3])
