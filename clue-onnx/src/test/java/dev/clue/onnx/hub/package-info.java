/** A local server that speaks the hub's protocol, and what the client makes of it. */
@NullMarked
package dev.clue.onnx.hub;

import org.jspecify.annotations.NullMarked;
