/** One definition of an option gives its flag, environment name, config key and documentation. */
@NullMarked
package dev.clue.cli.option;

import org.jspecify.annotations.NullMarked;
