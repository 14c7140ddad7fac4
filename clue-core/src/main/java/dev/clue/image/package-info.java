/** Image intake: bytes are bounded before they are decoded, turned upright, converted to sRGB and hashed. */
@NullMarked
package dev.clue.image;

import org.jspecify.annotations.NullMarked;
