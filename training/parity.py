#!/usr/bin/env python3
"""Prints what PyTorch makes of small examples, for the engine's tests to compare themselves with.

    parity.py gru >engine/nn/gru_parity.h
    parity.py file-net >engine/ear/file_net_parity.h

then scripts/format of the file. The file net's numbers and sound are those that file_net_test.cpp makes.
"""
import sys

import numpy as np
import torch

from export import arrays_of
from nets import BANDS, make


def array(name, values):
    numbers = [f"{v:.7g}" for v in np.asarray(values, np.float32).ravel()]
    numbers = [n if "." in n or "e" in n else n + ".0" for n in numbers]
    print(f"inline constexpr float {name}[] = {{" + ", ".join(n + "F" for n in numbers) + "};")


def header(about, space):
    print(f"// This file holds {about}. training/parity.py writes it.")
    print(f"#pragma once\n\n#include <cstddef>\n\nnamespace firstchair::{space} {{\n")


def gru():
    size, frames = 8, 24
    torch.manual_seed(7)
    net = torch.nn.GRU(size, size, batch_first=True, bidirectional=True)
    x = torch.randn(1, frames, size)
    for weights in net.parameters():
        weights.mul_(2)
    header("a two-way GRU of PyTorch's and its outputs, for gru_test.cpp", "nn::parity")
    print(f"inline constexpr std::size_t kIn = {size}, kSize = {size}, kFrames = {frames};")
    for way, suffix in (("Forward", ""), ("Backward", "_reverse")):
        for name, key in (("InRows", "weight_ih"), ("InBias", "bias_ih"), ("StateRows", "weight_hh"), ("StateBias", "bias_hh")):
            array(f"k{way}{name}", getattr(net, f"{key}_l0{suffix}"))
    array("kFrom", x)
    array("kTo", net(x)[0])
    print("\n}  // namespace firstchair::nn::parity")


class Numbers:
    """Those of the test: without a pattern, -1..1."""

    def __init__(self):
        self.state = 5

    def __call__(self):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) & (2 ** 64 - 1)
        return np.float32((self.state >> 40) / 8388608 - 1)


def file_net():
    frames, shown = 90, (0, 40, 89)
    net, number = make("file").eval(), Numbers()
    for norm in (net.n1, net.n2):
        norm.running_var[:] = 1 - norm.eps
    tensors = arrays_of(net, [])
    biases = {1: net.n1.bias, 3: net.n2.bias}       # what is added to the norms' means is their bias
    for k, tensor in enumerate(tensors[:-1]):
        words = np.array([np.float32(0.15) * number() for _ in range(tensor.numel())], np.float32).view(np.uint32)
        values = torch.from_numpy((words & 0xFFFFFF00).view(np.float32).copy()).view(tensor.shape)
        ({0: net.c1.weight, 2: net.c2.weight} | biases).get(k, tensor)[...] = values
    number = Numbers()
    x = np.empty((1, frames, BANDS), np.float32)
    for f in range(frames):
        for b in range(BANDS):
            x[0, f, b] = (-10 if f % 25 == 0 else -50) + np.float32(10) * number()
    y = net(torch.from_numpy(x))[0]
    header("what PyTorch's two-way net says to some frames, for file_net_test.cpp", "ear::parity")
    print(f"inline constexpr std::size_t kFrames = {frames}, kShown[] = {{{', '.join(map(str, shown))}}};")
    array("kOutputs", y[list(shown)])
    print("\n}  // namespace firstchair::ear::parity")


if __name__ == "__main__":
    with torch.no_grad():
        {"gru": gru, "file-net": file_net}[sys.argv[1]]()
