#!/usr/bin/env python3
"""Prints engine/nn/gru_parity.h: a small GRU of PyTorch's, both ways, with what it makes of a few frames."""
import numpy as np
import torch

IN, SIZE, FRAMES = 8, 8, 24


def array(name, values):
    numbers = [f"{v:.7g}" for v in values.detach().numpy().astype(np.float32).ravel()]
    numbers = [n if "." in n or "e" in n else n + ".0" for n in numbers]
    print(f"inline constexpr float {name}[] = {{" + ", ".join(n + "F" for n in numbers) + "};")


def main():
    torch.manual_seed(7)
    gru = torch.nn.GRU(IN, SIZE, batch_first=True, bidirectional=True)
    x = torch.randn(1, FRAMES, IN)
    with torch.no_grad():
        for weights in gru.parameters():
            weights.mul_(2)
        y, _ = gru(x)
    print("// Written by training/gru_parity.py: a two-way GRU of PyTorch's and its outputs, for gru_test.cpp.")
    print("#pragma once\n\n#include <cstddef>\n\nnamespace firstchair::nn::parity {\n\n// clang-format off")
    print(f"inline constexpr std::size_t kIn = {IN}, kSize = {SIZE}, kFrames = {FRAMES};")
    for way, suffix in (("Forward", ""), ("Backward", "_reverse")):
        for name, key in (("InRows", "weight_ih"), ("InBias", "bias_ih"), ("StateRows", "weight_hh"), ("StateBias", "bias_hh")):
            array(f"k{way}{name}", getattr(gru, f"{key}_l0{suffix}"))
    array("kFrom", x)
    array("kTo", y)
    print("// clang-format on\n\n}  // namespace firstchair::nn::parity")


if __name__ == "__main__":
    main()
