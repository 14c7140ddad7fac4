package dev.clue.eval.metric;

/**
 * A number with its interval.
 *
 * @param value as measured on the items themselves
 * @param interval its bootstrap interval
 */
public record Estimate(double value, Interval interval) {}
