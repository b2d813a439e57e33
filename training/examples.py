"""Rendered examples (training_examples writes them), and what is done to a stretch of them while training."""
import csv

import numpy as np
import torch
import torch.nn.functional as F

from nets import BANDS, DELAY, HOP, LONG, RATE, SEEN, SHORT, VOICES

ANY_AT, OFFSET_AT, VELOCITY_AT, DEAF_AT = 0, 1, 2, 2 + VOICES
COLUMNS = 3 + 2 * VOICES       # any, offset, velocities, "nobody could hear it" of any and of every voice


class Folder:
    """One folder. Levels stay on the disk; strokes are kept as (frame, offset, voice, velocity, share), by frame."""

    def __init__(self, path):
        self.levels = np.memmap(f"{path}/levels.u8", np.uint8, "r").reshape(-1, BANDS)
        pieces = np.fromfile(f"{path}/pieces.i32", np.int32).reshape(-1, 2)
        strokes = np.fromfile(f"{path}/strokes.f32", np.float32).reshape(-1, 5)
        with open(f"{path}/pieces.csv", newline="") as file:
            self.names = list(csv.DictReader(file))
        self.pieces = pieces
        piece = strokes[:, 0].astype(int)
        at = (strokes[:, 1].astype(float) + SEEN) * RATE / HOP      # frames until the stroke has been seen
        own = np.ceil(at).astype(int) - 1
        inside = (own >= 0) & (own < pieces[piece, 1])
        frame = pieces[piece, 0] + own
        rows = np.stack([frame, at - (own + 1), strokes[:, 2], strokes[:, 3] / 127, strokes[:, 4], at], 1)[inside]
        order = np.argsort(rows[:, 0], kind="stable")
        self.strokes = rows[order]
        self.frames = self.strokes[:, 0].astype(int)

    def within(self, first, count):
        a, b = np.searchsorted(self.frames, [first, first + count])
        return self.strokes[a:b]

    def labels(self, first, count, audible):
        """(count, COLUMNS); a stroke whose share is under `audible` is no target, but marked as not to be heard."""
        out = np.zeros((count, COLUMNS), np.float32)
        out[:, OFFSET_AT] = 9
        for frame, offset, voice, velocity, share, _ in self.within(first, count):
            row, voice = out[int(frame) - first], int(voice)
            if share < audible:
                row[DEAF_AT] = row[DEAF_AT + 1 + voice] = 1
                continue
            row[ANY_AT] = 1
            row[OFFSET_AT] = offset if row[OFFSET_AT] == 9 else min(row[OFFSET_AT], offset)   # -1 < offset <= 0
            row[VELOCITY_AT + voice] = max(row[VELOCITY_AT + voice], velocity)
        return out


def decibels(levels):
    return torch.from_numpy(levels.astype(np.float32) / 255 * 95 - 70)


class Examples:
    """`often` draws the pieces of some kinds more often than others: {"alone": 2}."""

    def __init__(self, paths, audible, often=None):
        self.folders = [Folder(path) for path in paths]
        self.audible = audible
        lengths = np.array([folder.pieces[:, 1].sum() for folder in self.folders], float)
        self.shares = lengths / lengths.sum()
        self.hours = lengths.sum() * HOP / RATE / 3600
        draws = [np.array([(often or {}).get(name["kind"], 1.0) for name in folder.names]) for folder in self.folders]
        self.draws = [draw / draw.sum() for draw in draws] if often else None

    def batch(self, rng, count, frames, answers=None):
        """Levels and labels; with the teachers' `answers` to every folder what they say of these frames, too."""
        x = np.empty((count, frames, BANDS), np.uint8)
        y = np.empty((count, frames, COLUMNS), np.float32)
        said = []
        for i, f in enumerate(rng.choice(len(self.folders), count, p=self.shares)):
            folder = self.folders[f]
            pieces = len(folder.pieces)
            first, length = folder.pieces[rng.choice(pieces, p=self.draws[f]) if self.draws else rng.integers(pieces)]
            start = first + rng.integers(0, max(1, length - frames))
            x[i] = folder.levels[start:start + frames]
            y[i] = folder.labels(start, frames, self.audible)
            if answers:
                said.append(answers[f][start:start + frames].astype(np.float32))
        labelled = decibels(x), torch.from_numpy(y)
        return (*labelled, torch.from_numpy(np.stack(said))) if answers else labelled

    def disturbed(self, rng, count, frames):
        """A batch as it is trained on: by other microphones, of low rates, begun in the middle."""
        x, y = self.batch(rng, count, frames)
        return begin_later(narrow(disturb(x, rng) if rng.random() < 0.7 else x, rng), y, rng)

    def answered(self, rng, count, frames, answers, telephones):
        """The same with what teachers say who heard it undisturbed; that share of it comes through a telephone."""
        x, y, said = self.batch(rng, count, frames, answers)
        x = telephone(narrow(disturb(x, rng) if rng.random() < 0.7 else x, rng), rng, telephones)
        return (*begin_later(x, y, rng, said=said), said)


