/** Models on ONNX Runtime, inside the JVM. */
@NullMarked
package dev.clue.onnx;

import org.jspecify.annotations.NullMarked;
