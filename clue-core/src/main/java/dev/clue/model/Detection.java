package dev.clue.model;

import dev.clue.image.Box;

/**
 * Where an object is, according to a detector.
 *
 * @param object the object that was looked for
 * @param box in pixels of the image
 * @param score the detector's confidence, 0 to 1; not calibrated across objects
 */
public record Detection(String object, Box box, double score) {}