def disturb(x, rng):
    """Another microphone and another noise floor, drawn anew for every stretch."""
    count = len(x)
    normal = lambda sd, *shape: torch.from_numpy(rng.normal(0, sd, shape).astype(np.float32))
    short = F.interpolate(normal(3, count, 1, 5), SHORT, mode="linear", align_corners=True)
    low = short[..., :1].expand(-1, -1, LONG)
    x = x + torch.cat([short, low], -1) + normal(3, count, 1, 1)
    floor = torch.from_numpy(rng.uniform(-85, -35, (count, 1, 1)).astype(np.float32))
    ramp = torch.cat([torch.linspace(-1, 1, SHORT), -torch.ones(LONG)])
    wobble = torch.from_numpy(rng.standard_normal(x.shape, np.float32))    # that of a noisy band
    level = floor + normal(5, count, 1, 1) * ramp + 2.5 * wobble
    return torch.logaddexp(x * 0.2302585, level * 0.2302585) / 0.2302585


def centres_of(low_hz, high_hz, count):
    mel = lambda hz: 1127 * np.log(1 + hz / 700)
    low, step = mel(low_hz), (mel(high_hz) - mel(low_hz)) / (count + 1)
    return 700 * (np.exp((low + step * np.arange(1, count + 1)) / 1127) - 1)


def narrow(x, rng, share=0.12):
    """Some recordings have a low rate: bands beyond its reach are empty."""
    centres = centres_of(100, 16000, SHORT)
    for i in range(len(x)):
        if rng.random() < share:
            rate = rng.choice([8000, 11025, 16000, 22050, 32000])
            x[i, :, :SHORT][:, torch.from_numpy(centres >= 0.46 * rate)] = -70
    return x


def telephone(x, rng, share):
    """What a telephone leaves of some: bands cut on either side, quick compression, a floor of noise."""
    centres = np.concatenate([centres_of(100, 16000, SHORT), centres_of(30, 700, LONG)])
    for i in np.flatnonzero(rng.random(len(x)) < share):
        low, high, order = rng.uniform(100, 370), rng.uniform(3300, 9500), rng.choice([4, 8])
        before = x[i].numpy()
        after = np.maximum(before - 10 * np.log10((1 + (low / centres) ** 4) * (1 + (centres / high) ** order)), -95)
        if rng.random() < 0.8:
            loudest, over = after.max(1), np.empty(len(after))
            fall, squeeze = 8.7 * HOP / RATE / rng.uniform(0.08, 0.4), 1 - 1 / rng.uniform(2, 8)
            level = knee = np.quantile(loudest, 0.98) - rng.uniform(6, 26)
            for k, now in enumerate(loudest):
                level = level + 0.8 * (now - level) if now > level else max(now, level - fall)
                over[k] = max(0.0, level - knee)
            after = after - squeeze * over[:, None]
        after = after + np.quantile(before.max(1), 0.98) - np.quantile(after.max(1), 0.98)   # levels follow the gain
        floor = rng.uniform(-75, -45) + 2.5 * rng.standard_normal(after.shape)
        after = np.logaddexp(after * 0.2302585, floor * 0.2302585) / 0.2302585
        x[i] = torch.from_numpy(np.clip(after, -70, 25).astype(np.float32))
    return x


def begin_later(x, y, rng, share=0.2, said=None):
    """Some stretches begin in their middle, out of digital silence, as recordings do: half of them on a stroke."""
    for i in range(len(x)):
        if rng.random() >= share:
            continue
        at = int(rng.integers(30, x.shape[1] - 60))
        if rng.random() < 0.5:
            strokes = torch.nonzero(y[i, at:-40, ANY_AT])
            if len(strokes):
                at += int(strokes[0]) - int(rng.integers(0, 2))
        x[i, :at] = -70
        y[i, :at] = 0
        y[i, :at, OFFSET_AT] = 9
        if said is not None:
            said[i, :at + DELAY] = 0
    return x, y
