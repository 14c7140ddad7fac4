"""Goldens of the Idefics3 (SmolVLM) architecture."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers.float16 import convert_float_to_float16
from golden_file import Golden
from PIL import Image, ImageDraw
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import Idefics3Config, Idefics3ForConditionalGeneration, Idefics3Processor, LlamaConfig, PreTrainedTokenizerFast
from transformers.models.idefics3.image_processing_pil_idefics3 import Idefics3ImageProcessorPil

import decoder_graph

TILE, LONGEST, PATCH, SCALE = 32, 64, 4, 2
IMAGE_TOKENS = (TILE // PATCH // SCALE) ** 2
TEMPLATE = (
    "<|im_start|>{% for message in messages %}{{message['role'] | capitalize}}{% if message['content'][0]['type'] == 'image' %}{{':'}}"
    "{% else %}{{': '}}{% endif %}{% for line in message['content'] %}{% if line['type'] == 'text' %}{{line['text']}}"
    "{% elif line['type'] == 'image' %}{{ '<image>' }}{% endif %}{% endfor %}<end_of_utterance>\n{% endfor %}"
    "{% if add_generation_prompt %}{{ 'Assistant:' }}{% endif %}"
)
INSTRUCTION = "Is this content visible in the image? Answer with one word, Yes or No.\nContent:"
CONTENTS = [" a dog is visible", " two red birds touch a boat", " no fire", " a child holds the 3rd knife", " a dog is visible"]
DIALOGUE = ["Is a dog visible? First say what the image shows.\nContent: a dog", "it shows 2 dogs", "Summarise."]
CORPUS = [INSTRUCTION, *CONTENTS, *DIALOGUE, "Yes No yes no Yes. No. User: Assistant: Yes Assistant: No", "a horse, an old woman and 12 burning candles"]


def tokenizer() -> PreTrainedTokenizerFast:
    made = Tokenizer(models.BPE())
    made.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)])
    made.decoder = decoders.ByteLevel()
    marks = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
    trainer = trainers.BpeTrainer(vocab_size=440, special_tokens=marks, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False)
    made.train_from_iterator(CORPUS * 3, trainer)
    rows = [f"<row_{r}_col_{c}>" for r in range(1, 7) for c in range(1, 7)]
    made.add_special_tokens([AddedToken(t, special=True, normalized=False) for t in ["<fake_token_around_image>", "<image>", "<global-img>", *rows, "<end_of_utterance>"]])
    return PreTrainedTokenizerFast(tokenizer_object=made, bos_token="<|im_start|>", eos_token="<end_of_utterance>", pad_token="<|im_end|>", unk_token="<|endoftext|>")


def build(tokens: PreTrainedTokenizerFast) -> Idefics3ForConditionalGeneration:
    ids = dict(bos_token_id=tokens.bos_token_id, eos_token_id=tokens.eos_token_id, pad_token_id=tokens.pad_token_id)
    text = LlamaConfig(
        vocab_size=len(tokens), hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2,
        head_dim=8, max_position_embeddings=1024, rope_parameters={"rope_type": "default", "rope_theta": 10000.0}, tie_word_embeddings=True, **ids)
    vision = dict(hidden_size=32, intermediate_size=48, num_hidden_layers=2, num_attention_heads=2, image_size=TILE, patch_size=PATCH)
    config = Idefics3Config(
        vision_config=vision, text_config=text, scale_factor=SCALE, image_token_id=tokens.convert_tokens_to_ids("<image>"), tie_word_embeddings=True, **ids)
    torch.manual_seed(1)
    model = Idefics3ForConditionalGeneration(config)
    for parameter in model.parameters():
        if parameter.ndim > 1:
            torch.nn.init.normal_(parameter, 0.0, 0.25)
    model.tie_weights()
    return model.eval()


class Vision(torch.nn.Module):
    """pixel_values [batch, images, 3, side, side], pixel_attention_mask -> image_features [images, tokens, hidden]."""

    def __init__(self, model: Idefics3ForConditionalGeneration):
        super().__init__()
        self.tower, self.connector = model.model.vision_model, model.model.connector
        self.patch = model.config.vision_config.patch_size

    def forward(self, pixel_values, pixel_attention_mask):
        pixels = pixel_values.flatten(0, 1)
        mask = pixel_attention_mask.flatten(0, 1).float()[:, None]
        patches = torch.nn.functional.max_pool2d(mask, self.patch)[:, 0] > 0
        embeddings = self.tower.embeddings
        grid = torch.arange(embeddings.num_patches, device=pixels.device)
        states = embeddings.patch_embedding(pixels).flatten(2).transpose(1, 2) + embeddings.position_embedding(grid)
        states = states * patches.flatten(1)[..., None]
        for layer in self.tower.encoder.layers:
            states = layer(states, None)
            states = states[0] if isinstance(states, tuple) else states
        return self.connector(self.tower.post_layernorm(states))


def export_vision(model, path: Path) -> None:
    model.set_attn_implementation("eager")
    pixels, mask = torch.zeros(1, 2, 3, TILE, TILE), torch.ones(1, 2, TILE, TILE, dtype=torch.bool)
    axes = {"pixel_values": {0: "batch_size", 1: "num_images"}, "pixel_attention_mask": {0: "batch_size", 1: "num_images"}, "image_features": {0: "total_images"}}
    torch.onnx.export(Vision(model), (pixels, mask), str(path), input_names=["pixel_values", "pixel_attention_mask"], output_names=["image_features"], dynamic_axes=axes, opset_version=17, dynamo=False)


def messages(turns: list[str], image: bool) -> list[dict]:
    made = []
    for index, turn in enumerate(turns):
        content = [{"type": "text", "text": turn}]
        if image and index == 0:
            content.insert(0, {"type": "image"})
        made.append({"role": "user" if index % 2 == 0 else "assistant", "content": content})
    return made


def answer_ids(tokens: PreTrainedTokenizerFast) -> tuple[list[int], list[int]]:
    def single(words):
        encoded = [tokens.encode(space + word, add_special_tokens=False) for word in words for space in ("", " ")]
        return sorted({ids[0] for ids in encoded if len(ids) == 1})

    return single(["Yes", "yes", "YES"]), single(["No", "no", "NO"])


def black(image: Image.Image, box: list[int]) -> Image.Image:
    image = image.copy()
    ImageDraw.Draw(image).rectangle([box[0], box[1], box[2] - 1, box[3] - 1], fill=(0, 0, 0))
    return image


def record(golden: Golden, name: str, model, processor, tokens, image, split: bool) -> None:
    """Everything the reference says about one image, or about none."""
    yes, no = answer_ids(tokens)

    def inputs_of(turns):
        text = processor.apply_chat_template(messages(turns, image is not None), add_generation_prompt=True)
        if image is None:
            return processor.tokenizer([text], return_tensors="pt", return_token_type_ids=False)
        return processor(text=text, images=[[image]], return_tensors="pt", do_image_splitting=split)

    for index, content in enumerate(CONTENTS):
        inputs = inputs_of([INSTRUCTION + content])
        with torch.no_grad():
            logits = model(**inputs).logits[0, -1].double()
        shares = logits.softmax(-1)
        golden.value(f"{name}/{index}/ids", inputs["input_ids"][0].tolist())
        golden.array(f"{name}/{index}/logits", logits.numpy())
        golden.value(f"{name}/{index}/yes", float(shares[yes].sum()))
        golden.value(f"{name}/{index}/no", float(shares[no].sum()))
        if image is not None and index == 0:
            golden.array(f"{name}/pixels", inputs["pixel_values"][0].numpy())
            with torch.no_grad():
                features = model.model.get_image_features(inputs["pixel_values"], inputs["pixel_attention_mask"]).pooler_output
            golden.array(f"{name}/features", torch.cat(list(features)).numpy())
    for turns in (DIALOGUE[:1], DIALOGUE):
        inputs = inputs_of(turns)
        with torch.no_grad():
            made = model.generate(**inputs, do_sample=False, max_new_tokens=12)[0, inputs["input_ids"].shape[1]:]
        golden.value(f"{name}/dialogue{len(turns)}/ids", made.tolist())
        golden.value(f"{name}/dialogue{len(turns)}/text", tokens.decode(made, skip_special_tokens=True))


def make(folder: Path, expected: Path, images: dict[str, Image.Image]) -> None:
    tokens = tokenizer()
    model = build(tokens)
    processor = Idefics3Processor(
        Idefics3ImageProcessorPil(size={"longest_edge": LONGEST}, max_image_size={"longest_edge": TILE}), tokens, image_seq_len=IMAGE_TOKENS, chat_template=TEMPLATE)

    onnx_folder = folder / "onnx"
    onnx_folder.mkdir(parents=True, exist_ok=True)
    model.config.save_pretrained(folder)
    model.generation_config.save_pretrained(folder)
    tokens.save_pretrained(folder)
    settings = {k: v for k, v in processor.image_processor.to_dict().items() if v is not None}
    (folder / "preprocessor_config.json").write_text(json.dumps(settings, indent=2) + "\n")
    (folder / "processor_config.json").write_text(json.dumps({"image_seq_len": IMAGE_TOKENS, "processor_class": "Idefics3Processor"}, indent=2) + "\n")
    (folder / "chat_template.json").write_text(json.dumps({"chat_template": TEMPLATE}, indent=2) + "\n")

    export_vision(model, onnx_folder / "vision_encoder.onnx")
    onnx.save(decoder_graph.embedding(model), onnx_folder / "embed_tokens.onnx")
    variants = {
        "decoder_model_merged.onnx": {},
        "decoder_packed.onnx": dict(packed=True),
        "plain_keep.onnx": dict(keep=True, cache_branch=True),
        "gqa.onnx": dict(gqa=True),
        "gqa_keep.onnx": dict(gqa=True, keep=True),
        "gqa_packed.onnx": dict(gqa=True, packed=True),
        "decoder_model_merged_fp16.onnx": dict(half=True, keep=True),
        "gqa_fp16.onnx": dict(half=True, gqa=True),
        "decoder_model_merged_q4.onnx": dict(four_bit=True),
        "gqa_q4.onnx": dict(four_bit=True, gqa=True, keep=True),
    }
    for file, options in variants.items():
        onnx.save(decoder_graph.decoder(model, **options), onnx_folder / file)
    onnx.save(decoder_graph.embedding(model, half=True), onnx_folder / "embed_tokens_fp16.onnx")
    onnx.save(convert_float_to_float16(onnx.load(onnx_folder / "vision_encoder.onnx"), keep_io_types=True), onnx_folder / "vision_encoder_fp16.onnx")
    for stem in ("vision_encoder", "embed_tokens", "decoder_model_merged"):
        quantize_dynamic(onnx_folder / f"{stem}.onnx", onnx_folder / f"{stem}_int8.onnx", weight_type=QuantType.QInt8)

    golden = Golden("transformers, Idefics3ForConditionalGeneration and Idefics3Processor with the Pillow image processor")
    golden.value("instruction", INSTRUCTION)
    golden.value("contents", CONTENTS)
    golden.value("dialogue", DIALOGUE)
    yes, no = answer_ids(tokens)
    golden.value("yes_ids", yes)
    golden.value("no_ids", no)
    record(golden, "none", model, processor, tokens, None, False)
    for name in ("square", "wide", "tall", "dot", "strip", "large"):
        record(golden, f"whole/{name}", model, processor, tokens, images[name], False)
        if name in ("square", "wide", "tall", "large"):
            record(golden, f"split/{name}", model, processor, tokens, images[name], True)
    box = [3, 5, 22, 24]
    golden.value("box", box)
    for split in (False, True):
        record(golden, f"black/{split}".lower(), model, processor, tokens, black(images["square"], box), split)

    rounded = copy.deepcopy(model)
    with torch.no_grad():
        for layer in rounded.model.text_model.layers:
            for part in (*layer.self_attn.children(), *layer.mlp.children()):
                if isinstance(part, torch.nn.Linear):
                    part.weight.copy_(torch.from_numpy(decoder_graph.quantise(part.weight.numpy())[2]))
        head = decoder_graph.quantise(model.lm_head.weight.numpy())[2]
        rounded.lm_head.weight = torch.nn.Parameter(torch.from_numpy(head))
    record(golden, "q4/whole/square", rounded, processor, tokens, images["square"], False)
    golden.write(expected)
    return None
