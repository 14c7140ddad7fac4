"""Writes the decoder of a Llama-type model as an ONNX graph with the published signature.

The weights come from a transformers model; the graph is written operator by operator, so that each way in which
published files differ (plain operators or GroupQueryAttention, num_logits_to_keep, half precision, 4-bit weights) can
be made at will, and so that the numbers it must reproduce come from another implementation than the graph's.
"""

from __future__ import annotations

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

BLOCK = 32
MASKED = float(np.finfo(np.float32).min)


def quantise(weight: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """weight [N, K] -> nibbles [N, K / 32, 16], scales [N * K / 32], the weight that they stand for [N, K]."""
    rows, columns = weight.shape
    blocks = weight.reshape(rows, columns // BLOCK, BLOCK)
    scales = np.abs(blocks).max(-1, keepdims=True) / 7.0
    scales = np.where(scales == 0, 1.0, scales).astype(np.float32)
    levels = np.clip(np.rint(blocks / scales), -8, 7)
    stands_for = (levels * scales).reshape(rows, columns).astype(np.float32)
    codes = (levels + 8).astype(np.uint8)
    return codes[..., 0::2] | (codes[..., 1::2] << 4), scales.reshape(-1), stands_for


class Graph:
    """An ONNX graph under construction; every method adds nodes and returns the name of their result."""

    def __init__(self, half: bool = False, four_bit: bool = False):
        self.nodes: list = []
        self.constants: dict[str, onnx.TensorProto] = {}
        self.half = half
        self.four_bit = four_bit
        self.float_type = TensorProto.FLOAT16 if half else TensorProto.FLOAT
        self.float_name = np.float16 if half else np.float32

    def op(self, kind: str, *inputs: str, outputs: int = 1, domain: str = "", **attributes):
        names = [f"{kind}_{len(self.nodes)}_{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(kind, inputs, names, domain=domain, **attributes))
        return names[0] if outputs == 1 else names

    def constant(self, values, name: str | None = None) -> str:
        array = np.asarray(values)
        name = name or f"c{len(self.constants)}"
        self.constants[name] = numpy_helper.from_array(array, name)
        return name

    def ints(self, *values: int) -> str:
        return self.constant(np.array(values, np.int64))

    def floats(self, values) -> str:
        return self.constant(np.asarray(values, self.float_name))

    def linear(self, states: str, weight: np.ndarray) -> str:
        rows, columns = weight.shape
        if self.four_bit:
            codes, scales, _ = quantise(weight)
            return self.op("MatMulNBits", states, self.constant(codes), self.constant(scales), domain="com.microsoft", K=columns, N=rows, bits=4, block_size=BLOCK)
        return self.op("MatMul", states, self.floats(weight.T.copy()))

    def norm(self, states: str, weight: np.ndarray, epsilon: float) -> str:
        wide = self.op("Cast", states, to=TensorProto.FLOAT) if self.half else states
        mean = self.op("ReduceMean", self.op("Mul", wide, wide), self.ints(-1), keepdims=1)
        root = self.op("Sqrt", self.op("Add", mean, self.constant(np.array(epsilon, np.float32))))
        scaled = self.op("Div", wide, root)
        if self.half:
            scaled = self.op("Cast", scaled, to=TensorProto.FLOAT16)
        return self.op("Mul", scaled, self.floats(weight))

    def dimension(self, tensor: str, axis: int) -> str:
        return self.op("Gather", self.op("Shape", tensor), self.constant(np.array(axis, np.int64)))

    def heads(self, states: str, count: int, size: int) -> str:
        return self.op("Transpose", self.op("Reshape", states, self.ints(0, 0, count, size)), perm=[0, 2, 1, 3])

    def rotate(self, states: str, cos: str, sin: str) -> str:
        first, second = self.op("Split", states, outputs=2, axis=-1, num_outputs=2)
        turned = self.op("Concat", self.op("Neg", second), first, axis=-1)
        return self.op("Add", self.op("Mul", states, cos), self.op("Mul", turned, sin))


def decoder(model, *, gqa=False, keep=False, half=False, four_bit=False, packed=False, cache_branch=False) -> onnx.ModelProto:
    """The graph of model (a transformers Idefics3ForConditionalGeneration).

    keep: takes num_logits_to_keep. packed: takes attention_bias and gather in place of attention_mask.
    """
    config = model.config.text_config
    text = model.model.text_model
    size = config.head_dim
    count, kv_count = config.num_attention_heads, config.num_key_value_heads
    g = Graph(half, four_bit)
    weight = lambda module: module.weight.detach().numpy()

    states = "inputs_embeds"
    length = g.dimension("inputs_embeds", 1)
    if half:
        states = g.op("Cast", states, to=TensorProto.FLOAT16)

    theta = config.rope_parameters["rope_theta"]
    frequencies = (1.0 / theta ** (np.arange(0, size, 2, dtype=np.float32) / size)).astype(np.float32)
    positions = g.op("Unsqueeze", g.op("Cast", "position_ids", to=TensorProto.FLOAT), g.ints(1, 3))
    angles = g.op("Mul", positions, g.constant(np.concatenate([frequencies, frequencies]).reshape(1, 1, 1, size)))
    cos, sin = g.op("Cos", angles), g.op("Sin", angles)
    if half:
        cos, sin = (g.op("Cast", x, to=TensorProto.FLOAT16) for x in (cos, sin))

    bias = sequence_lengths = total = None
    if packed:
        bias = "attention_bias"
    elif gqa:
        sums = g.op("ReduceSum", "attention_mask", g.ints(1), keepdims=0)
        sequence_lengths = g.op("Cast", g.op("Sub", sums, g.constant(np.array(1, np.int64))), to=TensorProto.INT32)
        total = g.op("Cast", g.dimension("attention_mask", 1), to=TensorProto.INT32)
    else:
        width = g.dimension("attention_mask", 1)
        zero, one = g.constant(np.array(0, np.int64)), g.constant(np.array(1, np.int64))
        columns = g.op("Range", zero, width, one)
        rows = g.op("Unsqueeze", g.op("Range", g.op("Sub", width, length), width, one), g.ints(1))
        causal = g.op("LessOrEqual", columns, rows)
        seen = g.op("Unsqueeze", g.op("Equal", "attention_mask", one), g.ints(1, 2))
        allowed = g.op("And", causal, seen)
        low = np.float16(-65504) if half else np.float32(MASKED)
        bias = g.op("Where", allowed, g.constant(np.array(0, g.float_name)), g.constant(np.array(low, g.float_name)))

    presents = []
    for index, layer in enumerate(text.layers):
        normed = g.norm(states, weight(layer.input_layernorm), config.rms_norm_eps)
        query = g.rotate(g.heads(g.linear(normed, weight(layer.self_attn.q_proj)), count, size), cos, sin)
        key = g.rotate(g.heads(g.linear(normed, weight(layer.self_attn.k_proj)), kv_count, size), cos, sin)
        value = g.linear(normed, weight(layer.self_attn.v_proj))
        past_key, past_value = f"past_key_values.{index}.key", f"past_key_values.{index}.value"
        if gqa:
            flat = lambda x, n: g.op("Reshape", g.op("Transpose", x, perm=[0, 2, 1, 3]), g.ints(0, 0, n * size))
            inputs = [flat(query, count), flat(key, kv_count), value, past_key, past_value]
            if packed:
                whole = g.op("Cast", g.dimension("attention_bias", 3), to=TensorProto.INT32)
                last = g.op("Reshape", g.op("Sub", whole, g.constant(np.array(1, np.int32))), g.ints(1))
                inputs += [last, whole, "", "", "", "attention_bias"]
            else:
                inputs += [sequence_lengths, total]
            mixed, present_key, present_value = g.op("GroupQueryAttention", *inputs, outputs=3, domain="com.microsoft", num_heads=count, kv_num_heads=kv_count, do_rotary=0)
        else:
            present_key = g.op("Concat", past_key, key, axis=2)
            present_value = g.op("Concat", past_value, g.heads(value, kv_count, size), axis=2)
            groups = count // kv_count

            def repeat(x):
                wide = g.op("Concat", *[g.op("Unsqueeze", x, g.ints(2))] * groups, axis=2)
                return g.op("Reshape", wide, g.constant(np.array([0, count, -1, size], np.int64)))

            scores = g.op("MatMul", query, g.op("Transpose", repeat(present_key), perm=[0, 1, 3, 2]))
            scores = g.op("Mul", scores, g.floats(np.array(size**-0.5)))
            shares = g.op("Softmax", g.op("Add", scores, bias), axis=-1)
            mixed = g.op("Transpose", g.op("MatMul", shares, repeat(present_value)), perm=[0, 2, 1, 3])
            mixed = g.op("Reshape", mixed, g.ints(0, 0, count * size))
        presents += [(f"present.{index}.key", present_key), (f"present.{index}.value", present_value)]
        states = g.op("Add", states, g.linear(mixed, weight(layer.self_attn.o_proj)))
        normed = g.norm(states, weight(layer.post_attention_layernorm), config.rms_norm_eps)
        gate = g.linear(normed, weight(layer.mlp.gate_proj))
        gate = g.op("Mul", gate, g.op("Sigmoid", gate))
        states = g.op("Add", states, g.linear(g.op("Mul", gate, g.linear(normed, weight(layer.mlp.up_proj))), weight(layer.mlp.down_proj)))

    states = g.norm(states, weight(text.norm), config.rms_norm_eps)
    if packed:
        states = g.op("Gather", states, "gather", axis=1)
    if keep:
        first = g.op("Where", g.op("Equal", "num_logits_to_keep", g.constant(np.array(0, np.int64))), g.constant(np.array(0, np.int64)), g.op("Sub", length, "num_logits_to_keep"))
        states = g.op("Slice", states, g.op("Reshape", first, g.ints(1)), g.op("Reshape", length, g.ints(1)), g.ints(1))
    logits = g.linear(states, weight(model.lm_head))
    if half:
        logits = g.op("Cast", logits, to=TensorProto.FLOAT)
    for public, internal in [("logits", logits), *presents]:
        g.nodes.append(helper.make_node("Identity", [internal], [public]))

    float_, whole = TensorProto.FLOAT, TensorProto.INT64
    inputs = [helper.make_tensor_value_info("inputs_embeds", float_, ["batch_size", "sequence_length", config.hidden_size])]
    if packed:
        inputs.append(helper.make_tensor_value_info("position_ids", whole, [1, "sequence_length"]))
        inputs.append(helper.make_tensor_value_info("attention_bias", float_, [1, 1, "sequence_length", "total_sequence_length"]))
        inputs.append(helper.make_tensor_value_info("gather", whole, ["gathered"]))
    else:
        inputs.append(helper.make_tensor_value_info("attention_mask", whole, ["batch_size", "total_sequence_length"]))
        inputs.append(helper.make_tensor_value_info("position_ids", whole, ["batch_size", "sequence_length"]))
    if keep:
        inputs.append(helper.make_tensor_value_info("num_logits_to_keep", whole, []))
    outputs = [helper.make_tensor_value_info("logits", float_, ["batch_size", "kept", config.vocab_size])]
    for index in range(config.num_hidden_layers):
        for part in ("key", "value"):
            inputs.append(helper.make_tensor_value_info(f"past_key_values.{index}.{part}", g.float_type, ["batch_size", kv_count, "past_sequence_length", size]))
            outputs.append(helper.make_tensor_value_info(f"present.{index}.{part}", g.float_type, ["batch_size", kv_count, "total_sequence_length", size]))
    if cache_branch:
        inputs.append(helper.make_tensor_value_info("use_cache_branch", TensorProto.BOOL, [1]))
    graph = helper.make_graph(g.nodes, "decoder", inputs, outputs, list(g.constants.values()))
    opsets = [helper.make_opsetid("", 18), helper.make_opsetid("com.microsoft", 1)]
    made = helper.make_model(graph, opset_imports=opsets, ir_version=9)
    onnx.checker.check_model(made)
    return made


def embedding(model, half: bool = False) -> onnx.ModelProto:
    """embed_tokens: input_ids [batch, sequence] -> inputs_embeds [batch, sequence, hidden], float32."""
    table = model.get_input_embeddings().weight.detach().numpy()
    g = Graph(half)
    rows = g.op("Gather", g.floats(table), "input_ids", axis=0)
    g.nodes.append(helper.make_node("Cast", [rows], ["inputs_embeds"], to=TensorProto.FLOAT))
    inputs = [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch_size", "sequence_length"])]
    outputs = [helper.make_tensor_value_info("inputs_embeds", TensorProto.FLOAT, ["batch_size", "sequence_length", table.shape[1]])]
    graph = helper.make_graph(g.nodes, "embed_tokens", inputs, outputs, list(g.constants.values()))
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    onnx.checker.check_model(made)
    return made
