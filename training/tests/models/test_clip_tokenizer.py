"""The tokenizer of the encoder and the detector: the same texts give the same file, whatever the order of hash tables."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tokenizers import Tokenizer

from models import clip_tokenizer, queries

TRAIN = "from models import clip_tokenizer, queries; print(clip_tokenizer.train(queries.corpus(), 300).to_str())"


def trained_elsewhere(hash_seed: str) -> str:
    """The trainer seeds its own hash tables anew in each process and call; PYTHONHASHSEED moves Python's sets."""
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", TRAIN], cwd=root, env={**os.environ, "PYTHONHASHSEED": hash_seed}, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return clip_tokenizer.train(queries.corpus(), 300)


def test_training_twice_gives_one_file(tokenizer):
    assert clip_tokenizer.train(queries.corpus(), 300).to_str() == tokenizer.to_str()
    assert trained_elsewhere("1") == tokenizer.to_str() == trained_elsewhere("2")


def test_pieces_that_end_a_word_follow_the_bytes(tokenizer):
    ids = tokenizer.get_vocab()
    assert [ids["!"], ids["!" + clip_tokenizer.WORD_END]] == [0, 256]
    assert ids[clip_tokenizer.END] == len(ids) - 1 == 256 + 256 + 300 + 2 - 1


def test_any_text_is_encoded_and_comes_back_lower_cased(tokenizer):
    ids = tokenizer.encode("A Red CAR über 7 🐍").ids
    assert tokenizer.token_to_id(clip_tokenizer.END) not in ids[1:-1]
    assert tokenizer.decode(ids).replace("</w>", " ").split() == ["a", "red", "car", "über", "7", "🐍"]
