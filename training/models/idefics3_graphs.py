"""The ONNX graphs of an Idefics3 model, built operator by operator from its parameters.

Parameters are stored as fp16 initialisers under the names that transformers gives them, in their own layout; the Cast and
Transpose behind each are folded when ONNX Runtime loads the graph, so it computes in fp32. Operators are plain ones: any
batch, any amount of past, any mask.
"""

from __future__ import annotations

import numpy as np
from onnx import ModelProto, TensorProto, helper, numpy_helper
from transformers import Idefics3Config

OPSET = 18
FLOAT, LONG, BOOL = TensorProto.FLOAT, TensorProto.INT64, TensorProto.BOOL
HIDDEN_SCORE = -1e9  # added to the score of what a token must not see


class Graph:
    """Nodes and initialisers of one graph in the making."""

    def __init__(self, parameters: dict[str, np.ndarray]):
        self.parameters = parameters
        self.nodes: list = []
        self.initialisers: dict = {}
        self.names: dict[str, int] = {}
        self.casts: dict[str, str] = {}

    def op(self, kind: str, *inputs: str, name: str | None = None, **attributes) -> str:
        if name is None:
            number = self.names[kind] = self.names.get(kind, 0) + 1
            name = f"{kind}_{number}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], name=f"node_{name}", **attributes))
        return name

    def constant(self, value, dtype) -> str:
        array = np.asarray(value, dtype)
        name = "constant_" + "_".join(map(str, [*array.shape, "of", *array.ravel()[:6]])) + ("i" if array.dtype == np.int64 else "f")
        self.initialisers.setdefault(name, numpy_helper.from_array(array, name))
        return name

    def ints(self, *values: int) -> str:
        return self.constant(values, np.int64)

    def number(self, value: float) -> str:
        return self.constant(value, np.float32)

    def parameter(self, name: str) -> str:
        """A parameter as fp32."""
        if name not in self.casts:
            self.initialisers[name] = numpy_helper.from_array(self.parameters[name].astype(np.float16), name)
            self.casts[name] = self.op("Cast", name, name=f"{name}/fp32", to=FLOAT)
        return self.casts[name]

    def linear(self, states: str, name: str) -> str:
        weight = self.op("Transpose", self.parameter(f"{name}.weight"), perm=[1, 0])
        out = self.op("MatMul", states, weight)
        return self.op("Add", out, self.parameter(f"{name}.bias")) if f"{name}.bias" in self.parameters else out

    def reshape(self, states: str, *shape: int) -> str:
        return self.op("Reshape", states, self.ints(*shape))

    def transpose(self, states: str, *order: int) -> str:
        return self.op("Transpose", states, perm=list(order))

    def slice(self, states: str, start: int, end: int, axis: int) -> str:
        return self.op("Slice", states, self.ints(start), self.ints(end), self.ints(axis))

    def size(self, states: str, axis: int) -> str:
        return self.op("Shape", states, start=axis, end=axis + 1)

    def layer_norm(self, states: str, name: str, epsilon: float) -> str:
        return self.op("LayerNormalization", states, self.parameter(f"{name}.weight"), self.parameter(f"{name}.bias"), epsilon=epsilon, axis=-1)

    def rms_norm(self, states: str, name: str, epsilon: float) -> str:
        mean = self.op("ReduceMean", self.op("Mul", states, states), self.ints(-1), keepdims=1)
        root = self.op("Sqrt", self.op("Add", mean, self.number(epsilon)))
        return self.op("Mul", self.op("Div", states, root), self.parameter(f"{name}.weight"))

    def gelu(self, states: str) -> str:
        """The tanh form."""
        cube = self.op("Mul", self.op("Mul", states, states), states)
        inner = self.op("Mul", self.op("Add", states, self.op("Mul", cube, self.number(0.044715))), self.number(float(np.sqrt(2 / np.pi))))
        return self.op("Mul", self.op("Mul", states, self.number(0.5)), self.op("Add", self.op("Tanh", inner), self.number(1.0)))

    def model(self, inputs: list, outputs: list) -> ModelProto:
        graph = helper.make_graph(self.nodes, "idefics3", inputs, outputs, list(self.initialisers.values()))
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="clue")
        model.ir_version = 9
        return model


def _value(name: str, dtype: int, *shape) -> object:
    return helper.make_tensor_value_info(name, dtype, list(shape))


