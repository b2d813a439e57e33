"""The nets that hear: what they take in, what they say, how many numbers they have.

live     one way, for playing: it tells a stroke 23 ms after its frame
file     two ways, for recordings: it has heard what comes after
teacher  two ways and wide; it is never shipped, its answers train the other two
"""
import struct

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

SHAPES = {
    "live": dict(c1=8, c2=16, dense=64, gru=64, two_way=False, layers=1),
    "live-wide": dict(c1=8, c2=16, dense=96, gru=96, two_way=False, layers=1),
    "file": dict(c1=16, c2=24, dense=96, gru=96, two_way=True, layers=1),
    "teacher": dict(c1=24, c2=48, dense=192, gru=160, two_way=True, layers=2),
}


class Ear(nn.Module):
    """Two causal 3x3 convolutions over (level, rise), pooled over bands, a dense layer, a GRU, one linear head."""

    def __init__(self, c1, c2, dense, gru, two_way, layers):
        super().__init__()
        self.c1 = nn.Conv2d(2, c1, (3, 3), padding=(0, 1), bias=False)
        self.n1 = nn.BatchNorm2d(c1)
        self.c2 = nn.Conv2d(c1, c2, (3, 3), padding=(0, 1), bias=False)
        self.n2 = nn.BatchNorm2d(c2)
        self.dense = nn.Linear(c2 * (BANDS // 4), dense)
        self.gru = nn.GRU(dense, gru, layers, batch_first=True, bidirectional=two_way)
        self.head = nn.Linear(gru * (2 if two_way else 1) + dense, OUTPUTS)
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


class Wide(nn.Module):
    """Four 3x3 convolutions that see what comes next, too, a wide dense layer, two two-way GRUs. It only teaches."""

    def __init__(self, c1=32, c2=64, dense=320, gru=224, drop=0.2):
        super().__init__()
        conv = lambda a, b: nn.Sequential(nn.Conv2d(a, b, 3, padding=1, bias=False), nn.BatchNorm2d(b), nn.ReLU())
        self.low = nn.Sequential(conv(2, c1), conv(c1, c1), nn.MaxPool2d((1, 2)))
        self.high = nn.Sequential(conv(c1, c2), conv(c2, c2), nn.MaxPool2d((1, 2)))
        self.dense = nn.Linear(c2 * (BANDS // 4), dense)
        self.gru = nn.GRU(dense, gru, 2, batch_first=True, bidirectional=True, dropout=drop)
        self.head = nn.Linear(2 * gru + dense, OUTPUTS)
        self.drop = nn.Dropout(drop)
        with torch.no_grad():
            self.head.bias[:] = 0
            self.head.bias[[STRUCK, ANY]] = -3
            self.head.bias[VOICE:VOICE + VOICES] = -4

    def forward(self, x):
        x = self.high(self.low(inputs(x)))
        x = self.drop(F.relu(self.dense(x.permute(0, 2, 1, 3).flatten(2))))
        y, _ = self.gru(x)
        return self.head(self.drop(torch.cat([y, x], -1)))


def make(kind):
    return Wide() if kind == "wide" else Ear(**SHAPES[kind])


def blend(average, state, decay):
    """Moves the average of a net's numbers towards `state`; what is no real number is taken as it is."""
    for k, v in state.items():
        average[k] = average[k] * decay + v * (1 - decay) if v.is_floating_point() else v.clone()


def shipped(path):
    """The net of a .weights file (engine/nn/weights.h), of whatever size it is there."""
    with open(path, "rb") as file:
        data = file.read()
    two_way = data[:8] == b"FCEARF01"
    bands, c1, c2, dense, gru, outputs, delay = struct.unpack("<7i", data[8:36])
    assert (bands, outputs, delay) == (BANDS, OUTPUTS, DELAY)
    planes = np.frombuffer(data[36:], np.uint8).reshape(3, -1).astype(np.uint32)
    numbers = torch.from_numpy((planes[0] << 24 | planes[1] << 16 | planes[2] << 8).view(np.float32).copy())
    model = Ear(c1, c2, dense, gru, two_way, 1)
    at = 0

    def take(into):
        nonlocal at
        into.data.copy_(numbers[at:at + into.numel()].view_as(into))
        at += into.numel()

    for conv, norm in ((model.c1, model.n1), (model.c2, model.n2)):   # the file's norm is in its convolution
        take(conv.weight), take(norm.bias)
        norm.running_var.fill_(1 - norm.eps)
    take(model.dense.weight), take(model.dense.bias)
    for way in ("", "_reverse") if two_way else ("",):
        for name in ("weight_ih", "bias_ih", "weight_hh", "bias_hh"):
            take(getattr(model.gru, f"{name}_l0{way}"))
    take(model.head.weight), take(model.head.bias)
    assert at + 2 + VOICES == len(numbers)   # thresholds are the rest
    return model.eval()


def grown(small, kind):
    """A one-way net of SHAPES[kind] that says what `small` says: the units it has more listen, and nobody listens to them."""
    large = make(kind)
    large.load_state_dict({k: v for k, v in small.state_dict().items() if k[:2] in ("c1", "n1", "c2", "n2")}, strict=False)
    old_dense, old, dense, gru = small.dense.out_features, small.gru.hidden_size, large.dense.out_features, large.gru.hidden_size
    with torch.no_grad():
        large.dense.weight[:old_dense], large.dense.bias[:old_dense] = small.dense.weight, small.dense.bias
        for gate in range(3):
            mine, its = slice(gate * gru, gate * gru + old), slice(gate * old, (gate + 1) * old)
            for side, width in (("ih", old_dense), ("hh", old)):
                rows = getattr(large.gru, f"weight_{side}_l0")
                rows[mine, width:] = 0
                rows[mine, :width] = getattr(small.gru, f"weight_{side}_l0")[its]
                getattr(large.gru, f"bias_{side}_l0")[mine] = getattr(small.gru, f"bias_{side}_l0")[its]
        large.head.weight[:] = 0
        large.head.weight[:, :old] = small.head.weight[:, :old]
        large.head.weight[:, gru:gru + old_dense] = small.head.weight[:, old:]
        large.head.bias[:] = small.head.bias
    return large.eval()


def loaded(path):
    """The averaged net of a checkpoint, or the one that ships in a .weights file, of whatever size it is there."""
    if path.endswith(".weights"):
        return shipped(path)
    saved = torch.load(path, map_location="cpu")
    state = saved.get("average", saved)
    width = lambda name: state[name].shape[0]
    if "low.0.0.weight" in state:
        model = Wide(width("low.0.0.weight"), width("high.0.0.weight"), width("dense.weight"), state["gru.weight_hh_l0"].shape[1])
    else:
        model = Ear(width("c1.weight"), width("c2.weight"), width("dense.weight"), state["gru.weight_hh_l0"].shape[1],
                    "gru.weight_hh_l0_reverse" in state, 2 if "gru.weight_hh_l1" in state else 1)
    model.load_state_dict(state)
    return model.eval()


def inputs(levels):
    """(batch, 2, frames, bands): the level, and its rise over the loudest of it and its neighbours two frames ago."""
    before = F.pad(levels, (0, 0, 2, 0), value=-70.0)[:, :-2]
    parts = []
    for part in (before[..., :SHORT], before[..., SHORT:]):
        parts.append(F.max_pool1d(part.flatten(0, 1).unsqueeze(1), 3, 1, 1).squeeze(1).view_as(part))
    rise = F.relu(levels - torch.cat(parts, -1))
    return torch.stack([(levels + 35) / 25, rise / 10], 1)
