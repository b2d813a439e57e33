"""How well a net hears the validation kits, by plain peaks of its outputs and its own times.

Thresholds are chosen on one half of the kits and scored on the other, both ways, so that no kit is scored with
thresholds that were chosen on it. "all" counts every stroke; "heard" leaves strokes out, as missed and as found, of
which nobody could hear anything (training/audible.h).
"""
import numpy as np
import torch

from examples import Folder, decibels
from nets import ANY, DELAY, HOP, OFFSET, RATE, STRUCK, VOICE, VOICES

FAMILIES = [[0], [1, 2], [3, 4, 5], [6, 7, 8], [9, 10, 11]]
GRID = np.arange(0.1, 0.91, 0.05)
ONE_ATTACK = 0.008                              # seconds; strokes within it are one attack
FRAME = HOP / RATE                              # seconds


def peaks(p, threshold):
    """Frames whose value is over the threshold and the highest of three."""
    up = np.concatenate([[-1], p[:-1]])
    down = np.concatenate([p[1:], [-1]])
    return np.flatnonzero((p >= threshold) & (p >= up) & (p > down))


def matched(truth, heard, window):
    """Pairs of the two sorted lists, one to one, at most `window` apart: indices into both."""
    i = j = 0
    pairs = []
    while i < len(truth) and j < len(heard):
        if abs(truth[i] - heard[j]) <= window:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif truth[i] < heard[j]:
            i += 1
        else:
            j += 1
    return pairs


def merged(times, shares, apart):
    """Strokes within `apart` are one; it can be heard if one of them can."""
    out = []
    for t, s in sorted(zip(times, shares)):
        if out and t - out[-1][0] <= apart:
            out[-1][1] = max(out[-1][1], s)
        else:
            out.append([t, s])
    return np.array([t for t, _ in out]), np.array([s for _, s in out])


class Heard:
    """What the net says to one piece, and what was played."""

    def __init__(self, p, offset, strokes, name):
        self.p, self.offset, self.name = p, np.clip(offset, -1.2, 0.5), name
        self.times = strokes[:, 5] * FRAME
        self.voices, self.shares = strokes[:, 2].astype(int), strokes[:, 4]

    def truth(self, voices=None, apart=ONE_ATTACK):
        of = slice(None) if voices is None else np.isin(self.voices, voices)
        return merged(self.times[of], self.shares[of], apart)

    def told(self, curve, threshold, delay=DELAY):
        at = peaks(curve, threshold)
        at = at[at >= delay]
        return np.sort(at - delay + 1 + (self.offset[at] if delay else 0)) * FRAME


@torch.no_grad()
def listen(model, path, pieces=None):
    model.eval()
    folder = Folder(path)
    out = []
    for k, (first, count) in enumerate(folder.pieces[:pieces]):
        y = model(decibels(np.asarray(folder.levels[first:first + count]))[None])[0]
        p = torch.sigmoid(y).numpy()
        out.append(Heard(p, y[:, OFFSET].numpy(), folder.within(first, count), folder.names[k]))
    model.train()
    return out


class Counts:
    def __init__(self):
        self.n = self.truth = self.told = 0

    def add(self, truth, shares, told, window, audible):
        pairs = matched(truth, told, window)
        could = shares >= audible
        found = sum(could[i] for i, _ in pairs)
        self.n += found
        self.truth += int(could.sum())
        self.told += len(told) - (len(pairs) - found)

    def f(self, beta=1.0):
        return (1 + beta ** 2) * self.n / max(1, beta ** 2 * self.truth + self.told)


def score(pieces, curve, threshold, window, voices=None, audible=0.0, delay=DELAY, beta=1.0):
    counts = Counts()
    for piece in pieces:
        truth, shares = piece.truth(voices)
        counts.add(truth, shares, piece.told(curve(piece), threshold, delay), window, audible)
    return counts.f(beta)


def column(k):
    return lambda piece: piece.p[:, k]


