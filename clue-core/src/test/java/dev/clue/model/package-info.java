/**
 * The contract suites that every implementation of a port passes, and scripted models. Published as the test jar:
 * an engine's test extends a contract and says how to open its model.
 */
@NullMarked
package dev.clue.model;

import org.jspecify.annotations.NullMarked;
