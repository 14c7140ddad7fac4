"""The tokenizer of the encoder and the detector: CLIP's byte-level BPE, lower-cased, with a small vocabulary.

Same layout as the published ``tokenizer.json``: 256 bytes, 256 bytes that end a word (``</w>``), merges, start and end
of text. The end of text has the highest id, because CLIP and OWL-ViT pool the state at the highest id.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

START, END, WORD_END = "<|startoftext|>", "<|endoftext|>", "</w>"
FIRST = "!"  # id 0, which OWL-ViT pads with
PATTERN = r"""'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"""


def train(texts: Iterable[str], merges: int = 700) -> Tokenizer:
    """Learn `merges` merges. Each distinct word counts by the square root of its frequency, so that rare names get tokens.

    The same texts give the same tokenizer: the trainer breaks ties by the ids of the two pieces, and hands out ids for
    pieces that end a word in the order of a hash table unless they have some already. So all 512 get theirs first.
    """
    words = Counter()
    bare = _frame(models.BPE())
    for text in texts:
        words.update(piece for piece, _ in bare.pre_tokenizer.pre_tokenize_str(bare.normalizer.normalize_str(text)))
    learner = Tokenizer(models.BPE(end_of_word_suffix=WORD_END))
    learner.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    endings = [byte + WORD_END for byte in alphabet]
    trainer = trainers.BpeTrainer(
        vocab_size=len(alphabet + endings) + merges, special_tokens=endings, initial_alphabet=alphabet, end_of_word_suffix=WORD_END, show_progress=False,
    )
    learner.train_from_iterator((word for word, count in sorted(words.items()) for _ in range(round(count**0.5))), trainer)
    learned = [tuple(pair) for pair in json.loads(learner.to_str())["model"]["merges"]][:merges]
    tokens = alphabet + endings + list(dict.fromkeys(first + second for first, second in learned))
    vocabulary = {token: index for index, token in enumerate(tokens + [START, END])}
    return _frame(models.BPE(vocab=vocabulary, merges=learned, unk_token=END, end_of_word_suffix=WORD_END, continuing_subword_prefix=""))


def _frame(model: models.BPE) -> Tokenizer:
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(PATTERN), behavior="removed", invert=True),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True),
    ])
    tokenizer.decoder = decoders.ByteLevel()
    end = tokenizer.token_to_id(END)
    if end is not None:
        start = tokenizer.token_to_id(START)
        tokenizer.add_special_tokens([AddedToken(START, special=True), AddedToken(END, special=True)])
        tokenizer.post_processor = processors.RobertaProcessing((END, end), (START, start), trim_offsets=False, add_prefix_space=False)
    return tokenizer


def save(tokenizer: Tokenizer, folder: Path, length: int, pad: str) -> None:
    """Write tokenizer.json and its companions as the published folders have them. `pad`: the token that fills up."""
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.save(str(folder / "tokenizer.json"))
    configuration = dict(
        tokenizer_class="CLIPTokenizer", model_max_length=length, do_lower_case=True, add_prefix_space=False, errors="replace",
        bos_token=START, eos_token=END, unk_token=END, pad_token=pad,
    )
    (folder / "tokenizer_config.json").write_text(json.dumps(configuration, indent=2) + "\n")
    special = dict(bos_token=START, eos_token=END, unk_token=END, pad_token=pad)
    (folder / "special_tokens_map.json").write_text(json.dumps(special, indent=2) + "\n")


def load(folder: Path) -> Tokenizer:
    return Tokenizer.from_file(str(folder / "tokenizer.json"))


def encode(tokenizer: Tokenizer, texts: list[str], length: int, pad: int) -> tuple[list[list[int]], list[list[int]]]:
    """ids and attention mask, cut to `length` tokens (the end of text kept) and padded to the longest of `texts`."""
    rows = [encoding.ids for encoding in tokenizer.encode_batch(texts)]
    rows = [ids if len(ids) <= length else ids[: length - 1] + ids[-1:] for ids in rows]
    longest = max(map(len, rows))
    return ([ids + [pad] * (longest - len(ids)) for ids in rows], [[1] * len(ids) + [0] * (longest - len(ids)) for ids in rows])
