/**
 * Models behind a server that speaks OpenAI's chat protocol: what is asked, how the answer is read, and how requests get
 * there and back.
 */
@NullMarked
package dev.clue.openai;

import org.jspecify.annotations.NullMarked;
