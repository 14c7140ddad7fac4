/** How fast images are judged, and where the time goes. */
@NullMarked
package dev.clue.cli.bench;

import org.jspecify.annotations.NullMarked;
