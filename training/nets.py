"""The nets that hear: what they take in, what they say, how many numbers they have.

live     one way, for playing: it tells a stroke 23 ms after its frame
file     two ways, for recordings: it has heard what comes after
teacher  two ways and wide; it is never shipped, its answers train the other two
"""
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


def loaded(path):
    """The averaged net of a checkpoint, of whatever size it is there."""
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
