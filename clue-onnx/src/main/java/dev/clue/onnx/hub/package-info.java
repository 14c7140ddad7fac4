/** The protocol and the cache layout of the Hugging Face hub, as far as model files are fetched. */
@NullMarked
package dev.clue.onnx.hub;

import org.jspecify.annotations.NullMarked;
