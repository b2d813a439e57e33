#!/usr/bin/env python3
"""Trains the ear's net on rendered examples and exports its weights.

    train.py --train DIR [DIR ...] --held DIR [DIR ...] --out DIR [--minutes 80] [--seed 1] [--resume]

Every DIR holds what training_examples wrote. OUT gets `last.pt` (model, optimiser, step: --resume goes on from it),
`log.csv` (a row every few hundred steps), and at the end `ear-<hash>.weights` (engine/nn/weights.h) with
`ear-<hash>.parity`: input and output of a short stretch, for the C++ to compare itself with.
"""
import argparse
import csv
import os
import struct
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

SHORT, LONG = 32, 24
BANDS = SHORT + LONG
VOICES = 12
HOP, RATE = 256, 44100
SEEN = 0.002            # seconds of a stroke before the end of the frame that is to tell it
DELAY = 4               # frames the voices are told later than that
STRUCK, ANY, OFFSET, VOICE, STRENGTH = 0, 1, 2, 3, 3 + VOICES
OUTPUTS = 3 + 2 * VOICES


class Ear(nn.Module):
    """Two causal 3x3 convolutions over (level, rise), pooled over bands, a dense layer, one GRU, one linear head."""

    def __init__(self, c1=8, c2=16, dense=64, gru=64):
        super().__init__()
        self.c1 = nn.Conv2d(2, c1, (3, 3), padding=(0, 1), bias=False)
        self.n1 = nn.BatchNorm2d(c1)
        self.c2 = nn.Conv2d(c1, c2, (3, 3), padding=(0, 1), bias=False)
        self.n2 = nn.BatchNorm2d(c2)
        self.dense = nn.Linear(c2 * (BANDS // 4), dense)
        self.gru = nn.GRU(dense, gru, batch_first=True)
        self.head = nn.Linear(gru + dense, OUTPUTS)
        with torch.no_grad():
            self.head.bias[:] = 0
            self.head.bias[[STRUCK, ANY]] = -3
            self.head.bias[VOICE:VOICE + VOICES] = -4

    def forward(self, x):
        """x: levels in dB (batch, frames, bands) -> (batch, frames, OUTPUTS), logits but for offset and strength."""
        x = inputs(x)
        x = F.max_pool2d(F.relu(self.n1(self.c1(F.pad(x, (0, 0, 2, 0))))), (1, 2))
        x = F.max_pool2d(F.relu(self.n2(self.c2(F.pad(x, (0, 0, 2, 0))))), (1, 2))
        x = x.permute(0, 2, 1, 3).flatten(2)
        x = F.relu(self.dense(x))
        y, _ = self.gru(x)
        return self.head(torch.cat([y, x], -1))


def inputs(levels):
    """(batch, 2, frames, bands): the level, and its rise over the loudest of it and its neighbours two frames ago."""
    before = F.pad(levels, (0, 0, 2, 0), value=-70.0)[:, :-2]
    parts = []
    for part in (before[..., :SHORT], before[..., SHORT:]):
        parts.append(F.max_pool1d(part.flatten(0, 1).unsqueeze(1), 3, 1, 1).squeeze(1).view_as(part))
    rise = F.relu(levels - torch.cat(parts, -1))
    return torch.stack([(levels + 35) / 25, rise / 10], 1)


class Examples:
    def __init__(self, folders):
        self.levels, self.pieces, labels = [], [], []
        for folder in folders:
            levels = np.fromfile(f"{folder}/levels.u8", np.uint8).reshape(-1, BANDS)
            pieces = np.fromfile(f"{folder}/pieces.i32", np.int32).reshape(-1, 2)
            strokes = np.fromfile(f"{folder}/strokes.f32", np.float32).reshape(-1, 4)
            pieces = pieces[pieces[:, 0] + pieces[:, 1] <= len(levels)]
            base = sum(len(l) for l in self.levels)
            labels.append(self.label(strokes, pieces, len(levels)))
            self.levels.append(levels)
            self.pieces.append(pieces + [base, 0])
        self.levels = np.concatenate(self.levels)
        self.pieces = np.concatenate(self.pieces)
        self.labels = np.concatenate(labels)

    @staticmethod
    def label(strokes, pieces, frames):
        """Per frame: any, offset (frames; 9: none), then velocity/127 of every voice. At the stroke's own frame only."""
        out = np.zeros((frames, 2 + VOICES), np.float32)
        out[:, 1] = 9
        for piece, seconds, voice, velocity in strokes:
            if piece >= len(pieces):
                continue
            first, count = pieces[int(piece)]
            at = (seconds + SEEN) * RATE / HOP          # frames until the stroke has been seen
            f = int(np.ceil(at)) - 1
            if 0 <= f < count:
                row = out[first + f]
                row[0] = 1
                row[1] = min(row[1], at - (f + 1)) if row[1] < 9 else at - (f + 1)   # -1 < offset <= 0
                row[2 + int(voice)] = max(row[2 + int(voice)], velocity / 127)
        return out.astype(np.float16)

    def batch(self, rng, count, frames):
        weights = self.pieces[:, 1] / self.pieces[:, 1].sum()
        x = np.empty((count, frames, BANDS), np.float32)
        y = np.empty((count, frames, 2 + VOICES), np.float32)
        for i, p in enumerate(rng.choice(len(self.pieces), count, p=weights)):
            first, length = self.pieces[p]
            start = first + rng.integers(0, max(1, length - frames))
            x[i] = self.levels[start:start + frames]
            y[i] = self.labels[start:start + frames]
        return torch.from_numpy(x / 255 * 95 - 70), torch.from_numpy(y)


def disturb(x, rng):
    """Another microphone and another noise floor, drawn anew for every stretch."""
    count = len(x)
    knots = torch.from_numpy(rng.normal(0, 3, (count, 1, 5)).astype(np.float32))
    short = F.interpolate(knots, SHORT, mode="linear", align_corners=True)
    low = short[..., :1].expand(-1, -1, LONG)
    gain = torch.from_numpy(rng.normal(0, 3, (count, 1, 1)).astype(np.float32))
    x = x + torch.cat([short, low], -1) + gain
    floor = torch.from_numpy(rng.uniform(-85, -35, (count, 1, 1)).astype(np.float32))
    slope = torch.from_numpy(rng.normal(0, 5, (count, 1, 1)).astype(np.float32))
    ramp = torch.cat([torch.linspace(-1, 1, SHORT), -torch.ones(LONG)])
    level = floor + slope * ramp
    level = level + 2.5 * torch.randn(x.shape)      # the wobble of a noisy band
    return torch.logaddexp(x * 0.2302585, level * 0.2302585) / 0.2302585


def narrow(x, rng, share=0.12):
    """Some recordings have a low rate: bands beyond its reach are empty."""
    mel = lambda hz: 1127 * np.log(1 + hz / 700)
    low, step = mel(100), (mel(16000) - mel(100)) / (SHORT + 1)
    centres = 700 * (np.exp((low + step * np.arange(1, SHORT + 1)) / 1127) - 1)
    for i in range(len(x)):
        if rng.random() < share:
            rate = rng.choice([8000, 11025, 16000, 22050, 32000])
            x[i, :, :SHORT][:, torch.from_numpy(centres >= 0.46 * rate)] = -70
    return x


def begin_later(x, y, rng, share=0.2):
    """Some stretches begin in their middle, out of digital silence, as recordings do: half of them on a stroke."""
    for i in range(len(x)):
        if rng.random() >= share:
            continue
        at = int(rng.integers(30, x.shape[1] - 60))
        if rng.random() < 0.5:
            strokes = torch.nonzero(y[i, at:-40, 0])
            if len(strokes):
                at += int(strokes[0]) - int(rng.integers(0, 2))
        x[i, :at] = -70
        y[i, :at, 0] = 0
        y[i, :at, 1] = 9
        y[i, :at, 2:] = 0
    return x, y


def spread(target):
    """1 at the stroke's frame, a little on either side."""
    near = torch.maximum(F.pad(target, (0, 0, 1, 0))[:, :-1], F.pad(target, (0, 0, 0, 1))[:, 1:])
    return torch.maximum(target, 0.3 * near)


RARE = torch.tensor([1.0, 1.0, 1.6, 1.0, 1.5, 1.8, 1.5, 1.5, 1.5, 1.2, 1.7, 1.4])


def loss_of(out, y, skip=60):
    now = out[:, skip:]
    struck = y[:, skip:, :1]
    late = F.pad(struck, (0, 0, 1, 0))[:, :-1]
    fast = F.binary_cross_entropy_with_logits(now[..., :1], torch.maximum(struck, 0.5 * late),
                                              pos_weight=torch.tensor(2.0))
    then = y[:, skip - DELAY:-DELAY]                 # what the frame DELAY ago held
    any_ = then[..., :1]
    slow = F.binary_cross_entropy_with_logits(now[..., ANY:ANY + 1], spread(any_), pos_weight=torch.tensor(2.0))
    velocity = then[..., 2:]
    voices = F.binary_cross_entropy_with_logits(now[..., VOICE:VOICE + VOICES], spread((velocity > 0).float()),
                                                weight=RARE, pos_weight=torch.tensor(2.5))
    at = velocity > 0
    strength = F.smooth_l1_loss(now[..., STRENGTH:][at], velocity[at], beta=0.1) if at.any() else 0.0
    # The frame on either side of the stroke's own tells the offset too.
    offset, count = 0.0, 0
    for shift in (-1, 0, 1):
        moved = torch.roll(then[..., 1], shift, 1)
        here = moved < 9
        here[:, 0] = here[:, -1] = False
        if here.any():
            weight = 1.0 if shift == 0 else 0.3
            offset = offset + weight * F.l1_loss(now[..., OFFSET][here], moved[here] - shift, reduction="mean")
    parts = {"fast": fast, "any": slow, "voices": voices, "strength": strength, "offset": offset}
    total = 8 * fast + 10 * slow + 60 * voices + 2.0 * strength + 0.5 * offset
    return total, {k: float(v) for k, v in parts.items()}


def peaks(p, threshold):
    """Frames whose probability is over the threshold and the highest of three."""
    up = np.concatenate([[0], p[:-1]])
    down = np.concatenate([p[1:], [0]])
    return np.flatnonzero((p > threshold) & (p >= up) & (p > down))


def matched(truth, heard, window):
    i = j = n = 0
    while i < len(truth) and j < len(heard):
        if abs(truth[i] - heard[j]) <= window:
            n, i, j = n + 1, i + 1, j + 1
        elif truth[i] < heard[j]:
            i += 1
        else:
            j += 1
    return n


@torch.no_grad()
def assess(model, held, pieces=None):
    """F of attacks and of voices (25 ms, net's own times) at the best threshold of a few."""
    model.eval()
    scores = {}
    outs = []
    for first, count in held.pieces[:pieces]:
        x = torch.from_numpy(held.levels[first:first + count].astype(np.float32) / 255 * 95 - 70)[None]
        outs.append((torch.sigmoid(model(x))[0].numpy(), model_offsets(model, x), held.labels[first:first + count]))
    def f(column, label, threshold, window, beta=1):
        n = t = h = 0
        for p, offset, y in outs:
            delay = 0 if column == STRUCK else DELAY
            at = peaks(p[:, column], threshold)
            at = at[at >= delay]
            times = at - delay + 1 + (offset[at] if delay else 0)
            truth = np.flatnonzero(label(y))
            truth_times = truth + 1 + y[truth, 1].astype(np.float32)
            n += matched(np.sort(truth_times), np.sort(times), window * RATE / HOP)
            t += len(truth)
            h += len(at)
        return (1 + beta ** 2) * n / max(1, beta ** 2 * t + h)
    grid = np.arange(0.15, 0.8, 0.05)
    scores["any25"], scores["any_at"] = max((f(ANY, lambda y: y[:, 0] > 0, t, 0.025), t) for t in grid)
    scores["any5"] = f(ANY, lambda y: y[:, 0] > 0, scores["any_at"], 0.005)
    # A prompt that is withdrawn costs less than one that comes late.
    scores["fast25"], scores["fast_at"] = max((f(STRUCK, lambda y: y[:, 0] > 0, t, 0.025, beta=3), t) for t in grid)
    voices = []
    for v in range(VOICES):
        best, at = max((f(VOICE + v, lambda y: y[:, 2 + v] > 0, t, 0.025), t) for t in grid)
        voices.append(best)
        scores[f"v{v}"], scores[f"v{v}_at"] = best, at
    scores["voices25"] = float(np.mean(voices))
    model.train()
    return scores


def model_offsets(model, x):
    return model(x)[0, :, OFFSET].numpy()


def export(model, path_of, held, scores):
    """One little-endian file: magic, architecture, then every array in the order the C++ reads; the name is its hash."""
    model.eval()
    def folded(conv, norm):
        scale = norm.weight / torch.sqrt(norm.running_var + norm.eps)
        return conv.weight * scale[:, None, None, None], norm.bias - norm.running_mean * scale
    w1, b1 = folded(model.c1, model.n1)
    w2, b2 = folded(model.c2, model.n2)
    arrays = [w1, b1, w2, b2, model.dense.weight, model.dense.bias, model.gru.weight_ih_l0, model.gru.bias_ih_l0,
              model.gru.weight_hh_l0, model.gru.bias_hh_l0, model.head.weight, model.head.bias,
              torch.tensor([scores["fast_at"], scores["any_at"]] + [scores[f"v{v}_at"] for v in range(VOICES)])]
    sizes = [BANDS, w1.shape[0], w2.shape[0], model.dense.out_features, model.gru.hidden_size, OUTPUTS, DELAY]
    body = struct.pack("<8s7i", b"FCEAR002", *sizes)
    numbers = np.concatenate([a.detach().contiguous().numpy().astype(np.float32).ravel() for a in arrays]).view(np.uint32)
    numbers = numbers + 0x7F + (numbers >> 8 & 1) >> 8  # the 24 upper bits, rounded to even
    body += b"".join((numbers >> shift & 255).astype(np.uint8).tobytes() for shift in (16, 8, 0))
    name = 14695981039346656037
    for byte in body:
        name = (name ^ byte) * 1099511628211 & (2 ** 64 - 1)
    path = path_of(f"ear-{name:016x}.weights")
    with open(path, "wb") as file:
        file.write(body)
    with torch.no_grad():
        first, _ = held.pieces[0]
        x = torch.from_numpy(held.levels[first + 200:first + 300].astype(np.float32) / 255 * 95 - 70)
        y = model(x[None])[0]
    with open(path[:-len("weights")] + "parity", "wb") as file:
        file.write(struct.pack("<3i", len(x), BANDS, OUTPUTS) + x.numpy().astype("<f4").tobytes() +
                   y.numpy().astype("<f4").tobytes())
    return path


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", nargs="+", required=True)
    parser.add_argument("--held", nargs="+", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--minutes", type=float, default=80)
    parser.add_argument("--batch", type=int, default=24)
    parser.add_argument("--frames", type=int, default=384)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--export", action="store_true", help="export what --out holds and stop")
    args = parser.parse_args()

    torch.manual_seed(args.seed)
    rng = np.random.default_rng(args.seed)
    os.makedirs(args.out, exist_ok=True)
    path_of = lambda name: os.path.join(args.out, name)
    train, held = Examples(args.train), Examples(args.held)
    model = Ear()
    print(f"{len(train.levels) * HOP / RATE / 3600:.1f} hours, {int((train.labels[:, 0] > 0).sum())} attacks, "
          f"{sum(p.numel() for p in model.parameters())} parameters", flush=True)
    optimiser = torch.optim.AdamW(model.parameters(), lr=args.rate, weight_decay=1e-4)
    average = {k: v.clone() for k, v in model.state_dict().items()}
    step, spent = 0, 0.0
    if (args.resume or args.export) and os.path.exists(path_of("last.pt")):
        saved = torch.load(path_of("last.pt"))
        model.load_state_dict(saved["model"])
        optimiser.load_state_dict(saved["optimiser"])
        average, step, spent = saved["average"], saved["step"], saved["spent"]
        rng = np.random.default_rng(args.seed + step)
    began = time.time() - spent
    sums, n = {}, 0
    log = open(path_of("log.csv"), "a", newline="")
    writer = csv.writer(log)
    smooth = Ear()
    while not args.export:
        place = min(1.0, (time.time() - began) / 60 / args.minutes)
        if place >= 1:
            break
        warm = min(1.0, step / 300)
        for group in optimiser.param_groups:
            group["lr"] = args.rate * warm * max(0.01, 0.5 + 0.5 * np.cos(np.pi * place))
        x, y = train.batch(rng, args.batch, args.frames)
        optimiser.zero_grad()
        x, y = begin_later(narrow(disturb(x, rng) if rng.random() < 0.7 else x, rng), y, rng)
        loss, parts = loss_of(model(x), y)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        step += 1
        decay = min(0.998, step / (step + 50))
        for k, v in model.state_dict().items():
            average[k] = v.clone() if not v.is_floating_point() else average[k] * decay + v * (1 - decay)
        for k, v in parts.items():
            sums[k] = sums.get(k, 0) + v
        n += 1
        if step % 500 == 0:
            smooth.load_state_dict(average)
            scores = assess(smooth, held, 30)
            row = {"step": step, "minutes": round((time.time() - began) / 60, 1),
                   **{k: round(v / n, 5) for k, v in sums.items()}, **{k: round(v, 3) for k, v in scores.items()}}
            if log.tell() == 0:
                writer.writerow(row)
            writer.writerow(row.values())
            log.flush()
            print(" ".join(f"{k} {v}" for k, v in row.items() if "_at" not in k), flush=True)
            sums, n = {}, 0
            torch.save({"model": model.state_dict(), "optimiser": optimiser.state_dict(), "average": average,
                        "step": step, "spent": time.time() - began}, path_of("last.pt"))
    smooth.load_state_dict(average)
    scores = assess(smooth, held)
    print(scores)
    print(export(smooth, path_of, held, scores))


if __name__ == "__main__":
    main()