def vision_encoder(parameters: dict[str, np.ndarray], cfg: Idefics3Config) -> ModelProto:
    """pixel_values, pixel_attention_mask -> image_features."""
    graph, vision = Graph(parameters), cfg.vision_config
    side, width, heads = vision.image_size, vision.hidden_size, vision.num_attention_heads
    grid, scale, size = side // vision.patch_size, cfg.scale_factor, width // heads
    prefix = "model.vision_model."
    pixels = graph.reshape("pixel_values", -1, 3, side, side)
    patches = graph.op(
        "Conv",
        pixels,
        graph.parameter(f"{prefix}embeddings.patch_embedding.weight"),
        graph.parameter(f"{prefix}embeddings.patch_embedding.bias"),
        kernel_shape=[vision.patch_size] * 2,
        strides=[vision.patch_size] * 2,
    )
    states = graph.transpose(graph.reshape(patches, 0, width, grid * grid), 0, 2, 1)
    states = graph.op("Add", states, graph.parameter(f"{prefix}embeddings.position_embedding.weight"))
    # As in the reference, a patch takes part if any of its pixels is not padding.
    mask = graph.op("Cast", graph.reshape("pixel_attention_mask", -1, grid, vision.patch_size, grid, vision.patch_size), to=FLOAT)
    seen = graph.reshape(graph.op("ReduceMax", mask, graph.ints(2, 4), keepdims=0), -1, 1, 1, grid * grid)
    bias = graph.op("Mul", graph.op("Sub", seen, graph.number(1.0)), graph.number(-HIDDEN_SCORE))
    for number in range(vision.num_hidden_layers):
        layer = f"{prefix}encoder.layers.{number}."
        normed = graph.layer_norm(states, f"{layer}layer_norm1", vision.layer_norm_eps)
        query, key, value = (graph.reshape(graph.linear(normed, f"{layer}self_attn.{part}_proj"), 0, 0, heads, size) for part in "qkv")
        scores = graph.op("MatMul", graph.transpose(query, 0, 2, 1, 3), graph.transpose(key, 0, 2, 3, 1))
        scores = graph.op("Add", graph.op("Mul", scores, graph.number(size**-0.5)), bias)
        mixed = graph.op("MatMul", graph.op("Softmax", scores, axis=-1), graph.transpose(value, 0, 2, 1, 3))
        mixed = graph.reshape(graph.transpose(mixed, 0, 2, 1, 3), 0, 0, width)
        states = graph.op("Add", states, graph.linear(mixed, f"{layer}self_attn.out_proj"))
        normed = graph.layer_norm(states, f"{layer}layer_norm2", vision.layer_norm_eps)
        states = graph.op("Add", states, graph.linear(graph.gelu(graph.linear(normed, f"{layer}mlp.fc1")), f"{layer}mlp.fc2"))
    states = graph.layer_norm(states, f"{prefix}post_layernorm", vision.layer_norm_eps)
    half = grid // scale
    shuffled = graph.transpose(graph.reshape(states, -1, half, scale, half, scale, width), 0, 1, 3, 2, 4, 5)
    features = graph.linear(graph.reshape(shuffled, -1, half * half, scale * scale * width), "model.connector.modality_projection.proj")
    graph.op("Identity", features, name="image_features")
    return graph.model(
        [_value("pixel_values", FLOAT, "batch_size", "num_images", 3, side, side), _value("pixel_attention_mask", BOOL, "batch_size", "num_images", side, side)],
        [_value("image_features", FLOAT, "all_images", half * half, cfg.text_config.hidden_size)],
    )


def embed_tokens(parameters: dict[str, np.ndarray], cfg: Idefics3Config) -> ModelProto:
    graph = Graph(parameters)
    graph.op("Gather", graph.parameter("model.text_model.embed_tokens.weight"), "input_ids", name="inputs_embeds", axis=0)
    return graph.model(
        [_value("input_ids", LONG, "batch_size", "sequence_length")],
        [_value("inputs_embeds", FLOAT, "batch_size", "sequence_length", cfg.text_config.hidden_size)],
    )


