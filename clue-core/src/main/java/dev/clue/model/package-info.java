/** Ports: what judging needs of a multimodal model, an encoder and a detector, and compiling of a text model. */
@NullMarked
package dev.clue.model;

import org.jspecify.annotations.NullMarked;
