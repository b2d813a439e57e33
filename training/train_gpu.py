#!/usr/bin/env python3
"""Trains one net on an accelerator, by the clock, while examples are still being rendered.

    train_gpu.py --net NAME --examples DIR --out DIR --seconds N [--wait 30] [--batch 256] [--frames 384] [--rate 2e-3]
                 [--soft DIR] [--teach]

DIR of examples gets folders as training_examples writes them; one that is named *.part is not whole yet. All that are
whole are kept in the accelerator's memory; new ones are taken in on the way. The step size follows the clock, so a run is
not repeated to the bit. OUT/NAME.pt holds the net and its average, written every minute; OUT/NAME.csv the losses.
With --teach the net, once trained, answers all examples into the folder --soft; without it, half of what a net is asked
is what stands there, averaged over the teachers, as soon as it does (examples without answers are left out from then on).
The teacher hears the examples undisturbed and the net disturbed.
"""
import argparse
import csv
import glob
import os
import time

import numpy as np
import torch
import torch.nn.functional as F

from examples import DEAF_AT, OFFSET_AT, VELOCITY_AT, Folder
from nets import ANY, BANDS, DELAY, LONG, OFFSET, SHORT, STRENGTH, VOICE, VOICES, make
from train import RARE, SKIP, SOFT, asked

ROOM = 40_000_000           # frames there is room for
SAID = int(os.environ.get("SAID", 100))                  # steps between rows of the log


class Store:
    """All examples that are whole, in the accelerator's memory."""

    def __init__(self, device, room, soft):
        self.device = device
        new = lambda shape, kind: torch.zeros(shape, dtype=kind, device=device)
        self.levels, self.velocity = new((room, BANDS), torch.uint8), new((room, VOICES), torch.uint8)
        self.offset, self.deaf = new(room, torch.float16), new(room, torch.int16)
        self.soft = new((room, 1 + VOICES), torch.uint8) if soft else None
        self.parts, self.answered, self.used = {}, set(), 0
        self.bits = 2 ** torch.arange(1 + VOICES, device=device, dtype=torch.int16)

    def take_in(self, folder, audible):
        for path in sorted(glob.glob(f"{folder}/*")):
            if path.endswith(".part") or path in self.parts or not os.path.exists(f"{path}/pieces.i32"):
                continue
            part = Folder(path)
            count = len(part.levels)
            if self.used + count > len(self.levels):
                return
            rows = part.strokes
            frame, voice = rows[:, 0].astype(int), rows[:, 2].astype(int)
            heard = rows[:, 4] >= audible
            velocity, offset = np.zeros((count, VOICES), np.uint8), np.full(count, 9, np.float16)
            deaf = np.zeros(count, np.int16)
            np.maximum.at(velocity, (frame[heard], voice[heard]),
                          np.maximum(1, np.round(rows[heard, 3] * 127)).astype(np.uint8))
            np.minimum.at(offset, frame[heard], rows[heard, 1].astype(np.float16))
            np.bitwise_or.at(deaf, frame[~heard], (1 | (2 << voice[~heard])).astype(np.int16))
            at = slice(self.used, self.used + count)
            for mine, theirs in ((self.levels, np.array(part.levels)), (self.velocity, velocity), (self.offset, offset),
                                 (self.deaf, deaf)):
                mine[at] = torch.from_numpy(theirs).to(self.device)
            self.parts[path] = (self.used, part.pieces)
            self.used += count
        self.index()

    def take_answers(self, folder, teachers):
        for path, (first, pieces) in self.parts.items():
            files = glob.glob(f"{folder}/{os.path.basename(path)}.*.npy")
            if path in self.answered or len(files) < teachers:
                continue
            said = np.mean([np.load(file).astype(np.float32) for file in files], 0)
            self.soft[first:first + len(said)] = torch.from_numpy(np.round(said).astype(np.uint8)).to(self.device)
            self.answered.add(path)
        self.index()

    def index(self):
        """The pieces to draw from."""
        rows = [np.stack([first + pieces[:, 0], pieces[:, 1]], 1)
                for path, (first, pieces) in self.parts.items() if not self.answered or path in self.answered]
        self.pieces = torch.from_numpy(np.concatenate(rows) if rows else np.zeros((0, 2), int)).to(self.device)

    def batch(self, count, frames):
        piece = self.pieces[torch.randint(len(self.pieces), (count,), device=self.device)]
        start = piece[:, 0] + (torch.rand(count, device=self.device) * (piece[:, 1] - frames)).long()
        at = start[:, None] + torch.arange(frames, device=self.device)
        y = torch.empty(count, frames, DEAF_AT + 1 + VOICES, device=self.device)
        y[..., OFFSET_AT] = self.offset[at]
        y[..., 0] = y[..., OFFSET_AT] < 9
        y[..., VELOCITY_AT:VELOCITY_AT + VOICES] = self.velocity[at] / 127
        y[..., DEAF_AT:] = (self.deaf[at][..., None] & self.bits) != 0
        soft = self.soft[at] / 255 if self.answered else None
        return self.levels[at].float() / 255 * 95 - 70, y, soft


