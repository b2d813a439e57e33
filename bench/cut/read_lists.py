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


def shots(line, kind=otio.schema.TrackKind.Video):
    """Name of the medium, first frame and number of frames of every clip of the first track of pictures."""
    track = [t for t in line.tracks if isinstance(t, otio.schema.Track) and t.kind == kind][0]
    found = []
    for item in track:
        if not isinstance(item, otio.schema.Clip):
            continue
        place = item.range_in_parent()
        found.append((item.name, place.start_time.to_frames(), place.duration.to_frames()))
    return found


def url_of(clip):
    return unquote(urlparse(clip.media_reference.target_url).path)


def read(name, **how):
    return timeline(otio.adapters.read_from_file(os.path.join(folder, name), **how))


own = read("film.otio")
wanted = shots(own)
rate = own.tracks[0].source_range or own.tracks[0].trimmed_range()
rate = rate.duration.rate
for clip in own.find_clips():
    assert clip.media_reference.target_url, clip.name
print(f"film.otio: {len(wanted)} shots at {rate:.3f}")

edl = []
for path in sorted(glob.glob(os.path.join(folder, "film*.edl")), key=lambda p: (len(p), p)):
    part = otio.adapters.read_from_file(path, rate=round(rate))
    edl += shots(part)
black = [s for s in edl if s[0] in ("BL", "black", "")]
edl = [s for s in edl if s not in black]
print(f"film.edl: {len(edl)} shots, the same: {[(n, d) for n, _, d in edl] == [(n, d) for n, _, d in wanted]}")

xml = shots(read("film.xml"))
print(f"film.xml: {len(xml)} shots, the same: {xml == wanted}")

fcpx = otio.adapters.read_from_file(os.path.join(folder, "film.fcpxml"))
line = timeline(fcpx)
found = shots(line)
print(f"film.fcpxml: {len(found)} shots, the same: {[(n, d) for n, _, d in found] == [(n, d) for n, _, d in wanted]}")

if dtd:
    from lxml import etree

    grammar = etree.DTD(dtd)
    for path in glob.glob(os.path.join(folder, "*.fcpxml")):
        good = grammar.validate(etree.parse(path))
        print(f"{os.path.basename(path)} against the DTD: {good}", *grammar.error_log.filter_from_errors()[:3])
