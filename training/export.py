"""Writes a trained net as the engine reads it (engine/nn/weights.h), with a stretch for it to compare itself with."""
import struct

import numpy as np
import torch

from examples import Folder, decibels
from nets import BANDS, DELAY, OUTPUTS, VOICES, shipped

MAGIC = {"live": b"FCEAR002", "file": b"FCEARF01"}
KEPT = {"live": 16, "file": 24}   # bits of a number; a page waits for the live ear's, and 16 lose nothing
THRESHOLDS = 2 + VOICES


def upper(numbers, bits):
    """The upper bits of floats, rounded to even; the others are 0."""
    below = 32 - bits
    return numbers + ((1 << below - 1) - 1) + (numbers >> below & 1) >> below << below


def folded(conv, norm):
    scale = norm.weight / torch.sqrt(norm.running_var + norm.eps)
    return conv.weight * scale[:, None, None, None], norm.bias - norm.running_mean * scale


def arrays_of(model, thresholds):
    """In the order in which the C++ takes them."""
    gru = model.gru
    out = [*folded(model.c1, model.n1), *folded(model.c2, model.n2), model.dense.weight, model.dense.bias]
    for way in ("", "_reverse") if gru.bidirectional else ("",):
        out += [getattr(gru, f"{name}_l0{way}") for name in ("weight_ih", "bias_ih", "weight_hh", "bias_hh")]
    return out + [model.head.weight, model.head.bias, torch.tensor(thresholds)]


def export(model, kind, folder, held, thresholds):
    """Writes ear-<hash>.weights (live) or file-ear-<hash>.weights (file) and its .parity; returns the former's path."""
    model.eval()
    sizes = [BANDS, model.c1.out_channels, model.c2.out_channels, model.dense.out_features, model.gru.hidden_size, OUTPUTS, DELAY]
    numbers = np.concatenate([a.detach().contiguous().numpy().astype(np.float32).ravel()
                              for a in arrays_of(model, thresholds)]).view(np.uint32)
    numbers[:-THRESHOLDS] = upper(numbers[:-THRESHOLDS], KEPT[kind])
    numbers[-THRESHOLDS:] = upper(numbers[-THRESHOLDS:], 24)
    numbers >>= 8
    body = struct.pack("<8s7i", MAGIC[kind], *sizes)
    body += b"".join((numbers >> shift & 255).astype(np.uint8).tobytes() for shift in (16, 8, 0))
    name = 14695981039346656037
    for byte in body:
        name = (name ^ byte) * 1099511628211 & (2 ** 64 - 1)
    path = f"{folder}/{'ear' if kind == 'live' else 'file-ear'}-{name:016x}"
    with open(path + ".weights", "wb") as file:
        file.write(body)
    examples = Folder(held)
    first = examples.pieces[0, 0] + 200
    x = decibels(np.asarray(examples.levels[first:first + 100]))
    with torch.no_grad():
        y = shipped(path + ".weights")(x[None])[0]
    with open(path + ".parity", "wb") as file:
        file.write(struct.pack("<3i", len(x), BANDS, OUTPUTS) + x.numpy().astype("<f4").tobytes() +
                   y.numpy().astype("<f4").tobytes())
    return path + ".weights"