def disturbed(x, y):
    """examples.py's disturb, narrow and begin_later, a batch at a time."""
    count, frames, device = *x.shape[:2], x.device
    normal = lambda sd, *shape: sd * torch.randn(*shape, device=device)
    chance = lambda p: (torch.rand(count, 1, 1, device=device) < p)
    short = F.interpolate(normal(3, count, 1, 5), SHORT, mode="linear", align_corners=True)
    other = x + torch.cat([short, short[..., :1].expand(-1, -1, LONG)], -1) + normal(3, count, 1, 1)
    ramp = torch.cat([torch.linspace(-1, 1, SHORT), -torch.ones(LONG)]).to(device)
    level = -85 + 50 * torch.rand(count, 1, 1, device=device) + normal(5, count, 1, 1) * ramp + normal(2.5, *x.shape)
    x = torch.where(chance(0.7), torch.logaddexp(other * 0.2302585, level * 0.2302585) / 0.2302585, x)
    mel = lambda hz: 1127 * np.log(1 + hz / 700)
    low, step = mel(100), (mel(16000) - mel(100)) / (SHORT + 1)
    centres = torch.tensor(700 * (np.exp((low + step * np.arange(1, SHORT + 1)) / 1127) - 1), device=device)
    rates = torch.tensor([8000, 11025, 16000, 22050, 32000], device=device)[torch.randint(5, (count, 1, 1), device=device)]
    over = torch.cat([centres >= 0.46 * rates, torch.zeros(count, 1, LONG, dtype=torch.bool, device=device)], -1)
    x = x.masked_fill(over & chance(0.12), -70.0)
    at = torch.randint(30, frames - 60, (count, 1), device=device)
    place = torch.arange(frames, device=device)
    later = (y[..., 0] > 0) & (place >= at) & (place < frames - 40)
    stroke = later.float().argmax(1, keepdim=True) - torch.randint(0, 2, (count, 1), device=device)
    at = torch.where(later.any(1, keepdim=True) & (torch.rand(count, 1, device=device) < 0.5), stroke, at)
    before = (place < at)[..., None] & chance(0.2)
    y = y.masked_fill(before, 0.0)
    y[..., OFFSET_AT] = y[..., OFFSET_AT].masked_fill(before[..., 0], 9.0)
    return x.masked_fill(before, -70.0), y, before


def loss_of(out, y, soft, before, rare):
    """train.py's loss, without a place whose size depends on the data."""
    bce = F.binary_cross_entropy_with_logits
    two, more = torch.tensor(2.0, device=out.device), torch.tensor(2.5, device=out.device)
    now, late = out[:, SKIP:], lambda t: F.pad(t, (0, 0, 1, 0))[:, :-1]
    struck, deaf_now = y[:, SKIP:, :1], y[:, SKIP:, DEAF_AT:DEAF_AT + 1]
    prompt = torch.maximum(struck, 0.5 * late(struck))
    fast = bce(now[..., :1], prompt, weight=1 - torch.maximum(deaf_now, late(deaf_now)) * (prompt == 0), pos_weight=two)
    then = y[:, SKIP - DELAY:-DELAY]
    wanted, counts = asked(then[..., :1], then[..., DEAF_AT:DEAF_AT + 1])
    slow = bce(now[..., ANY:ANY + 1], wanted, weight=counts, pos_weight=two)
    velocity = then[..., VELOCITY_AT:VELOCITY_AT + VOICES]
    wanted, counts = asked((velocity > 0).float(), then[..., DEAF_AT + 1:])
    voices = bce(now[..., VOICE:VOICE + VOICES], wanted, weight=rare * counts, pos_weight=more)
    if soft is not None:
        said, heard = soft[:, SKIP:], 1.0 - before[:, SKIP - DELAY:-DELAY].float()
        slow = (1 - SOFT) * slow + SOFT * bce(now[..., ANY:ANY + 1], said[..., :1], weight=heard)
        voices = (1 - SOFT) * voices + SOFT * bce(now[..., VOICE:VOICE + VOICES], said[..., 1:], weight=rare * heard)
    at = (velocity > 0).float()
    huber = F.smooth_l1_loss(now[..., STRENGTH:], velocity, beta=0.1, reduction="none")
    strength = (huber * at).sum() / at.sum().clamp(min=1)
    offset = 0.0
    for shift in (-1, 0, 1):
        moved = torch.roll(then[..., OFFSET_AT], shift, 1)
        here = (moved < 9).float()
        here[:, 0] = here[:, -1] = 0
        off = (now[..., OFFSET] - (moved - shift)).abs()
        offset = offset + (1.0 if shift == 0 else 0.3) * (off * here).sum() / here.sum().clamp(min=1)
    total = 8 * fast + 10 * slow + 60 * voices + 2.0 * strength + 0.5 * offset
    return total, torch.stack([fast, slow, voices, strength, offset]).detach()


