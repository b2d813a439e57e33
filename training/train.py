#!/usr/bin/env python3
"""Trains one of the ear's nets on rendered examples; scores and exports it.

    train.py --ear live|file|teacher --out DIR --train DIR [DIR ...] --held NAME=DIR [NAME=DIR ...] --nothing DIR
             [--steps N] [--until STEP] [--teacher DIR] [--begin DIR] [--seed 1] [--audible 0.1] [--export]

Every DIR of examples holds what training_examples wrote. OUT gets `last.pt` (model, optimiser, step) every few minutes
and `log.csv` (losses and figures, scores.py). Started again with the same OUT it goes on from `last.pt`, and draws what
it would have drawn: everything depends on --seed and the step alone. --until stops early, so that examples can be added
on the way; the step size follows --steps. At --steps, or with --export, the weights are written (export.py).
With --teacher a trained teacher's answers are half of what the net is asked for; with --begin it starts as the net of
another folder.
"""
import argparse
import csv
import os
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from examples import ANY_AT, DEAF_AT, OFFSET_AT, VELOCITY_AT, Examples
from export import export
from nets import ANY, DELAY, OFFSET, STRENGTH, VOICE, VOICES, blend, make
from scores import assess

RARE = torch.tensor([1.0, 1.0, 1.6, 1.0, 1.5, 1.8, 1.5, 1.5, 1.5, 1.2, 1.7, 1.4])
SKIP = 60                   # frames at a stretch's beginning of which nothing is asked
SOFT = 0.5                  # weight of the teacher's answers
SAVE, ASSESS = 250, 500     # steps


def near(target):
    """The frames on either side of a target."""
    return torch.maximum(F.pad(target, (0, 0, 1, 0))[:, :-1], F.pad(target, (0, 0, 0, 1))[:, 1:])


def asked(target, deaf):
    """The target, a little on either side, and what of it counts: not where a stroke is that nobody could hear."""
    wanted = torch.maximum(target, 0.3 * near(target))
    counts = 1 - torch.maximum(deaf, near(deaf)) * (wanted == 0)
    return wanted, counts


def prompt_loss(out, y):
    """What is asked of the prompt, which speaks of its own frame."""
    struck, deaf_now = y[:, SKIP:, ANY_AT:ANY_AT + 1], y[:, SKIP:, DEAF_AT:DEAF_AT + 1]
    late = lambda t: F.pad(t, (0, 0, 1, 0))[:, :-1]
    prompt = torch.maximum(struck, 0.5 * late(struck))
    counts = 1 - torch.maximum(deaf_now, late(deaf_now)) * (prompt == 0)
    return F.binary_cross_entropy_with_logits(out[:, SKIP:, :1], prompt, weight=counts, pos_weight=torch.tensor(2.0))


def loss_of(out, y, soft=None):
    now = out[:, SKIP:]
    bce = F.binary_cross_entropy_with_logits
    fast = prompt_loss(out, y)
    then = y[:, SKIP - DELAY:-DELAY]                 # what the frame DELAY ago held
    wanted, counts = asked(then[..., ANY_AT:ANY_AT + 1], then[..., DEAF_AT:DEAF_AT + 1])
    slow = bce(now[..., ANY:ANY + 1], wanted, weight=counts, pos_weight=torch.tensor(2.0))
    velocity = then[..., VELOCITY_AT:VELOCITY_AT + VOICES]
    wanted, counts = asked((velocity > 0).float(), then[..., DEAF_AT + 1:])
    voices = bce(now[..., VOICE:VOICE + VOICES], wanted, weight=RARE * counts, pos_weight=torch.tensor(2.5))
    if soft is not None:
        answers = torch.sigmoid(soft[:, SKIP:])
        slow = (1 - SOFT) * slow + SOFT * bce(now[..., ANY:ANY + 1], answers[..., ANY:ANY + 1])
        said = answers[..., VOICE:VOICE + VOICES]
        voices = (1 - SOFT) * voices + SOFT * bce(now[..., VOICE:VOICE + VOICES], said, weight=RARE)
    at = velocity > 0
    strength = F.smooth_l1_loss(now[..., STRENGTH:][at], velocity[at], beta=0.1) if at.any() else 0.0
    # The frame on either side of the stroke's own tells the offset too.
    offset = 0.0
    for shift in (-1, 0, 1):
        moved = torch.roll(then[..., OFFSET_AT], shift, 1)
        here = moved < 9
        here[:, 0] = here[:, -1] = False
        if here.any():
            offset = offset + (1.0 if shift == 0 else 0.3) * F.l1_loss(now[..., OFFSET][here], moved[here] - shift)
    parts = {"fast": fast, "any": slow, "voices": voices, "strength": strength, "offset": offset}
    total = 8 * fast + 10 * slow + 60 * voices + 2.0 * strength + 0.5 * offset
    return total, {k: float(v) for k, v in parts.items()}