def choose(pieces, audible):
    """The thresholds with the best F at 25 ms: struck, any, every voice."""
    best = lambda *a, **k: max((score(pieces, a[0], t, 0.025, *a[1:], audible=audible, **k), -abs(t - 0.5), t) for t in GRID)[2]
    # A prompt that is withdrawn costs less than one that comes late.
    return [best(column(STRUCK), delay=0, beta=3.0), best(column(ANY))] + [best(column(VOICE + v), [v]) for v in range(VOICES)]


def family_curve(family, thresholds):
    columns = [VOICE + v for v in family]
    bars = np.array([thresholds[2 + v] for v in family])
    return lambda piece: (piece.p[:, columns] / bars).max(1)


def figures(pieces, bars, least):
    """F of attacks at 25, 10 and 5 ms, of five classes at 25 and 50 ms, of twelve voices at 25 ms (all counts added).

    bars: the thresholds for either half of the kits; least: the share from which on a stroke counts.
    """
    halves = [[p for p in pieces if kit_side(p) == side] for side in (0, 1)]
    def sums(rows):
        counts = Counts()
        for side in (0, 1):
            for curve, threshold, voices, window in rows(bars[side]):
                for piece in halves[side]:
                    truth, shares = piece.truth(voices)
                    counts.add(truth, shares, piece.told(curve(piece), threshold), window, least)
        return counts.f()
    attacks = lambda window: sums(lambda t: [(column(ANY), t[1], None, window)])
    classes = lambda window: sums(lambda t: [(family_curve(f, t), 1.0, f, window) for f in FAMILIES])
    out = {"any25": attacks(0.025), "any10": attacks(0.010), "any5": attacks(0.005),
           "classes25": classes(0.025), "classes50": classes(0.050),
           "voices25": sums(lambda t: [(column(VOICE + v), t[2 + v], [v], 0.025) for v in range(VOICES)])}
    for name, family in zip(("kick", "snare", "hat", "tom", "cymbal"), FAMILIES):
        out[name] = sums(lambda t: [(family_curve(family, t), 1.0, family, 0.025)])
    return out


SIDES = {}


def kit_side(piece):
    """Which half a kit belongs to: by its place among the names of all kits."""
    return SIDES.setdefault(piece.name["kit"], len(SIDES) % 2)


def phantoms(pieces, thresholds):
    """Share of single strokes, far from any other, to which a drum of another family is told within 30 ms."""
    wrong = lone = 0
    for piece in pieces:
        if piece.name["kind"] != "alone":
            continue
        heard = [piece.told(family_curve(f, thresholds)(piece), 1.0) for f in FAMILIES]
        for t, v in zip(piece.times, piece.voices):
            lone += 1
            wrong += any(v not in f and len(h) and np.abs(h - t).min() <= 0.030 for f, h in zip(FAMILIES, heard))
    return wrong / max(1, lone)


def false_a_minute(pieces, threshold):
    told = sum(len(p.told(p.p[:, ANY], threshold)) for p in pieces)
    return told / max(1e-9, sum(len(p.p) for p in pieces) * FRAME / 60)


def assess(model, held, nothing, audible, pieces=None):
    """held: {condition: folder}; thresholds come from all conditions together. Returns (figures, thresholds)."""
    heard = {name: listen(model, path, pieces) for name, path in held.items()}
    everything = [p for one in heard.values() for p in one]
    for p in sorted(everything, key=lambda p: p.name["kit"]):
        kit_side(p)
    bars = [choose([p for p in everything if kit_side(p) != side], audible) for side in (0, 1)]
    rows = {}
    for name, one in heard.items():
        for k, v in figures(one, bars, 0.0).items():
            rows[f"{name} {k}"] = v
        for k, v in figures(one, bars, audible).items():
            if k in ("any25", "classes25", "voices25"):
                rows[f"{name} heard {k}"] = v
    thresholds = choose(everything, audible)
    rows["phantoms"] = phantoms(heard["clean"], thresholds) if "clean" in heard else 0.0
    rows["false a minute"] = false_a_minute(listen(model, nothing, pieces), thresholds[1])
    return rows, thresholds
