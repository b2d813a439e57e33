"""score.py SOUND TRUTH: F-measure, precision and recall of the onsets against a file with one time in seconds a line,
within 25 ms, by mir_eval."""

import sys

import mir_eval
import numpy as np

import firstchair

take = firstchair.hear(sys.argv[1])
truth = np.sort(np.loadtxt(sys.argv[2], ndmin=1))
f, precision, recall = mir_eval.onset.f_measure(truth, np.unique(take.time), window=0.025)
print(f"F {f:.3f}, precision {precision:.3f}, recall {recall:.3f}")
