"""contract.py PROGRAM FIXED_FILES: the module hears what the program hears, and refuses what is none. FIXED_FILES is
tests/fixed_files of a build tree, which writes the takes. FIRSTCHAIR_LIBRARY may name a library that is not installed."""

import json
import subprocess
import sys
import tempfile
import threading
import unittest
from pathlib import Path

import numpy as np

import firstchair

PROGRAM, FIXED_FILES = sys.argv[1], sys.argv[2]
FOLDER = tempfile.TemporaryDirectory()
HERE = Path(FOLDER.name)
subprocess.run([FIXED_FILES, FOLDER.name], check=True)
TAKE = HERE / "take0.wav"


def program(*words):
    done = subprocess.run([PROGRAM, "hear", *map(str, words), "--json"], capture_output=True, check=True, cwd=HERE)
    return json.loads(done.stdout)


class Contract(unittest.TestCase):
    def test_a_recording_is_judged_as_by_the_program(self):
        self.assertEqual(firstchair.hear(TAKE).json, program("take0.wav"))

    def test_so_it_is_beside_a_chart(self):
        chart = HERE / "take0.tab"
        take = firstchair.hear(TAKE, chart=chart)
        self.assertEqual(take.json, program("take0.wav", "--chart", "take0.tab"))
        self.assertGreater((take.kind == 0).sum(), len(take) // 2)

    def test_arrays_have_one_entry_a_stroke(self):
        take = firstchair.hear(TAKE)
        for name in ("time", "voice", "strength", "sigma_ms", "error_ms", "note", "kind", "timed"):
            self.assertEqual(getattr(take, name).shape, (len(take),), name)
        self.assertTrue((np.diff(take.time) >= 0).all())
        self.assertLessEqual(set(take.voice), set(firstchair._library.VOICES))
        self.assertGreater(take.pulse["bpm"].min(), 20)

    def test_blocks_of_any_size_give_the_same_take(self):
        import soundfile

        sound, rate = soundfile.read(TAKE, dtype="float32")
        takes = []
        for size in (100, 4096):
            ear = firstchair.Ear(rate)
            heard = [ear.push(sound[at : at + size]) for at in range(0, len(sound), size)]
            self.assertGreater(sum(map(len, heard)), 0)
            self.assertIsInstance(ear.beat(), (firstchair.Beat, type(None)))
            takes.append(ear.finish().json)
        self.assertEqual(*takes)

    def test_many_are_heard_in_order_and_a_bad_one_ends_nothing(self):
        bad = HERE / "bad.wav"
        bad.write_bytes(b"nothing")
        told = list(firstchair.hear_many([TAKE, bad, TAKE], workers=3))
        self.assertEqual([path for path, _ in told], [TAKE, bad, TAKE])
        self.assertEqual(told[0][1].json, told[2][1].json)
        self.assertIsInstance(told[1][1], firstchair.Error)

    def test_what_is_refused_raises_the_programs_line(self):
        for wrong in (
            lambda: firstchair.hear(HERE / "not_there.wav"),
            lambda: firstchair.hear(TAKE, chart="no-such-chart"),
            lambda: firstchair.Ear(1),
            lambda: firstchair.Ear(48000, voices="drum"),
            lambda: firstchair.Ear(48000, name="a\nbpm 90"),
            lambda: firstchair.Ear(48000).finish(),
            lambda: firstchair.Ear(48000).push(np.zeros((2, 2, 2))),
        ):
            with self.assertRaises(firstchair.Error):
                wrong()

    def test_pythons_lock_is_free_while_it_hears(self):
        counted, over = [0], threading.Event()

        def count():
            while not over.is_set():
                counted[0] += 1

        counter = threading.Thread(target=count)
        ear = firstchair.Ear(48000, ear="file")
        sound = np.random.default_rng(1).normal(0, 0.1, 48000 * 20).astype(np.float32)
        counter.start()
        ear.push(sound)
        over.set()
        counter.join()
        self.assertGreater(counted[0], 10_000)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
