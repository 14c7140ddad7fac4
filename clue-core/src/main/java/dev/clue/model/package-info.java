/** Ports: what the judge needs of a multimodal model, an image-text encoder, an object detector, and no more. */
@NullMarked
package dev.clue.model;

import org.jspecify.annotations.NullMarked;