class Run:
    """A net on its way, with all that is needed to go on."""

    def __init__(self, args):
        torch.manual_seed(args.seed)
        self.args, self.model = args, make(args.ear)
        self.optimiser = torch.optim.AdamW(self.model.parameters(), lr=args.rate, weight_decay=1e-4)
        if args.begin:
            self.model.load_state_dict(torch.load(os.path.join(args.begin, "last.pt"))["average"])
        self.average = {k: v.clone() for k, v in self.model.state_dict().items()}
        self.step, self.spent = 0, 0.0
        self.path = os.path.join(args.out, "last.pt")
        if os.path.exists(self.path):
            saved = torch.load(self.path)
            self.model.load_state_dict(saved["model"])
            self.optimiser.load_state_dict(saved["optimiser"])
            self.average, self.step, self.spent = saved["average"], saved["step"], saved["spent"]

    def save(self):
        torch.save({"model": self.model.state_dict(), "optimiser": self.optimiser.state_dict(), "average": self.average,
                    "step": self.step, "spent": self.spent}, self.path + ".part")
        os.replace(self.path + ".part", self.path)

    def averaged(self):
        model = make(self.args.ear)
        model.load_state_dict(self.average)
        return model.eval()

    def learn(self, train, teacher):
        args, began = self.args, time.time()
        rng = np.random.default_rng([args.seed, self.step])
        torch.manual_seed(args.seed * 1000003 + self.step)
        place, warm = self.step / args.steps, min(1.0, self.step / 300)
        for group in self.optimiser.param_groups:
            group["lr"] = args.rate * warm * max(0.01, 0.5 + 0.5 * np.cos(np.pi * place))
        x, y = train.disturbed(rng, args.batch, args.frames)
        soft = None
        if teacher is not None:
            with torch.no_grad():
                soft = teacher(x)
        self.optimiser.zero_grad()
        loss, parts = loss_of(self.model(x), y, soft)
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimiser.step()
        self.step += 1
        blend(self.average, self.model.state_dict(), min(0.999, self.step / (self.step + 50)))
        self.spent += time.time() - began
        return parts


def teacher_in(folder):
    saved = torch.load(os.path.join(folder, "last.pt"))
    model = make("teacher")
    model.load_state_dict(saved["average"])
    return model.eval()


def note(path, row):
    fresh = not os.path.exists(path)
    with open(path, "a", newline="") as file:
        writer = csv.writer(file)
        if fresh:
            writer.writerow(row)
        writer.writerow(row.values())
    print(" ".join(f"{k} {v};" for k, v in row.items()), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ear", choices=["live", "file", "teacher"], required=True)
    parser.add_argument("--train", nargs="+", required=True)
    parser.add_argument("--held", nargs="+", required=True, help="NAME=DIR")
    parser.add_argument("--nothing", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--steps", type=int, default=20000)
    parser.add_argument("--until", type=int)
    parser.add_argument("--teacher")
    parser.add_argument("--begin")
    parser.add_argument("--batch", type=int, default=48)
    parser.add_argument("--frames", type=int, default=320)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--audible", type=float, default=0.1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pieces", type=int, help="score only so many of each condition on the way")
    parser.add_argument("--export", action="store_true", help="export what --out holds and stop")
    args = parser.parse_args()

    os.makedirs(args.out, exist_ok=True)
    run, train = Run(args), Examples(args.train, args.audible)
    held = dict(name.split("=", 1) for name in args.held)
    until = min(args.steps, args.until or args.steps)
    if run.step >= until and not args.export:
        return
    teacher = teacher_in(args.teacher) if args.teacher else None
    print(f"{args.ear}: {train.hours:.1f} hours, {sum(p.numel() for p in run.model.parameters())} numbers, step {run.step} "
          f"of {args.steps}", flush=True)
    sums, n = {}, 0
    while run.step < until and not args.export:
        for k, v in run.learn(train, teacher).items():
            sums[k] = sums.get(k, 0) + v
        n += 1
        if run.step % ASSESS == 0:
            rows, _ = assess(run.averaged(), held, args.nothing, args.audible, args.pieces)
            note(os.path.join(args.out, "log.csv"),
                 {"step": run.step, "minutes": round(run.spent / 60, 1), "hours": round(train.hours, 1),
                            **{k: round(v / n, 5) for k, v in sums.items()}, **{k: round(v, 4) for k, v in rows.items()}})
            sums, n = {}, 0
        if run.step % SAVE == 0 or run.step == until:
            run.save()
    if args.ear != "teacher" and (args.export or run.step >= args.steps):
        model = run.averaged()
        rows, thresholds = assess(model, held, args.nothing, args.audible)
        note(os.path.join(args.out, "final.csv"), {"step": run.step, **{k: round(v, 4) for k, v in rows.items()}})
        print(export(model, args.ear, args.out, next(iter(held.values())), thresholds), flush=True)


if __name__ == "__main__":
    main()