@torch.no_grad()
def teach(model, store, folder, name):
    os.makedirs(folder, exist_ok=True)
    model.eval()
    for path, (first, pieces) in store.parts.items():
        said = np.zeros((int(pieces[:, 1].sum()), 1 + VOICES), np.uint8)
        for length in np.unique(pieces[:, 1]):
            some = pieces[pieces[:, 1] == length]
            at = torch.from_numpy(first + some[:, :1] + np.arange(length)).to(store.device)
            for k in range(0, len(some), 32):
                out = torch.sigmoid(model(store.levels[at[k:k + 32]].float() / 255 * 95 - 70))
                told = torch.cat([out[..., ANY:ANY + 1], out[..., VOICE:VOICE + VOICES]], -1)
                rows = (at[k:k + 32].cpu().numpy() - first).ravel()
                said[rows] = (told * 255).round().to(torch.uint8).cpu().numpy().reshape(-1, 1 + VOICES)
        out = f"{folder}/{os.path.basename(path)}.{name}.npy"
        np.save(out + ".part.npy", said)
        os.replace(out + ".part.npy", out)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--net", required=True)
    parser.add_argument("--name")
    parser.add_argument("--examples", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--wait", type=float, default=30, help="seconds between looks for new examples")
    parser.add_argument("--batch", type=int, default=256)
    parser.add_argument("--frames", type=int, default=384)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--audible", type=float, default=0.1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--room", type=int, default=ROOM)
    parser.add_argument("--soft")
    parser.add_argument("--teachers", type=int, default=1)
    parser.add_argument("--teach", action="store_true")
    args = parser.parse_args()
    name = args.name or args.net
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    torch.manual_seed(args.seed)
    if device.type == "cuda":
        torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = True
        torch.backends.cudnn.benchmark = True
    os.makedirs(args.out, exist_ok=True)
    began = time.time()
    store = Store(device, args.room, args.soft and not args.teach)
    while store.used == 0:
        store.take_in(args.examples, args.audible)
        time.sleep(0.2)
    model = make(args.net).to(device)
    model.gru.flatten_parameters()
    optimiser = torch.optim.AdamW(model.parameters(), lr=args.rate, weight_decay=1e-3 if args.teach else 1e-4)
    average = {k: v.clone() for k, v in model.state_dict().items()}
    rare = RARE.to(device)
    path, step, looked, saved, sums, n = os.path.join(args.out, name + ".pt"), 0, time.time(), time.time(), 0, 0

    def save():
        kept = {"average": {k: v.half() if args.teach and v.is_floating_point() else v for k, v in average.items()}, "step": step}
        torch.save({**kept, "hours": store.used / 172.27 / 3600}, path + ".part")
        os.replace(path + ".part", path)

    while (spent := time.time() - began) < args.seconds:
        for group in optimiser.param_groups:
            group["lr"] = args.rate * min(1.0, (step + 1) / 200) * max(0.005, 0.5 + 0.5 * np.cos(np.pi * spent / args.seconds))
        x, y, soft = store.batch(args.batch, args.frames)
        x, y, before = disturbed(x, y)
        with torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda" and args.net == "wide"):
            out = model(x)
        loss, parts = loss_of(out.float(), y, soft, before, rare)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        step += 1
        decay = min(0.999, step / (step + 50))
        with torch.no_grad():
            for k, v in model.state_dict().items():
                if v.is_floating_point():
                    average[k].lerp_(v, 1 - decay)
                else:
                    average[k].copy_(v)
        sums, n = sums + parts, n + 1
        if step % SAID == 0:
            row = [step, round(spent, 1), round(store.used / 172.27 / 3600, 1), len(store.answered)] + [round(float(v), 5) for v in sums / n]
            with open(os.path.join(args.out, name + ".csv"), "a", newline="") as file:
                csv.writer(file).writerow(row)
            if step % 500 == 0 or args.wait < 10:
                print(name, *row, flush=True)
            sums, n = 0, 0
            if time.time() - looked > args.wait:
                store.take_in(args.examples, args.audible)
                if store.soft is not None:
                    store.take_answers(args.soft, args.teachers)
                looked = time.time()
            if time.time() - saved > 60:
                save()
                saved = time.time()
    save()
    model.load_state_dict(average)
    if args.teach:
        store.take_in(args.examples, args.audible)
        teach(model, store, args.soft, name)
    print(name, "done", step, "steps", round(time.time() - began, 1), "s", round(store.used / 172.27 / 3600, 1), "hours", flush=True)


if __name__ == "__main__":
    main()
