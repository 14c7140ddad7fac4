/** What everything that goes over a network keeps to: secrets that nobody sees, and the proxies of the environment. */
@NullMarked
package dev.clue.net;

import org.jspecify.annotations.NullMarked;