def decoder(parameters: dict[str, np.ndarray], cfg: Idefics3Config, packed: bool) -> ModelProto:
    """The published decoder, or, packed, one that takes an attention bias and the rows whose logits are wanted."""
    graph, text = Graph(parameters), cfg.text_config
    heads, kv_heads, size, width = text.num_attention_heads, text.num_key_value_heads, text.head_dim, text.hidden_size
    past = [f"past_key_values.{number}.{part}" for number in range(text.num_hidden_layers) for part in ("key", "value")]
    if packed:
        bias = graph.op("Unsqueeze", "attention_bias", graph.ints(1))
    else:
        bias = _causal_bias(graph, past[0])
    frequencies = 1.0 / text.rope_parameters["rope_theta"] ** (np.arange(0, size, 2, dtype=np.float32) / size)
    angles = graph.op("Mul", graph.op("Unsqueeze", graph.op("Cast", "position_ids", to=FLOAT), graph.ints(-1)), graph.constant(frequencies, np.float32))
    angles = graph.op("Unsqueeze", graph.op("Concat", angles, angles, axis=-1), graph.ints(1))
    cos, sin = graph.op("Cos", angles), graph.op("Sin", angles)

    def rotated(states: str) -> str:
        first, second = graph.slice(states, 0, size // 2, 3), graph.slice(states, size // 2, size, 3)
        turned = graph.op("Concat", graph.op("Neg", second), first, axis=-1)
        return graph.op("Add", graph.op("Mul", states, cos), graph.op("Mul", turned, sin))

    states, outputs = "inputs_embeds", []
    for number in range(text.num_hidden_layers):
        layer = f"model.text_model.layers.{number}."
        normed = graph.rms_norm(states, f"{layer}input_layernorm", text.rms_norm_eps)

        def split(part: str, count: int) -> str:
            return graph.transpose(graph.reshape(graph.linear(normed, f"{layer}self_attn.{part}_proj"), 0, 0, count, size), 0, 2, 1, 3)

        query = graph.reshape(rotated(split("q", heads)), 0, kv_heads, -1, size)
        key = graph.op("Concat", f"past_key_values.{number}.key", rotated(split("k", kv_heads)), name=f"present.{number}.key", axis=2)
        value = graph.op("Concat", f"past_key_values.{number}.value", split("v", kv_heads), name=f"present.{number}.value", axis=2)
        outputs += [key, value]
        # Query heads that share a key head stand one after another: [B, kv, heads / kv * S, size].
        scores = graph.op("Mul", graph.op("MatMul", query, graph.transpose(key, 0, 1, 3, 2)), graph.number(size**-0.5))
        shape = graph.op("Concat", graph.ints(0, kv_heads, heads // kv_heads), graph.size("inputs_embeds", 1), graph.ints(-1), axis=0)
        weights = graph.op("Softmax", graph.op("Add", graph.op("Reshape", scores, shape), bias), axis=-1)
        whole = graph.op("Concat", graph.ints(0, 0, -1), graph.size(key, 2), axis=0)
        mixed = graph.op("MatMul", graph.op("Reshape", weights, whole), value)
        shape = graph.op("Concat", graph.ints(0, heads), graph.size("inputs_embeds", 1), graph.ints(size), axis=0)
        mixed = graph.reshape(graph.transpose(graph.op("Reshape", mixed, shape), 0, 2, 1, 3), 0, 0, heads * size)
        states = graph.op("Add", states, graph.linear(mixed, f"{layer}self_attn.o_proj"))
        normed = graph.rms_norm(states, f"{layer}post_attention_layernorm", text.rms_norm_eps)
        gate = graph.linear(normed, f"{layer}mlp.gate_proj")
        gated = graph.op("Mul", graph.op("Mul", gate, graph.op("Sigmoid", gate)), graph.linear(normed, f"{layer}mlp.up_proj"))
        states = graph.op("Add", states, graph.linear(gated, f"{layer}mlp.down_proj"))
    states = graph.rms_norm(states, "model.text_model.norm", text.rms_norm_eps)
    if packed:
        states = graph.op("Gather", states, "gather", axis=1)
    graph.op("MatMul", states, graph.transpose(graph.parameter("model.text_model.embed_tokens.weight"), 1, 0), name="logits")
    inputs = [_value("inputs_embeds", FLOAT, "batch_size", "sequence_length", width)]
    if not packed:
        inputs.append(_value("attention_mask", LONG, "batch_size", "total_sequence_length"))
    inputs.append(_value("position_ids", LONG, "batch_size", "sequence_length"))
    if packed:
        inputs += [_value("attention_bias", FLOAT, "batch_size", 1, "sequence_length", "total_sequence_length"), _value("gather", LONG, "wanted")]
    inputs += [_value(name, FLOAT, "batch_size", kv_heads, "past_sequence_length", size) for name in past]
    results = [_value("logits", FLOAT, "batch_size", "wanted" if packed else "sequence_length", text.vocab_size)]
    results += [_value(name, FLOAT, "batch_size", kv_heads, "total_sequence_length", size) for name in outputs]
    return graph.model(inputs, results)


def _causal_bias(graph: Graph, past: str) -> str:
    """[B, 1, 1, S, P + S] from attention_mask: a token sees what is before it and not masked."""
    start = graph.op("Squeeze", graph.size(past, 2), graph.ints(0))
    end = graph.op("Squeeze", graph.size("attention_mask", 1), graph.ints(0))
    one = graph.constant(1, np.int64)
    keys = graph.op("Range", graph.constant(0, np.int64), end, one)
    queries = graph.op("Unsqueeze", graph.op("Range", start, end, one), graph.ints(1))
    before = graph.op("LessOrEqual", keys, queries)
    there = graph.op("Unsqueeze", graph.op("Cast", "attention_mask", to=BOOL), graph.ints(1, 2, 3))
    return graph.op("Where", graph.op("And", before, there), graph.number(0.0), graph.number(HIDDEN_SCORE))
