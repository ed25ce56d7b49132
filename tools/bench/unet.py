"""Stable Diffusion 1.5's U-Net in plain PyTorch, driven step by step: the yardstick of the bench.

    python3 unet.py CHECKPOINT THREADS

Reads the 16-bit safetensors file that the bench writes, widens it to 32 bits once, and says on standard output, as one line of JSON,
what it runs on. Then each line of standard input is a step, {"sample", "context": base64 of 32-bit floats, "timestep"}, answered
by a line {"cpu", "wall": seconds, "output": base64}.
"""
import base64
import json
import math
import re
import sys
import time

import numpy
import torch
import torch.nn.functional as F

HEADS, GROUPS = 8, 32


def load(path):
    with open(path, "rb") as file:
        size = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(size))
    data = numpy.memmap(path, numpy.uint8, "r", 8 + size)
    weights = {}
    for key, entry in header.items():
        start, end = entry["data_offsets"]
        half = data[start:end].view(numpy.float16).reshape(entry["shape"])
        weights[key] = torch.from_numpy(half.astype(numpy.float32))
    return weights


class Unet:
    def __init__(self, weights):
        self.weights = weights

    def has(self, name):
        return any(key.startswith(name + ".") for key in self.weights)

    def get(self, name):
        return self.weights[name + ".weight"], self.weights.get(name + ".bias")

    def conv(self, name, x, stride=1):
        weight, bias = self.get(name)
        return F.conv2d(x, weight, bias, stride, weight.shape[2] // 2)

    def linear(self, name, x):
        weight, bias = self.get(name)
        return F.linear(x, weight.flatten(1), bias)

    def group_norm(self, name, x, eps):
        return F.group_norm(x, GROUPS, *self.get(name), eps)

    def layer_norm(self, name, x):
        return F.layer_norm(x, x.shape[-1:], *self.get(name))

    def resnet(self, name, x, time_embedding):
        hidden = self.conv(name + ".conv1", F.silu(self.group_norm(name + ".norm1", x, 1e-5)))
        hidden = hidden + self.linear(name + ".time_emb_proj", F.silu(time_embedding))[:, :, None, None]
        hidden = self.conv(name + ".conv2", F.silu(self.group_norm(name + ".norm2", hidden, 1e-5)))
        return (self.conv(name + ".conv_shortcut", x) if self.has(name + ".conv_shortcut") else x) + hidden

    def attention(self, name, x, context):
        def heads(which, tokens):
            projected = self.linear(name + which, tokens)
            return projected.unflatten(2, (HEADS, -1)).transpose(1, 2)

        query, key, value = heads(".to_q", x), heads(".to_k", context), heads(".to_v", context)
        if hasattr(F, "scaled_dot_product_attention"):
            mixed = F.scaled_dot_product_attention(query, key, value)
        else:
            scores = query @ key.transpose(2, 3) * query.shape[3] ** -0.5
            mixed = scores.softmax(3) @ value
        return self.linear(name + ".to_out.0", mixed.transpose(1, 2).flatten(2))

    def transformer(self, name, x, context):
        batch, channels, height, width = x.shape
        tokens = self.group_norm(name + ".norm", x, 1e-6).flatten(2).transpose(1, 2)
        tokens = self.linear(name + ".proj_in", tokens)
        block = name + ".transformer_blocks.0"
        normed = self.layer_norm(block + ".norm1", tokens)
        tokens = tokens + self.attention(block + ".attn1", normed, normed)
        tokens = tokens + self.attention(block + ".attn2", self.layer_norm(block + ".norm2", tokens), context)
        hidden, gate = self.linear(block + ".ff.net.0.proj", self.layer_norm(block + ".norm3", tokens)).chunk(2, 2)
        tokens = tokens + self.linear(block + ".ff.net.2", hidden * F.gelu(gate))
        tokens = self.linear(name + ".proj_out", tokens)
        return x + tokens.transpose(1, 2).reshape(batch, channels, height, width)

    def block(self, stage, index, x, time_embedding, context):
        x = self.resnet(f"{stage}.resnets.{index}", x, time_embedding)
        attention = f"{stage}.attentions.{index}"
        return self.transformer(attention, x, context) if self.has(attention) else x

    def __call__(self, sample, timestep, context):
        half = 160
        angles = timestep * torch.exp(-math.log(10000) * torch.arange(half) / half)
        features = torch.cat([angles.cos(), angles.sin()])[None]
        hidden = F.silu(self.linear("time_embedding.linear_1", features))
        time_embedding = self.linear("time_embedding.linear_2", hidden)

        x = self.conv("conv_in", sample)
        skips = [x]
        for level in range(4):
            stage = f"down_blocks.{level}"
            for index in range(2):
                x = self.block(stage, index, x, time_embedding, context)
                skips.append(x)
            if level < 3:
                x = self.conv(stage + ".downsamplers.0.conv", x, 2)
                skips.append(x)
        x = self.block("mid_block", 0, x, time_embedding, context)
        x = self.resnet("mid_block.resnets.1", x, time_embedding)
        for level in range(4):
            stage = f"up_blocks.{level}"
            for index in range(3):
                x = self.block(stage, index, torch.cat([x, skips.pop()], 1), time_embedding, context)
            if level < 3:
                x = self.conv(stage + ".upsamplers.0.conv", F.interpolate(x, scale_factor=2.0, mode="nearest"))
        return self.conv("conv_out", F.silu(self.group_norm("conv_norm_out", x, 1e-5)))


def floats(text, *shape):
    return torch.from_numpy(numpy.frombuffer(base64.b64decode(text), numpy.float32).copy()).reshape(shape)


def describe_blas():
    """The library that multiplies matrices. Debian's PyTorch takes whichever BLAS is installed, and the reference one is slow."""
    if torch.backends.mkl.is_available():
        return "MKL"
    try:
        with open("/proc/self/maps") as maps:
            known = re.search(r"openblas|blis|atlas|mkl", maps.read(), re.IGNORECASE)
    except OSError:
        return "unknown BLAS"
    return known.group().lower() if known else "reference BLAS"


def answer(message):
    print(json.dumps(message), flush=True)


@torch.no_grad()
def main():
    torch.set_num_threads(int(sys.argv[2]))
    unet = Unet(load(sys.argv[1]))
    answer({"torch": torch.__version__, "blas": describe_blas()})
    for line in sys.stdin:
        step = json.loads(line)
        sample, context = floats(step["sample"], 1, 4, 64, 64), floats(step["context"], 1, 77, 768)
        wall, cpu = time.perf_counter(), time.process_time()
        output = unet(sample, step["timestep"], context)
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        answer({"cpu": cpu, "wall": wall, "output": base64.b64encode(output.numpy().tobytes()).decode()})


main()
