/** Where things stand in a YAML file, for those who point at them or change them in place. */
@NullMarked
package dev.clue.yaml;

import org.jspecify.annotations.NullMarked;
