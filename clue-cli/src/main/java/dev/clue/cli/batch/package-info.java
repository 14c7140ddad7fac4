/** Judging many images: order, threads, progress, interruption. */
@NullMarked
package dev.clue.cli.batch;

import org.jspecify.annotations.NullMarked;
