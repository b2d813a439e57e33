#!/usr/bin/env python3
"""Teaches a trained net what several trained nets say on average: one net's cost, most of what all of them hear.

    distil.py --from NET.pt --teachers NET.pt NET.pt ... --examples DIR --out OUT --minutes N [--rate 6e-4] [--batch 16]

DIR of examples gets folders as training_examples writes them, also on the way; one that is named *.part is not whole yet.
Nets are checkpoints of train.py or train_gpu.py, or .weights files, of any size. --grow KIND (live-wide) gives the
net that size of nets.py first, and it says what it said. Everybody hears the same disturbed stretch. A tenth of the
loss stays with what was really struck, so strength, which the teachers do not teach, is not forgotten. The step size
follows the clock, so a run is not repeated to the bit.
With --answers FOLDER the teachers hear every example once, undisturbed, and what they say is kept there (FOLDER/*.npy);
--telephones N has that share of what the net hears come through a telephone then. So a live net is taught: its prompt
learns of what was struck alone, since teachers that hear two ways know what comes. --often KIND=N draws pieces of a kind
N times as often. OUT/last.pt holds the average, as train.py --export wants it;
OUT/log.csv how far the net still is from its teachers (kl), from what was struck (struck) and from their offsets (late).
"""
import argparse
import csv
import glob
import os
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from examples import Examples, Folder, decibels
from nets import ANY, OFFSET, STRUCK, VOICE, VOICES, blend, grown, loaded
from train import SKIP, loss_of, prompt_loss

HEADS = [STRUCK, ANY, *range(VOICE, VOICE + VOICES)]
WEIGHTS = torch.tensor([1.0, 3.0] + VOICES * [1.0])
LOUD = 8                    # a frame of which the teachers are sure weighs so much more than one where nothing is
SAID = 20                   # steps between rows of the log


def losses(net, teachers, x, y):
    with torch.no_grad():
        said = torch.stack([teacher(x) for teacher in teachers]).mean(0)
    answer = net(x)
    wanted = torch.sigmoid(said[..., HEADS])
    weight = WEIGHTS * (1 + LOUD * wanted.max(-1, keepdim=True).values)
    away = (F.binary_cross_entropy_with_logits(answer[..., HEADS], wanted, reduction="none") * weight).mean()
    least = (F.binary_cross_entropy(wanted, wanted, reduction="none") * weight).mean()
    late = ((answer[..., OFFSET] - said[..., OFFSET]).abs() * wanted[..., 1]).mean()
    struck, _ = loss_of(answer, y)
    return 0.1 * struck + 150 * away + 5 * late, {"kl": float(away - least), "struck": float(struck), "late": float(late)}


def answers_of(teachers, path, kept):
    """What they say on the average of a folder of examples: of the attack, its drums and its time, a row a frame."""
    file = os.path.join(kept, os.path.basename(path) + ".npy")
    if not os.path.exists(file):
        folder = Folder(path)
        said = np.zeros((len(folder.levels), 2 + VOICES), np.float16)
        for first, count in folder.pieces:
            with torch.no_grad():
                x = decibels(np.asarray(folder.levels[first:first + count]))[None]
                y = torch.stack([teacher(x)[0] for teacher in teachers]).mean(0)
            heads = torch.sigmoid(y[:, [ANY, *range(VOICE, VOICE + VOICES)]])
            said[first:first + count] = torch.cat([heads, y[:, OFFSET:OFFSET + 1]], 1).numpy()
        with open(file + ".part", "wb") as whole:
            np.save(whole, said)
        os.replace(file + ".part", file)
    return np.load(file, mmap_mode="r")


def losses_of_answers(net, said, x, y):
    """Answers to the whole of an example: where a stretch has just begun the net cannot know as much."""
    answer, said = net(x), said[:, SKIP:]
    wanted = said[..., :1 + VOICES].clamp(0, 1)
    weight = WEIGHTS[1:] * (1 + LOUD * wanted.max(-1, keepdim=True).values)
    told = answer[:, SKIP:, HEADS[1:]]
    away = (F.binary_cross_entropy_with_logits(told, wanted, reduction="none") * weight).mean()
    least = (F.binary_cross_entropy(wanted, wanted, reduction="none") * weight).mean()
    late = ((answer[:, SKIP:, OFFSET] - said[..., 1 + VOICES]).abs() * wanted[..., 0]).mean()
    struck, _ = loss_of(answer, y)
    return 8 * prompt_loss(answer, y) + 0.1 * struck + 150 * away + 5 * late, {
        "kl": float(away - least), "struck": float(struck), "late": float(late)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--from", dest="begin", required=True)
    parser.add_argument("--teachers", nargs="+", required=True)
    parser.add_argument("--examples", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--rate", type=float, default=6e-4)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--frames", type=int, default=320)
    parser.add_argument("--audible", type=float, default=0.1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--answers", help="folder")
    parser.add_argument("--telephones", type=float, default=0.0)
    parser.add_argument("--often", nargs="*", default=[], help="KIND=N")
    parser.add_argument("--grow", help="kind")
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    rng = np.random.default_rng(args.seed)
    os.makedirs(args.out, exist_ok=True)
    teachers, net = [loaded(path) for path in args.teachers], loaded(args.begin)
    net = (grown(net, args.grow) if args.grow else net).train()
    net.n1.eval(), net.n2.eval()   # what is normalized stays as it was learnt
    optimiser = torch.optim.AdamW(net.parameters(), lr=args.rate, weight_decay=1e-4)
    average = {k: v.clone() for k, v in net.state_dict().items()}

    def save(step):
        path = os.path.join(args.out, "last.pt")
        torch.save({"average": average, "model": net.state_dict(), "optimiser": optimiser.state_dict(), "step": step,
                    "spent": time.time() - began}, path + ".part")
        os.replace(path + ".part", path)

    often = {kind: float(n) for kind, n in (one.split("=") for one in args.often)}
    if args.answers:
        os.makedirs(args.answers, exist_ok=True)
    began, step, have, sums = time.time(), 0, [], {}
    length = 60 * args.minutes
    with open(os.path.join(args.out, "log.csv"), "w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["step", "seconds", "processor", "hours", "kl", "struck", "late"])
        while (gone := time.time() - began) < length:
            whole = sorted(set(glob.glob(f"{args.examples}/*")) - set(glob.glob(f"{args.examples}/*.part")))
            if whole != have:
                have, train = whole, Examples(whole, args.audible, often)
                answers = [answers_of(teachers, path, args.answers) for path in whole] if args.answers else None
            for group in optimiser.param_groups:
                group["lr"] = float(args.rate * min(1, (step + 1) / 20) * max(0.03, 0.5 + 0.5 * np.cos(np.pi * gone / length)))
            optimiser.zero_grad()
            if answers:
                x, y, said = train.answered(rng, args.batch, args.frames, answers, args.telephones)
                loss, parts = losses_of_answers(net, said, x, y)
            else:
                x, y = train.disturbed(rng, args.batch, args.frames)
                loss, parts = losses(net, teachers, x, y)
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            step += 1
            blend(average, net.state_dict(), min(0.99, step / (step + 10)))
            sums = {k: sums.get(k, 0) + v for k, v in parts.items()}
            if step % SAID == 0:
                rows.writerow([step, round(gone), round(time.process_time()), round(train.hours, 2),
                               *(round(v / SAID, 5) for v in sums.values())])
                file.flush()
                sums = {}
                save(step)
    save(step)


if __name__ == "__main__":
    main()
